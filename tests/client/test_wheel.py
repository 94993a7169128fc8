"""The client's wheel: the contract alone, enough to ask a server, and equal to what the server has."""

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from email.message import Message
from email.parser import Parser
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from avtalt.contract import DIGEST
from tests.tables import cases

ROOT = Path(__file__).resolve().parents[2]
CLIENT = ROOT / "protos" / "client"
EXAMPLE = re.search(r"```python\n(.*?)```", (CLIENT / "README.md").read_text(encoding="utf-8"), re.S)[1]
DEPENDENCIES = sysconfig.get_path("purelib")
CHECKS = cases("""
    case                              | code                                                                                      | printed
    the server is not there           | from importlib.util import find_spec; print(find_spec("service"), find_spec("registry"))  | None None
    the contract comes from the wheel | import avtalt.contract; print("client-venv" in avtalt.contract.__file__)                  | True
    every module can be imported      | import pkgutil, importlib, avtalt.v1 as v; print(all(importlib.import_module(f"avtalt.v1.{m.name}") for m in pkgutil.iter_modules(v.__path__))) | True
""")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built as `make client` builds it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [Path(sys.executable).parent / "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=CLIENT, check=True, capture_output=True)
    (found,) = folder.iterdir()
    return found


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    """The interpreter of an environment that has the wheel, beside the dependencies that the tests have."""
    folder = tmp_path_factory.mktemp("client-venv")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    install = ("-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel)
    subprocess.run([sys.executable, *install], check=True)
    return python


def run(python: Path, code: str, folder: Path) -> str:
    """What a program prints that is run anywhere but among our files."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    environment["PYTHONPATH"] = DEPENDENCIES
    return subprocess.check_output([python, "-c", code], cwd=folder, env=environment, text=True).strip()


def metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(opened.read(name).decode())


def test_the_wheel_holds_the_contract_and_nothing_else(wheel):
    """Every generated file, byte for byte as the server has it, with the mark that it has types."""
    generated = {
        str(path.relative_to(ROOT)): path.read_bytes()
        for path in (ROOT / "avtalt").rglob("*")
        if path.suffix in (".py", ".pyi") or path.name == "py.typed"
    }
    with ZipFile(wheel) as opened:
        held = {name: opened.read(name) for name in opened.namelist() if ".dist-info/" not in name}
    assert held == generated
    assert {"avtalt/py.typed", "avtalt/contract.py", "avtalt/v1/claim_pb2.pyi"} <= set(held)


def test_the_wheel_has_the_server_s_version_and_asks_for_what_the_contract_needs(wheel):
    """Whoever installs it gets no database, no command line and no server."""
    server = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = metadata(wheel)
    assert (told["Name"], told["Version"]) == ("avtalt-client", server["version"])
    names = {re.match(r"[\w-]+", each)[0] for each in told.get_all("Requires-Dist") or ()}
    assert names == {"grpcio", "protobuf", "googleapis-common-protos"}


def test_both_projects_are_built_with_the_same_tools_and_bounds():
    """Otherwise the same protos might come out otherwise, or not run beside each other."""
    server, client = (
        tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8")) for folder in (ROOT, CLIENT)
    )
    assert client["build-system"] == server["build-system"]
    assert set(client["project"]["dependencies"]) <= set(server["project"]["dependencies"])


@pytest.mark.parametrize("row", CHECKS)
def test_an_environment_with_the_wheel_has_the_client_only(row, python, tmp_path):
    assert run(python, row["code"], tmp_path) == row["printed"]


def test_the_example_of_its_readme_gets_an_answer(python, tmp_path, demo_target):
    """A program with the wheel alone asks a running server."""
    assert run(python, EXAMPLE.replace("127.0.0.1:50051", demo_target), tmp_path).endswith(" øre")


def test_the_digest_is_what_its_comment_says():
    """Path, space, number of bytes, line feed, bytes: of each .proto file of the contract, in the order of paths."""
    digest = sha256()
    for path in sorted((ROOT / "protos" / "avtalt").rglob("*.proto")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT / 'protos')} {len(content)}\n".encode() + content)
    assert digest.hexdigest() == DIGEST


def test_make_client_builds_it_so():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "@cd protos/client && ../../$(BIN)/hatchling build -t wheel -d ../../dist\n" in makefile
