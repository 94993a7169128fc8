"""What only the command line says; the phrases stand in `service/texts` with all others."""

from service.cli.failures import Speech
from service.texts.catalogue import catalogue


def phrase(key: str, /, **data: object) -> str:
    """A phrase in the language that the command speaks, filled with its data."""
    return phrase_of("command_line", key, **data)


def phrase_of(section: str, key: str, /, **data: object) -> str:
    """A phrase of a section of the texts."""
    return catalogue(Speech.language).say(section, key, {name: str(value) for name, value in data.items()})
