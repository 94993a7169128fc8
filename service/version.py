"""Which version of avtalt this is."""

from functools import cache
from importlib import metadata


@cache
def version() -> str | None:
    """The version as it was installed; absent when it runs without having been installed."""
    try:
        return metadata.version("avtalt")
    except metadata.PackageNotFoundError:
        return None
