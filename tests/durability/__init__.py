"""Kills writers and servers at random moments, and looks whether the register has lost or halved anything."""
