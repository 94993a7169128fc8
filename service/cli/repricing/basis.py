"""Which revision, tariffs, rules and moment a run rests on, found without loading the register."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from google.protobuf.json_format import MessageToDict

from avtalt.v1.basis_pb2 import TariffAuthority
from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest
from registry.revisions import NOTHING_RECORDED, Revision
from registry.snapshot import Snapshot
from registry.store import Store
from registry.tariffs.reader import read_tariffs
from service.cli.embedded import demo_revision
from service.cli.pricing_terms import Terms
from service.cli.repricing.job import Basis
from service.cli.tariff_folders import folder_of, told_problems
from service.register import FixedRegister, NothingKnownError
from service.rpc.context import make_basis, read_authority
from service.rpc.reading import Reading


class _Revisions:
    """The revisions of a store, as a register that holds nothing in any of them."""

    store: Store | None = None

    def __init__(self, store: Store) -> None:
        """Take the newest one for the one that is read."""
        self._store = store
        self.snapshot = _empty(store.newest() or NOTHING_RECORDED)

    def exact(self, revision: int) -> Snapshot:
        """A revision; raises `UnknownRevisionError`."""
        return _empty(self._store.revision(revision) if revision else NOTHING_RECORDED)

    def known_at(self, moment: datetime) -> Snapshot:
        """The revision that was known at a moment; raises `NothingKnownError`."""
        found = self._store.known_at(moment)
        if found is None:
            first = self._store.revisions(0, 1)
            raise NothingKnownError(first[0].record_time if first else None)
        return _empty(found)


def _empty(revision: Revision) -> Snapshot:
    return Snapshot.of((), revision)


def find_basis(terms: Terms, database: str | None, tariffs: Path | None) -> Basis:
    """What a run with these terms rests on."""
    request = BatchPriceClaimsRequest()
    terms.fill(request)
    folder = folder_of(tariffs)
    with told_problems(folder):
        tariff_set = read_tariffs(folder)
    with _register(database) as register:
        context = Reading(register, tariff_set).open(request.read)
    basis = make_basis(context, read_authority(request.tariff_authority))
    return Basis(
        revision=basis.revision,
        recorded=context.snapshot.record_time.isoformat(),
        tariff=basis.tariff_digest,
        rules=basis.rules_version,
        authority=TariffAuthority.Name(basis.tariff_authority),
        evaluated_at=MessageToDict(basis, preserving_proto_field_name=True)["evaluated_at"],
        language=terms.language or "",
    )


@contextmanager
def _register(database: str | None) -> Iterator[Any]:
    if database is None:
        yield FixedRegister(_empty(demo_revision()))
        return
    from service.cli.databases import open_store

    with open_store(database) as store:
        yield cast(Any, _Revisions(store))
