"""A large register: imported from files, exported, loaded into memory, on each kind of database."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.held import Measured
from benchmarks.snapshot import named
from registry.demo.generator import demo_records
from registry.exchange.columns import FILE_KINDS
from registry.exchange.exporting import export_records
from registry.exchange.importing import ImportFile, ImportOptions, import_files
from registry.loading import load_snapshot
from registry.migrate import migrate
from registry.store import Store
from tests.databases import BACKENDS, empty_database
from tests.postgres import MISSING

AGREEMENTS = 1_000_000
AGREEMENTS_PER_PROVIDER = 2
KIB, MIB = 1024, 1024 * 1024


def figures(agreements: int = AGREEMENTS, backends: Sequence[str] = BACKENDS) -> list[Figure]:
    """Each step, in a process of its own, so that its peak of memory is its own too."""
    with tempfile.TemporaryDirectory(prefix="avtalt-bench-") as folder:
        files = _step("files", folder, str(agreements // AGREEMENTS_PER_PROVIDER))
        found = named(f"{agreements:,} agreements, write the files", [files])
        for backend in backends:
            with empty_database(backend, fsync=True) as url:
                if url is None:
                    print(MISSING)
                    continue
                migrate(url)
                for name, step in (("import", "import"), ("import again", "import"), ("load the snapshot", "load")):
                    where = f"{agreements:,} agreements, {backend}, {name}"
                    found += named(where, [_step(step, folder, url)])
    return found


def _step(name: str, *arguments: str) -> Measured:
    """What one step measures of itself."""
    command = [sys.executable, "-m", "benchmarks.register", name, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: Measured = json.loads(done.stdout.splitlines()[-1])
    return told


def _files(folder: str, providers: str) -> Measured:
    """Write the files of a demo register."""
    export_records(demo_records(int(providers)), Path(folder))
    return {"size [MiB]": sum(each.stat().st_size for each in Path(folder).glob("*.csv")) / MIB}


def _import(folder: str, url: str) -> Measured:
    """Import the files as one revision."""
    store = Store(url)
    files = [ImportFile(kind.file_name, Path(folder) / kind.file_name) for kind in FILE_KINDS.values()]
    with store.writing("import") as writing:
        counts = import_files(writing, files, ImportOptions()).counts.values()
    store.close()
    return {
        "added [records]": sum(each.added for each in counts),
        "unchanged [records]": sum(each.unchanged for each in counts),
    }


def _load(_folder: str, url: str) -> Measured:
    """Load the newest revision into memory."""
    before = _peak()
    store = Store(url)
    snapshot = load_snapshot(store)
    store.close()
    grown = _peak() - before
    held = sum(len(entry.agreements) for entry in snapshot.each_holder())
    return {"held [agreements]": held, "memory of a provider [bytes]": grown / snapshot.providers}


def _peak() -> int:
    """The most memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB


STEPS = {"files": _files, "import": _import, "load": _load}

if __name__ == "__main__":
    started = time.perf_counter()
    told = STEPS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({"took [s]": time.perf_counter() - started, "peak of memory [MiB]": _peak() / MIB} | told))
