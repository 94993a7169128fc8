"""How a failure is told on the command line."""

import sys

import typer

from service.errors import ServiceError
from service.texts.catalogue import LANGUAGES, catalogue

DEFAULT_LANGUAGE = "nb"


class Speech:
    """The language of the command under way; errors are told in it too."""

    language = DEFAULT_LANGUAGE


def speak(language: str) -> None:
    """Tell errors in this language from now on, if it has texts."""
    Speech.language = language if language in LANGUAGES else DEFAULT_LANGUAGE


class RemoteError(ServiceError):
    """An error that a server has told in its own words."""

    def __init__(self, reason: str, text: str) -> None:
        """Keep the server's reason and sentence."""
        Exception.__init__(self, text)
        self.reason_name, self.text = reason, text


def words_of(error: ServiceError) -> str:
    """What is wrong and what to do."""
    if isinstance(error, RemoteError):
        return error.text
    return catalogue(Speech.language).say("errors", error.reason.value, error.data)


def explain(error: ServiceError) -> None:
    """Tell on standard error what is wrong and what to do, with the reason's stable name."""
    name = error.reason_name if isinstance(error, RemoteError) else f"ERROR_REASON_{error.reason.value}"
    sys.stderr.write(f"{words_of(error)}\n({name})\n")


def complain(text: str) -> None:
    """Tell on standard error, in plain words, what keeps the command from working."""
    sys.stderr.write(f"{text}\n")


def refused(text: str) -> typer.Exit:
    """Tell what keeps the command from working; the exit that ends it."""
    complain(text)
    return typer.Exit(1)
