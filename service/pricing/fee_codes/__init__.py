"""Which fee codes does a claim use, and may they be billed? One rule per file."""
