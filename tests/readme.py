"""
Runs the commands that a Markdown text shows, in the order of the text.

How to write such a text:

* A block of commands is fenced with ```sh. A `$ ` before a command is optional.
* What the commands print stands in the block right after it, fenced with
  ```text or ```json, with nothing but blank lines between. It is compared line
  by line; a line `...` stands for any number of lines, also none. Without such a
  block the commands only have to succeed.
* Text that is no output is fenced without a language.
* A server at `127.0.0.1:50051` is there, and for a text that names it a gateway
  at `127.0.0.1:8080`. `make ...`, `avtalt demo`, `avtalt serve`, `avtalt gateway`
  without `--print-config` and getting the source (`git clone ...`, `cd avtalt`)
  are not run: the first must name a target of the Makefile, the others are what
  the test itself stands for. What is shown as their output is not compared.

All blocks share one home, one working folder and one environment: what a block
exports or changes into is there for the next one.
"""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTED_TARGET = "127.0.0.1:50051"
DOCUMENTED_GATEWAY = "127.0.0.1:8080"
LONGEST_SECONDS = 60
STILL_RUNNING = 124  # what timeout(1) says

FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\S*).*?\n(?P<body>[\s\S]*?)^(?P=indent)```[ \t]*$", re.M)
MAKE = re.compile(r"make(?: (?P<target>[a-z]+))?(?: [A-Z]+=(?:\S+|\"[^\"]*\"|'[^']*'))*(?: &)?")
STANDS_FOR_ITSELF = re.compile(
    r"git clone \S+(?: avtalt)?(?: && cd avtalt)?|cd avtalt|npm ci\b.*"
    r"|(?:\.venv/bin/)?avtalt (?:demo|serve|gateway(?!.*--print-config))\b.*"
)

# What differs from run to run, and what is compared instead.
VOLATILE = [
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"), "<time>"),
    (re.compile(r"(\"decision_?[iI]d\": *)\"[^\"]*\""), r'\1"<id>"'),
    (re.compile(r"\b[0-9a-f]{12,}\b"), "<digest>"),
    (re.compile(r"\b\d+(?:\.\d+)? (?:ms|µs|s|seconds)\b"), "<duration>"),
]

# Not carried into the commands: what a reader would have to leave in their own home.
LEFT_OUT = {".git", "var", "dist"}


@dataclass(frozen=True, slots=True)
class Block:
    """The commands of one fenced block, its line in the text, and what they print."""

    line: int
    commands: str
    output: str | None

    @property
    def targets(self) -> list[str]:
        """The targets of the Makefile that it names; plain `make` is `help`."""
        lines = (MAKE.fullmatch(line.strip()) for line in self.commands.splitlines())
        return [match["target"] or "help" for match in lines if match]

    @property
    def script(self) -> str:
        """The commands that are run."""
        kept = [line for line in self.commands.splitlines() if not _is_covered_elsewhere(line.strip())]
        return "\n".join(kept).strip()


class ReadmeError(AssertionError):
    """A text whose blocks cannot be run as written, or do not do what they say."""


def blocks(markdown: str) -> list[Block]:
    r"""
    The blocks of commands in a text, in order.

    >>> blocks("```sh\n$ echo one\n```\n\n```text\none\n```\n")
    [Block(line=1, commands='echo one', output='one')]
    """
    found: list[Block] = []
    end_of_last = -1
    for fence in FENCE.finditer(markdown):
        line = markdown.count("\n", 0, fence.start()) + 1
        indent = re.compile(f"^{fence['indent']}", re.M)
        body = indent.sub("", fence["body"]).rstrip()
        if fence["language"] == "sh":
            typed = re.sub(r"^[$>] ", "", body, flags=re.M) if body.startswith("$ ") else body
            found.append(Block(line, typed, None))
            end_of_last = fence.end()
        elif fence["language"] in {"text", "json"}:
            if end_of_last < 0 or markdown[end_of_last : fence.start()].strip():
                raise ReadmeError(
                    f"line {line}: this {fence['language']} block follows no sh block, so it is the output "
                    "of nothing; put it right after the commands, or fence it without a language"
                )
            found[-1] = Block(found[-1].line, found[-1].commands, body)
            end_of_last = -1
        else:
            end_of_last = -1
    for block in found:
        _refuse_hidden_make(block)
    return found


def _is_covered_elsewhere(command: str) -> bool:
    """Whether a command is not run here, because CI or the test itself does what it does."""
    return bool(MAKE.fullmatch(command) or STANDS_FOR_ITSELF.fullmatch(command))


def _refuse_hidden_make(block: Block) -> None:
    """Refuse a `make` that is part of something longer: it would run inside its own test."""
    for line in block.script.splitlines():
        if re.search(r"(?:^|[;&|(] *)make\b", line.strip()):
            raise ReadmeError(f"line {block.line}: make <target> must be a line of its own: {line.strip()}")


def normalised(text: str) -> str:
    """
    A text without what differs from run to run.

    >>> normalised("at 2026-11-24T12:00:00Z  ")
    'at <time>'
    """
    for pattern, replacement in VOLATILE:
        text = pattern.sub(replacement, text)
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def agrees(expected: str, actual: str) -> bool:
    r"""
    Whether an output is what a text shows.

    >>> agrees("one\n...\nfour", "one\ntwo\nthree\nfour")
    True
    >>> agrees("one", "one\ntwo")
    False
    """
    lines = normalised(expected).splitlines()
    pieces = [r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line) + r"\n" for line in lines]
    return re.fullmatch("".join(pieces), normalised(actual) + "\n") is not None


class Shell:
    """One reader at one terminal: blocks run one after the other and leave their traces."""

    def __init__(self, folder: Path, target: str, gateway: str = DOCUMENTED_GATEWAY) -> None:
        self.folder = folder
        self.target = target
        self.addresses = {DOCUMENTED_TARGET: target, DOCUMENTED_GATEWAY: gateway}
        self.home = folder / "home"
        self.state = folder / "state.sh"
        work = folder / "avtalt"
        work.mkdir()
        self.home.mkdir()
        for entry in ROOT.iterdir():
            if entry.name not in LEFT_OUT:
                (work / entry.name).symlink_to(entry)
        self.state.write_text(f"cd {shlex.quote(str(work))}\n")

    def run(self, block: Block) -> None:
        """Run a block and compare; what is wrong is told with the block's line."""
        if not block.script:
            return
        where = f"line {block.line}: "
        commands = f"from\n\n{block.script}\n\n"
        script = block.script
        for documented, real in self.addresses.items():
            script = script.replace(documented, real)
        status, printed = self._execute(script)
        for documented, real in self.addresses.items():
            printed = printed.replace(real, documented)
        if status == STILL_RUNNING:
            raise ReadmeError(f"{where}no end in {LONGEST_SECONDS} seconds {commands}Printed:\n\n{printed}")
        if status != 0:
            raise ReadmeError(f"{where}exit code {status} {commands}Printed:\n\n{printed}")
        if block.output is not None and not agrees(block.output, printed):
            shown, came = normalised(block.output), normalised(printed)
            raise ReadmeError(f"{where}other output {commands}Shown:\n\n{shown}\n\nPrinted:\n\n{came}")

    def _execute(self, script: str) -> tuple[int, str]:
        """Run a script where the last one stopped; exit code and all that it printed."""
        state = shlex.quote(str(self.state))
        keep = f'code=$?; {{ export -p; echo "cd $(printf %q "$PWD")"; }} > {state}; exit $code'
        whole = f"source {state}; trap {shlex.quote(keep)} EXIT; set -euo pipefail\n{script}\n"
        output = self.folder / "output.txt"
        with output.open("wb") as printed:
            done = subprocess.run(
                ["timeout", str(LONGEST_SECONDS), "bash", "-c", whole],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                check=False,
            )
        return done.returncode, output.read_text(encoding="utf-8", errors="replace")

    def _environment(self) -> dict[str, str]:
        """A fresh reader's environment: an own home, a plain terminal, our commands on the PATH."""
        return {
            "HOME": str(self.home),
            "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}",
            "AVTALT_TARGET": self.target,
            "COLUMNS": "110",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            "TERM": "dumb",
        }
