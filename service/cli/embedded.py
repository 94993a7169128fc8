"""Answers without a server: the same handlers, over a database or over the demo register."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


@contextmanager
def embedded_reading(database: str | None, *, stored: bool, tariffs: Path | None = None) -> Iterator[Any]:
    """
    The register of a database, or the demo register, with the tariffs of a folder, or those that are shipped.

    The demo register is in memory, or for what has to be `stored` to be
    answered, in a database that is gone afterwards.
    """
    from service.register import FixedRegister
    from service.rpc.reading import Reading

    with ExitStack() as stack:
        if database is None and not stored:
            yield Reading(FixedRegister(_demo_snapshot()), _tariffs(tariffs))
            return
        from service.cli.databases import open_register

        register = open_register(database or stack.enter_context(_demo_database()))
        stack.callback(register.close)
        yield Reading(register, _tariffs(tariffs))


def _tariffs(folder: Path | None) -> Any:
    """The tariffs of a folder; with all that is wrong with it told instead of a traceback."""
    from registry.tariffs.reader import read_tariffs
    from service.cli.tariff_folders import folder_of, told_problems

    chosen = folder_of(folder)
    with told_problems(chosen):
        return read_tariffs(chosen)


def demo_revision() -> Any:
    """The one revision of the demo register in memory."""
    from registry.revisions import NOTHING_RECORDED, Revision

    return Revision(1, NOTHING_RECORDED.record_time, "demo register")


def _demo_snapshot() -> Any:
    from registry.demo.generator import demo_register
    from registry.snapshot import Snapshot

    return Snapshot.of(demo_register(), demo_revision())


@contextmanager
def _demo_database() -> Iterator[str]:
    """The URL of a demo register that is gone after the block."""
    from registry.demo.generator import demo_records
    from registry.migrate import migrate
    from registry.store import Store

    with TemporaryDirectory(prefix="avtalt-demo-") as folder:
        url = f"sqlite:///{folder}/demo.db"
        migrate(url)
        store = Store(url)
        store.write(demo_records(), note="demo register")
        store.close()
        yield url
