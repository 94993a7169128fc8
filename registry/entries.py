"""What a look-up in a snapshot gives: all that is recorded about one owner."""

from collections.abc import Sequence
from operator import attrgetter
from typing import TypeVar

from registry.records import Affiliation, Agreement, Competence, Organisation, Performer, Practice, Record
from registry.structs import struct

OneRecord = TypeVar("OneRecord", bound=Record)


@struct(frozen=True, slots=True)
class PerformerEntry:
    """All that is recorded about a performer; `agreements` are those held in person."""

    performer: Performer
    competences: tuple[Competence, ...]
    affiliations: tuple[Affiliation, ...]
    agreements: tuple[Agreement, ...]

    @classmethod
    def of(cls, records: Sequence[Record]) -> "PerformerEntry":
        """The entry of the performer that all `records` belong to; raises `ValueError` without that one."""
        owner = _owner(Performer, records)
        return cls(owner, _all(Competence, records), _all(Affiliation, records), _all(Agreement, records))

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record in the entry, the performer first."""
        return (self.performer, *self.competences, *self.affiliations, *self.agreements)


@struct(frozen=True, slots=True)
class OrganisationEntry:
    """All that is recorded about an organisation; `agreements` are those it holds itself."""

    organisation: Organisation
    practices: tuple[Practice, ...]
    agreements: tuple[Agreement, ...]

    @classmethod
    def of(cls, records: Sequence[Record]) -> "OrganisationEntry":
        """The entry of the organisation that all `records` belong to; raises `ValueError` without that one."""
        return cls(_owner(Organisation, records), _all(Practice, records), _all(Agreement, records))

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record in the entry, the organisation first."""
        return (self.organisation, *self.practices, *self.agreements)


@struct(frozen=True, slots=True)
class PracticeEntry:
    """A practice and who works there."""

    practice: Practice
    affiliations: tuple[Affiliation, ...]

    @classmethod
    def of(cls, records: Sequence[Record]) -> "PracticeEntry":
        """The entry of the practice that all `records` belong to; raises `ValueError` without that one."""
        return cls(_owner(Practice, records), _all(Affiliation, records))

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record in the entry, the practice first."""
        return (self.practice, *self.affiliations)


def _all(kind: type[OneRecord], records: Sequence[Record]) -> tuple[OneRecord, ...]:
    """The records of one kind, in the order of their keys."""
    found = [record for record in records if type(record) is kind]
    if len(found) > 1:
        found.sort(key=attrgetter("key"))
    return tuple(found)


def _owner(kind: type[OneRecord], records: Sequence[Record]) -> OneRecord:
    """The one record of `kind` that the others belong to."""
    for record in records:
        if type(record) is kind:
            return record
    raise ValueError(f"{records[0]} belongs to a {kind.__name__} that is not among the records")
