"""The options that commands share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from service.cli.failures import DEFAULT_LANGUAGE, speak
from service.texts.catalogue import LANGUAGES

DEFAULT_TARGET = "127.0.0.1:50051"
DEFAULT_TIMEOUT = 5.0
LARGEST_REVISION = 2_147_483_647
LANGUAGE_HELP = "The language of texts: nb, nn or en."


def known_language(code: str | None) -> str | None:
    """The language, which all that is told from now on is told in."""
    if code is not None and code not in LANGUAGES:
        raise typer.BadParameter(f"it is one of {', '.join(LANGUAGES)}")
    speak(code or DEFAULT_LANGUAGE)
    return code


def known_target(target: str) -> str:
    """The address, which may not be empty."""
    if not target.strip():
        raise typer.BadParameter("it is the host:port of a server")
    return target


Target = Annotated[
    str, typer.Option(envvar="AVTALT_TARGET", help="The server to ask, as host:port.", callback=known_target)
]
Embedded = Annotated[bool, typer.Option("--embedded", help="Answer without a server.")]
Database = Annotated[
    str | None,
    typer.Option(help="With --embedded: the register to read, as a database URL. Without it, the demo register."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print protobuf JSON, as the server sends it.")]
Language = Annotated[str, typer.Option(help=LANGUAGE_HELP, callback=known_language)]
LanguageOfRequest = Annotated[
    str | None, typer.Option(help=f"{LANGUAGE_HELP} Without it, the one in the request.", callback=known_language)
]
Timeout = Annotated[float, typer.Option(min=0, help="How many seconds to wait for the server.")]
EvaluatedAt = Annotated[
    str | None, typer.Option(help="The moment the answer is for, as in RFC 3339, with its zone. Without it, now.")
]
AtLeast = Annotated[
    int | None,
    typer.Option(
        "--at-least", min=0, max=LARGEST_REVISION, help="Read a revision of the register not older than this one."
    ),
]
AtRevision = Annotated[
    int | None,
    typer.Option("--revision", min=0, max=LARGEST_REVISION, help="Read exactly this revision of the register."),
]
KnownAt = Annotated[
    str | None, typer.Option(help="Read what the register knew at a moment, as in RFC 3339, with its zone.")
]
Day = Annotated[str, typer.Option("--date", help="The day of the treatment, as YYYY-MM-DD.")]
Hpr = Annotated[bool, typer.Option("--hpr", help="Take a nine-digit number as an HPR number all the same.")]


@dataclass(frozen=True, slots=True)
class Asking:
    """
    Whom a command asks, and how it prints the answer.

    `again` is when the command has asked before, and has told what it asks.
    """

    target: str = DEFAULT_TARGET
    embedded: bool = False
    database: str | None = None
    as_json: bool = False
    language: str = DEFAULT_LANGUAGE
    timeout: float = DEFAULT_TIMEOUT
    tariffs: Path | None = None
    again: bool = False
