"""The demo register: synthetic providers, and records that say so."""
