"""The same questions put to other programs in the same run, each in an environment of its own."""
