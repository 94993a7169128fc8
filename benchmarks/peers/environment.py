"""The peers' own environment, which has nothing of ours, as ours has nothing of theirs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PYTHON = FOLDER / ".venv" / "bin" / "python"
REQUIREMENTS = FOLDER / "requirements.txt"
MADE = FOLDER / ".venv" / ".installed"


def is_made() -> bool:
    """Whether the environment holds what the requirements pin now."""
    return MADE.exists() and MADE.read_bytes() == REQUIREMENTS.read_bytes()


def make() -> None:
    """Make the environment anew, unless it is there."""
    if is_made():
        return
    print(f"Making {PYTHON.parents[1]} for the peers", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", PYTHON.parents[1]], check=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--require-hashes", "--requirement", REQUIREMENTS], check=True)
    MADE.write_bytes(REQUIREMENTS.read_bytes())


def ask(program: str, question: Any) -> Any:
    """What a program of this folder answers when it runs there; both are plain JSON."""
    done = subprocess.run(
        [PYTHON, "-P", FOLDER / f"{program}.py"],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the peer {program} failed:\n{done.stderr}")
    return json.loads(done.stdout)


if __name__ == "__main__":
    make()
