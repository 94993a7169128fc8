"""An archive of claims priced again: read in parts, priced on all cores, written in order, told as a report."""
