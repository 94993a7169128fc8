"""How far a run has come, in a small file beside its result, so that it can go on where it was."""

import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from service.cli.repricing.chunks import Chunk
from service.cli.repricing.job import Basis
from service.cli.repricing.phrases import refuse, say

BEGINNING_BYTES = 1024 * 1024
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """An archive, by its size and the digest of its beginning."""

    size: int
    beginning: str

    @classmethod
    def of(cls, path: Path) -> "Fingerprint":
        """The fingerprint of a file."""
        with path.open("rb") as file:
            return cls(os.fstat(file.fileno()).st_size, sha256(file.read(BEGINNING_BYTES)).hexdigest())


@dataclass(frozen=True, slots=True)
class State:
    """
    What a run works on, and how far it has come.

    So many claims of the archive have passed, with the digest `passage`, and
    what came of them are the first `written` bytes of the part that there is.
    """

    archive: Fingerprint
    basis: Basis
    passed: int = 0
    passage: str = ""
    written: int = 0

    def after(self, chunk: Chunk, written: int) -> "State":
        """The state once what came of a chunk is written."""
        return State(self.archive, self.basis, chunk.passed, chunk.passage, written)

    def check(self, archive: Fingerprint, basis: Basis, part: Path) -> None:
        """Refuse to go on with anything else than what was begun; tell what is another."""
        other = ["ARCHIVE"] if archive != self.archive else []
        before, now = asdict(self.basis), asdict(basis)
        other += [name.upper() for name in before if before[name] != now[name]]
        if other:
            raise refuse("OTHER_RUN", part=part, what=", ".join(dict.fromkeys(say(f"OF_{name}") for name in other)))


def read_state(path: Path) -> State | None:
    """The state that a run has left; absent when there is none, refused when it cannot be read."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise refuse("NO_STATE", path=path) from None
    try:
        if told.pop("format") != FORMAT:
            raise refuse("NO_STATE", path=path)
        return State(Fingerprint(**told.pop("archive")), Basis(**told.pop("basis")), **told)
    except (AttributeError, KeyError, TypeError):
        raise refuse("NO_STATE", path=path) from None


def write_state(path: Path, state: State) -> None:
    """Put the state in place of the one before, whole or not at all."""
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **asdict(state)}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
