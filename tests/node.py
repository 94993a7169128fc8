"""
Node.js for the tests: the packages of the example clients, installed once per checkout.

They are what `package-lock.json` names, to the byte; a later run without a
network finds them where they are.
"""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "examples" / "clients" / "node"
INSTALLED = FOLDER / "node_modules" / ".installed"
MISSING = (
    "NODE.JS WAS NOT FOUND: the example clients for Node WERE LEFT OUT. "
    "Install node and npm (on Debian: apt install nodejs npm) and run the tests again."
)


def find_node() -> bool:
    """Whether Node.js is on the PATH together with its package manager."""
    return bool(shutil.which("node") and shutil.which("npm"))


@pytest.fixture(scope="session")
def node_packages() -> Path:
    """The folder of the example clients, with their packages beside them."""
    if not find_node():
        # Where everything must be tested, leaving it out is a failure.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    wanted = (FOLDER / "package-lock.json").read_text(encoding="utf-8")
    with (FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not INSTALLED.is_file() or INSTALLED.read_text(encoding="utf-8") != wanted:
            _install()
            INSTALLED.write_text(wanted, encoding="utf-8")
    return FOLDER


def _install() -> None:
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"npm could not install what package-lock.json names:\n{done.stdout}{done.stderr}"
