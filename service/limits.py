"""What server and command line must agree on, in a module that costs nothing to load."""

MOST_MESSAGE_BYTES = 8 * 1024 * 1024
"""The largest request that is read unless a server is set otherwise: room for 10,000 ordinary claims."""

MOST_CLAIMS = 10_000
"""The most claims that one call prices."""
