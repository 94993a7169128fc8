"""Archives of several sizes priced by `avtalt reprice`: claims per second, and the most memory of each process."""

import csv
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.archives import HEADINGS, archive
from benchmarks.figures import Figure
from benchmarks.processes import AVTALT
from benchmarks.registers import fill
from registry.demo.generator import demo_records
from registry.records import Affiliation

SIZES = (100_000, 1_000_000)
PROVIDERS = 10_000
PAUSE_SECONDS = 0.2
KIB_PER_MIB = 1024


def figures(sizes: Sequence[int] = SIZES, providers: int = PROVIDERS) -> list[Figure]:
    """Each size in turn; on a terminal, with the bar of the command below what it works on."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="avtalt-bench-") as folder:
        place = Path(folder)
        url = f"sqlite:///{place}/register.db"
        fill(url, providers)
        for number, size in enumerate(sizes, start=1):
            path = _write(place / f"{size}.csv", size, providers)
            print(f"Archive {number} of {len(sizes)}: {size:,} claims", flush=True)
            found += _priced(path, size, url)
    return found


def _priced(path: Path, size: int, url: str) -> list[Figure]:
    """What it takes to price one archive again."""
    seconds, parent, worker = _measure(path, url)
    told = {
        ("archive", "MiB"): path.stat().st_size / KIB_PER_MIB**2,
        ("whole run", "s"): seconds,
        ("priced again", "claims/s"): size / seconds,
        ("peak of memory, the command", "MiB"): parent,
        ("peak of memory, the largest worker", "MiB"): worker,
    }
    return [Figure(f"{size:,} claims: {what}", unit, (value,)) for (what, unit), value in told.items()]


def _write(path: Path, size: int, providers: int) -> Path:
    """An archive of so many claims of the performers of the register."""
    work = (record for record in demo_records(providers) if isinstance(record, Affiliation))
    performers = sorted({(each.hpr_number, each.practice_id) for each in work})
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\n")
        out.writerow(HEADINGS)
        out.writerows(archive(size, performers))
    return path


def _measure(path: Path, url: str) -> tuple[float, float, float]:
    """Seconds, and the peaks of memory in MiB of the command and of the largest of its workers."""
    started = time.perf_counter()
    command = [str(AVTALT), "reprice", str(path), "--out", str(path.with_suffix(".result.csv")), "--database", url]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as run:
        peaks: dict[int, int] = {}
        while run.poll() is None:
            for pid in (run.pid, *_children(run.pid)):
                peaks[pid] = max(peaks.get(pid, 0), _peak_kib(pid))
            time.sleep(PAUSE_SECONDS)
    if run.returncode:
        raise RuntimeError(f"avtalt reprice ended with {run.returncode}")
    seconds = time.perf_counter() - started
    parent = peaks.pop(run.pid)
    return seconds, parent / KIB_PER_MIB, max(peaks.values()) / KIB_PER_MIB


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _peak_kib(pid: int) -> int:
    """The most memory that a process has held; nothing once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
