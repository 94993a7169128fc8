"""The reference of the contract: Markdown pages made from the comments of the protos."""
