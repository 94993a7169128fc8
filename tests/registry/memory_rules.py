"""The rules of the register by brute force: every record is held against every other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from registry.period import Period
from registry.records import (
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    Organisation,
    Performer,
    Practice,
    Record,
)
from tests.registry.memory_facts import ALL_DAYS

Key = tuple[type[Record], tuple[str, ...]]
Believed = dict[Key, Record]

NAMED: dict[type[Record], dict[str, type[Record]]] = {
    Practice: {"organisation_number": Organisation},
    Competence: {"hpr_number": Performer},
    Affiliation: {"hpr_number": Performer, "principal_hpr_number": Performer, "practice_id": Practice},
    Agreement: {"hpr_number": Performer, "organisation_number": Organisation, "practice_id": Practice},
}


def key_of(record: Record) -> Key:
    """What a record has in common with those that it supersedes."""
    return type(record), record.key


def named_by(record: Record) -> list[Key]:
    """The keys of the records that `record` names."""
    fields = NAMED.get(type(record), {})
    return [(kind, (getattr(record, name),)) for name, kind in fields.items() if getattr(record, name)]


def lost_references(believed: Believed) -> Iterator[Record]:
    """The records that name one that is not believed."""
    return (record for record in believed.values() if not set(named_by(record)) <= believed.keys())


def with_all_that_name_them(keys: Iterable[Key], believed: Believed) -> set[Key]:
    """`keys`, the keys of the records that name them, of those that name these, and so on."""
    found, size = set(keys), -1
    while len(found) > size:
        size = len(found)
        found |= {key for key, record in believed.items() if found & set(named_by(record))}
    return found


def said_twice(records: Iterable[Record], withdrawn: Iterable[Key]) -> Iterator[Record]:
    """The records whose key is also given another record, or withdrawn."""
    said: dict[Key, set[Record | None]] = {key: {None} for key in withdrawn}
    for record in records:
        said.setdefault(key_of(record), set()).add(record)
    return (record for each in said.values() if len(each) > 1 for record in each if record)


def holds(agreement: Agreement, day: date) -> bool:
    """Whether an agreement holds on a day."""
    first, last = agreement.period.first_date or date.min, agreement.period.last_date or date.max
    return first <= day <= last


def overlap(one: Agreement, other: Agreement) -> bool:
    """Whether two agreements hold on one day although they may not."""
    same = one.kind == other.kind and one.practice_id == other.practice_id and one.discipline == other.discipline
    same_holder = (one.hpr_number, one.organisation_number) == (other.hpr_number, other.organisation_number)
    other_region = one.kind is AgreementKind.REGIONAL_HEALTH_AUTHORITY and one.counterparty != other.counterparty
    # If two runs of days meet, the first day of one of them is in both.
    starts = (one.period.first_date or date.min, other.period.first_date or date.min)
    meet = any(holds(one, day) and holds(other, day) for day in starts)
    return same and same_holder and not other_region and meet and one.agreement_id != other.agreement_id


def overlaps(believed: Believed) -> Iterator[tuple[Agreement, Agreement]]:
    """Each agreement with each one that it overlaps."""
    agreements = [record for record in believed.values() if isinstance(record, Agreement)]
    return ((one, other) for one in agreements for other in agreements if overlap(one, other))


def rivals(one: Agreement, other: Agreement) -> bool:
    """Whether two agreements may not hold on one day."""
    whenever = Period()
    return overlap(replace(one, period=whenever), replace(other, period=whenever))


def is_cut(one: Agreement, taken: Agreement) -> bool:
    """Whether `one` would be left with days on both sides when `taken` gets its own."""
    days = [each for each in ALL_DAYS if holds(taken, each)]
    left = [each for each in ALL_DAYS if holds(one, each) and each not in days]
    return overlap(one, taken) and bool(left) and min(left) < min(days) and max(days) < max(left)
