"""What callgrind counts: claims priced by the core, once everything is loaded and warm."""

import os
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from registry.revisions import Revision
from registry.snapshot import Snapshot
from service.pricing.price import price_claim
from service.pricing.trace import SILENT, Trace

WARM, COUNTED = 3, 20
MOMENT = datetime(2026, 9, 15, tzinfo=UTC)


def main() -> None:
    """Price each claim of a file, and have what it took dumped."""
    records, tariffs, claims = pickle.loads(Path(sys.argv[1]).read_bytes())  # its writer started this
    snapshot = Snapshot.of(records, Revision(1, MOMENT, "counted")).at(MOMENT)
    for claim, explained in claims:
        _price(claim, snapshot, tariffs, WARM, explained=explained)
        _tell("-i", "on")
        _price(claim, snapshot, tariffs, COUNTED, explained=explained)
        _tell("-i", "off")
        _tell("-d")


def _price(claim: Any, snapshot: Any, tariffs: Any, times: int, *, explained: bool) -> None:
    for _ in range(times):
        price_claim(claim, snapshot, tariffs, trace=Trace() if explained else SILENT)


def _tell(*what: str) -> None:
    """Tell the callgrind that this process runs in."""
    subprocess.run(["callgrind_control", *what, str(os.getpid())], check=True, capture_output=True)


if __name__ == "__main__":
    main()
