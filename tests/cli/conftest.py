"""The command, run in this process as a person types it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from registry.tariffs import reader
from registry.tariffs.reader import SHIPPED
from service.cli.main import main

ROOT = Path(__file__).parent.parent.parent
read = reader.read_tariffs
FRAME = "│╭╮╰╯─"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def plain(text: str) -> str:
    """A text without colours, which help and usage errors have where the environment forces them."""
    return COLOUR.sub("", text)


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def shown(self) -> str:
        """All that it printed, without colours."""
        return plain(self.out + self.err)

    @property
    def told(self) -> str:
        """All of standard error as one line, without the frame that usage errors have."""
        return " ".join(plain(self.err).translate(str.maketrans(FRAME, " " * len(FRAME))).split())


Avtalt = Callable[..., Ended]


@pytest.fixture
def avtalt(monkeypatch, capsys, tariffs) -> Avtalt:
    """
    Run `avtalt` with arguments; whatever happens, nothing of the inside is shown.

    The shipped tariffs are read once for all commands that answer here; every
    other folder is read each time.
    """
    monkeypatch.setattr(reader, "read_tariffs", lambda folder=SHIPPED: tariffs if folder == SHIPPED else read(folder))

    def run(*arguments: str) -> Ended:
        monkeypatch.setattr("sys.argv", ["avtalt", *arguments])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        ended = Ended(code, *capsys.readouterr())
        assert "Traceback" not in ended.err
        assert str(ROOT) not in ended.err
        return ended

    return run
