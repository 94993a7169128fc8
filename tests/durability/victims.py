"""A writer in a process of its own, listened to until it is killed."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.durability.books import Intention
from tests.durability.plans import IMPORT
from tests.durability.writer import BEGINS, DONE, ENDS, INTENTIONS

ROOT = Path(__file__).parents[2]
MODULE = "tests.durability.writer"


class Victim:
    """A writer that waits for the word, writes without end, and can only be killed."""

    def __init__(self, url: str, folder: Path, seed: str) -> None:
        """Start the process; it writes nothing yet."""
        self._folder = folder
        self._folder.mkdir(parents=True)
        self._said: list[list[str]] = []
        with (folder / "errors").open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", MODULE, url, str(folder), seed],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                cwd=ROOT,
            )
        assert self._process.stdin
        assert self._process.stdout
        self._stdin, self._stdout = self._process.stdin, self._process.stdout

    def begin(self) -> None:
        """Let it write."""
        self._stdin.write("\n")
        self._stdin.flush()

    def wait_for_writes(self, count: int) -> None:
        """Wait until it has told of so many writes that they are done."""
        while sum(word == DONE for word, *_ in self._said) < count:
            self._listen()

    def wait_for_import(self) -> None:
        """Wait until it has told that it begins an import."""
        while not self._said or self._said[-1][0] != BEGINS or self._said[-1][2] != IMPORT:
            self._listen()

    def wait_for_commit(self) -> None:
        """Wait until it has told that it is about to commit."""
        while not self._said or self._said[-1][0] != ENDS:
            self._listen()

    def kill(self) -> None:
        """Kill it, and hear what it has said until then."""
        self._process.kill()
        self._said += [line.split() for line in self._stdout]
        self.close()

    def close(self) -> None:
        """End it, if it is not dead yet, and give back what it took."""
        self._process.kill()
        with suppress(BrokenPipeError):
            self._stdin.close()
        self._stdout.close()
        self._process.wait()

    @property
    def acknowledged(self) -> list[Intention]:
        """The writes it has told of that they are done."""
        done = {(int(rest[0]), int(rest[1])) for word, *rest in self._said if word == DONE}
        return [each for each in self._intentions if (each.revision, each.recorded.digest) in done]

    @property
    def unacknowledged(self) -> Intention | None:
        """The write it was at when it died; absent when it had begun none."""
        left = [each for each in self._intentions if each not in self.acknowledged]
        return left[-1] if left else None

    @property
    def _intentions(self) -> list[Intention]:
        log = self._folder / INTENTIONS
        return [Intention.from_line(line) for line in log.read_text().splitlines()] if log.exists() else []

    def _listen(self) -> None:
        line = self._stdout.readline()
        if not line:
            raise RuntimeError(f"the writer ended by itself: {(self._folder / 'errors').read_text()[-2000:]}")
        self._said.append(line.split())
