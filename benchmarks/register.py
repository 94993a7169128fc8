"""A large register: imported from files, exported, loaded into memory, on each kind of database."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

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


def main(agreements: int = AGREEMENTS) -> None:
    """Measure each step in a process of its own, so that its peak of memory is its own too."""
    table = Table("what", "database", "seconds", "peak MiB", "besides")
    with tempfile.TemporaryDirectory(prefix="avtalt-bench-") as folder:
        _row(table, "write the files", "", _step("files", folder, str(agreements // AGREEMENTS_PER_PROVIDER)))
        for backend in BACKENDS:
            with empty_database(backend, fsync=True) as url:
                if url is None:
                    table.add_row(MISSING, backend, "", "", "")
                    continue
                migrate(url)
                for name, step in (("import", "import"), ("import again", "import"), ("load the snapshot", "load")):
                    _row(table, name, backend, _step(step, folder, url))
    Console(width=110).print(table)


def _row(table: Table, name: str, backend: str, figures: list[str]) -> None:
    table.add_row(name, backend, *figures)


def _step(name: str, *arguments: str) -> list[str]:
    """The figures that one step prints."""
    command = [sys.executable, "-m", "benchmarks.register", name, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1].split("|")


def _files(folder: str, providers: str) -> str:
    """Write the files of a demo register."""
    export_records(demo_records(int(providers)), Path(folder))
    return f"{sum(each.stat().st_size for each in Path(folder).glob('*.csv')) // MIB} MiB"


def _import(folder: str, url: str) -> str:
    """Import the files as one revision."""
    store = Store(url)
    files = [ImportFile(kind.file_name, Path(folder) / kind.file_name) for kind in FILE_KINDS.values()]
    with store.writing("import") as writing:
        counts = import_files(writing, files, ImportOptions()).counts.values()
    store.close()
    return f"{sum(each.added for each in counts):,} added, {sum(each.unchanged for each in counts):,} unchanged"


def _load(_folder: str, url: str) -> str:
    """Load the newest revision into memory."""
    before = _peak()
    store = Store(url)
    snapshot = load_snapshot(store)
    store.close()
    grown = _peak() - before
    held = sum(len(entry.agreements) for entry in snapshot.each_holder())
    return f"{held:,} agreements, {grown / snapshot.providers / KIB:.1f} KiB per provider"


def _peak() -> int:
    """The most memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB


STEPS = {"files": _files, "import": _import, "load": _load}

if __name__ == "__main__":
    started = time.perf_counter()
    told = STEPS[sys.argv[1]](*sys.argv[2:])
    print(f"{time.perf_counter() - started:.1f}|{_peak() / MIB:,.0f}|{told}")
