"""What a process has loaded before its work begins."""

import gc


def keep_what_is_loaded() -> None:
    """
    Look through what is loaded by now for garbage for the last time.

    Nearly all of it stays as long as the process does, and to look through it again
    and again holds up the work, the longer the more there is.
    """
    gc.collect()
    gc.freeze()
