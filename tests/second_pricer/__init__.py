"""A second pricer: slow, plain, written from the regulations, and sharing no code with the first."""
