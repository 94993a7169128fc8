"""The road for browsers and scripts: an Envoy that answers JSON and gRPC-Web, and serves the page."""
