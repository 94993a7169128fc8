"""Answers as plain readable tables."""

import os
import sys
from collections.abc import Iterable, Sequence

from google.protobuf.json_format import MessageToJson
from google.protobuf.message import Message
from rich import box
from rich.console import Console
from rich.table import Table

from service.texts.catalogue import Catalogue

ABSENT = "-"
WIDTH = 255


def console() -> Console:
    """Where answers go; as wide as the terminal, or wide enough for every table when there is none."""
    interactive = sys.stdout.isatty()
    return Console(
        width=None if interactive else WIDTH,
        force_terminal=interactive,
        no_color=not interactive or "NO_COLOR" in os.environ,
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def print_json(message: Message) -> None:
    """Print a message as protobuf JSON, with the contract's own names."""
    sys.stdout.write(MessageToJson(message, ensure_ascii=False) + "\n")


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: frozenset[int] = frozenset()) -> None:
    """Print a table; the columns of `numbers` stand to the right. In a narrow terminal they move closer."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    out = console()
    if out.measure(table).maximum >= out.width:
        table.padding = 0
    out.print(table, soft_wrap=False)


def say(text: str = "") -> None:
    """Print a line."""
    console().print(text)


def kroner(message: Message, field: str, texts: Catalogue) -> str:
    """An amount of a message in kroner; a hyphen when it is not known."""
    if not message.HasField(field):
        return ABSENT
    return texts.kroner(getattr(message, field))
