"""The dated fee tables and provisions, and the reader that refuses a bad row."""
