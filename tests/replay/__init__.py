"""Stored decisions asked for again, after the register was corrected: the same messages, to the byte."""
