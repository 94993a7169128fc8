"""The OpenAPI document of the JSON road, made from the protos and their comments by the build."""
