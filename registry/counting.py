"""How many agreements are on record, by kind and area."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from registry.by_shard import ByShard
from registry.records import NATIONAL_AREA, AgreementKind
from registry.shards import Shard, Table
from registry.snapshot import Snapshot

Counts = Counter[tuple[str, str]]


@dataclass(slots=True)
class _Counted:
    """
    The agreements of one shard: how many with each counterparty, and of the settlement with Helfo at which practices.

    In which municipality a practice is may change without any change to the shard.
    """

    counts: Counts = field(default_factory=Counter)
    settled_at: list[str | None] = field(default_factory=list)


class AgreementCounts:
    """Counts the agreements of snapshots, and keeps what it has counted of those asked about last."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self._performers: ByShard[_Counted] = ByShard(_count)
        self._organisations: ByShard[_Counted] = ByShard(_count)

    def of(self, snapshot: Snapshot) -> Counts:
        """How many agreements of each kind are on record in each area, and in the whole country."""
        counts: Counts = Counter()
        settled_at: Counter[str | None] = Counter()
        for counted in (*self._performers.of(snapshot.performers), *self._organisations.of(snapshot.organisations)):
            counts.update(counted.counts)
            settled_at.update(counted.settled_at)
        for practice_id, number in settled_at.items():
            area = (snapshot.municipality_of(practice_id) if practice_id else None) or ""
            counts[AgreementKind.DIRECT_SETTLEMENT.value, area] += number
        for (kind, _), number in list(counts.items()):
            counts[kind, NATIONAL_AREA] += number
        return counts


def _count(table: Table[Any], shard: Shard) -> _Counted:
    counted = _Counted()
    for packed in shard.values():
        for agreement in table.packing.entry_unkept(packed).agreements:
            if agreement.kind is AgreementKind.DIRECT_SETTLEMENT:
                counted.settled_at.append(agreement.practice_id)
            else:
                counted.counts[agreement.kind.value, agreement.counterparty] += 1
    return counted
