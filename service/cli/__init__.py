"""The command line: the same answers, for people and for scripts."""
