"""Answers as plain readable tables."""

import os
import sys
from collections.abc import Iterable, Sequence

from google.protobuf.json_format import MessageToJson
from google.protobuf.message import Message
from rich import box
from rich.console import Console, JustifyMethod
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
    """Print a table; the columns of `numbers` stand to the right. A narrow terminal breaks no word."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    lines = [headings, *rows]
    for place, heading in enumerate(headings):
        longest = max(len(word) for line in lines for word in line[place].split() or [""])
        justify: JustifyMethod = "right" if place in numbers else "left"
        table.add_column(heading, justify=justify, overflow="fold", min_width=longest)
    for line in lines[1:]:
        table.add_row(*line)
    console().print(table, soft_wrap=False)


def say(text: str = "") -> None:
    """Print a line."""
    console().print(text)


def kroner(message: Message, field: str, texts: Catalogue) -> str:
    """An amount of a message in kroner; a hyphen when it is not known."""
    if not message.HasField(field):
        return ABSENT
    return texts.kroner(getattr(message, field))
