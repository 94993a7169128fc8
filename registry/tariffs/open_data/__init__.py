"""Tariffs taken from the open data of Helserefusjon: the format `takstkoder`."""
