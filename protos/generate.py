"""
Generates the package `avtalt` from the contract in this folder.

Run by the build (a hatchling hook, for wheels and editable installs alike) and
by `make protos`. What comes out is never edited and never committed.
"""

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PROTOS = Path(__file__).resolve().parent
TOOLS = ("grpcio-tools", "mypy-protobuf", "googleapis-common-protos")
PLUGINS = ("protoc-gen-mypy", "protoc-gen-mypy_grpc")
OUTPUTS = ("--python_out=", "--grpc_python_out=", "--mypy_out=quiet:", "--mypy_grpc_out=quiet:")
MARKERS = {
    "__init__.py": '"""The contract in Python, generated from protos/ by the build."""\n',
    "v1/__init__.py": '"""Version 1 of the contract: messages, services and their stubs."""\n',
    "py.typed": "",
}
CONTRACT = '''\
"""Which contract this package was generated from."""

DIGEST = "{digest}"
"""
SHA-256 over the .proto files of the contract in the order of their paths: of each
its path, a space, the number of its bytes, a line feed and the bytes.
"""
'''
STAMP = ".stamp"


class GenerateHook(BuildHookInterface[Any]):
    """Generates before hatchling collects the files of a build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's signature)
        """Bring `avtalt` at the root of the build up to date."""
        generate(PROTOS, Path(self.root) / "avtalt")


def generate(protos: Path, package: Path) -> bool:
    """
    Make `package` what the protos say, and tell whether anything had to be done.

    Files are replaced only when their content differs, files that no proto asks
    for are removed, and the stamp is written last: an interrupted run is noticed
    and repaired by the next one.
    """
    sources = sorted(protos.glob("avtalt/**/*.proto"))
    if not sources:
        raise SystemExit(f"There is no .proto file below {protos}/avtalt.")
    stamp = package / STAMP
    if stamp.is_file() and stamp.read_text() == _stamp(protos, sources, package):
        return False
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        _run_protoc(protos, sources, made)
        for name, text in (MARKERS | {"contract.py": _contract(protos, sources)}).items():
            (made / "avtalt" / name).write_text(text)
        (made / "avtalt" / "openapi.json").write_text(_openapi(protos), encoding="utf-8")
        _replace(package, made / "avtalt")
    stamp.write_text(_stamp(protos, sources, package))
    return True


def _contract(protos: Path, sources: list[Path]) -> str:
    """The module that names the contract."""
    digest = hashlib.sha256()
    _add(digest, protos, sources)
    return CONTRACT.format(digest=digest.hexdigest())


def _run_protoc(protos: Path, sources: list[Path], made: Path) -> None:
    """Run the compiler that grpcio-tools carries, in this process."""
    from grpc_tools import protoc  # noqa: PLC0415 (slow to load, and needed only when something changed)

    includes = [protos, Path(protoc.__file__).parent / "_proto", _folder_of("googleapis-common-protos")]
    arguments = [
        "protoc",
        *(f"--proto_path={include}" for include in includes),
        *(f"--plugin={name}={_plugin(name)}" for name in PLUGINS),
        *(f"{output}{made}" for output in OUTPUTS),
        *(str(source) for source in sources),
    ]
    if protoc.main(arguments) != 0:
        raise SystemExit("protoc could not compile the contract; its message stands above.")


def _openapi(protos: Path) -> str:
    """The description of the calls over HTTP."""
    sys.path.insert(0, str(PROTOS.parent))  # a build runs this file without its folder being a package
    try:
        from protos.descriptors import load_contract  # noqa: PLC0415 (needed only when something changed)
        from protos.openapi.document import written  # noqa: PLC0415
    finally:
        sys.path.pop(0)
    return written(load_contract(protos))


def _plugin(name: str) -> Path:
    """
    Find a plugin where its distribution was installed.

    That is beside the running interpreter, except in an isolated build, where
    pip keeps the build tools in a folder of their own. PATH is never asked.
    """
    beside = Path(sys.executable).parent / name
    recorded = [Path(file.locate()) for file in metadata.files("mypy-protobuf") or [] if file.stem == name]
    for candidate in (*recorded, beside):
        if candidate.is_file():
            return candidate.resolve()
    raise SystemExit(f"{name} is not installed beside {sys.executable}; mypy-protobuf brings it.")


def _folder_of(distribution: str) -> Path:
    """The site-packages folder that a distribution was installed into."""
    return Path(str(metadata.distribution(distribution).locate_file("")))


def _replace(package: Path, made: Path) -> None:
    """Copy what differs into the package and remove what was not made."""
    wanted = {file.relative_to(made): file.read_bytes() for file in _files(made)}
    for file in list(_files(package)):
        if file.relative_to(package) not in wanted:
            file.unlink()
    for name, content in wanted.items():
        target = package / name
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _stamp(protos: Path, sources: list[Path], package: Path) -> str:
    """Name what went in and what came out."""
    went_in = hashlib.sha256("".join(f"{tool} {metadata.version(tool)}\n" for tool in TOOLS).encode())
    _add(went_in, protos, sources)
    _add(went_in, PROTOS, [Path(__file__), PROTOS / "descriptors.py", *sorted(PROTOS.glob("openapi/*.py"))])
    came_out = hashlib.sha256()
    _add(came_out, package, sorted(file for file in _files(package) if file.name != STAMP))
    return f"in {went_in.hexdigest()}\nout {came_out.hexdigest()}\n"


def _add(digest: "hashlib._Hash", root: Path, files: list[Path]) -> None:
    """Add names and contents to a digest."""
    for file in files:
        content = file.read_bytes()
        name = file.relative_to(root) if file.is_relative_to(root) else file.name
        digest.update(f"{name} {len(content)}\n".encode() + content)


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder, without what Python keeps for itself."""
    return (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


if __name__ == "__main__":
    done = generate(PROTOS, PROTOS.parent / "avtalt")
    print("avtalt/ was generated." if done else "avtalt/ is up to date.")
