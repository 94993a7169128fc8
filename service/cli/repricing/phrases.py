"""What only the repricing of an archive says."""

import typer

from service.cli.failures import refused
from service.cli.phrases import phrase_of


def say(key: str, /, **data: object) -> str:
    """A phrase about archives and what came of them."""
    return phrase_of("repricing", key, **data)


def refuse(key: str, /, **data: object) -> typer.Exit:
    """Tell what keeps the command from working; the exit that ends it."""
    return refused(say(key, **data))
