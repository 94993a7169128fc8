"""Which providers, at which practices, hold what is asked for on a day?"""

from collections.abc import Iterator
from datetime import date
from unicodedata import normalize

from registry.entries import OrganisationEntry, PerformerEntry
from registry.records import AgreementKind, CompetenceKind, Practice
from registry.snapshot import Snapshot
from registry.structs import struct
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffSet
from service.verification.competences import competences_on
from service.verification.findings import Requirement, Verdict, all_held
from service.verification.reimbursability import ProviderAtPractice, standings

PHYSIOTHERAPY_PRACTICES = "FY"
"""The practice types of physiotherapy begin so."""

Place = tuple[str, str]
"""A provider's number and a practice number, empty when there is none: what a listing is ordered by."""


@struct(frozen=True, slots=True)
class Search:
    """What is sought. Absent and empty parts are not asked for; `name` is part of a name, as `folded` gives it."""

    discipline: Discipline
    day: date
    municipality_code: str | None = None
    competence: CompetenceKind | None = None
    agreements: tuple[AgreementKind, ...] = ()
    reimbursable: bool = False
    name: str = ""


def folded(text: str) -> str:
    """
    A name as it is compared: upper and lower case, the width of gaps and how a letter is coded do not count.

    >>> folded("  ÅSE  Bjørk "), folded("a\N{COMBINING RING ABOVE}se")
    ('åse bjørk', 'åse')
    """
    return " ".join(normalize("NFC", text).casefold().split())


def places_of(snapshot: Snapshot, search: Search, number: str) -> Iterator[Place]:
    """The practices at which a provider is to be judged, in order."""
    if search.discipline is Discipline.PHYSIOTHERAPY:
        performer = snapshot.performer(number)
        rows = performer.affiliations if performer else ()
        practices = sorted({row.practice_id for row in rows if row.period.covers(search.day)})
    else:
        organisation = snapshot.organisation(number)
        practices = sorted(each.practice_id for each in organisation.practices) if organisation else []
        practices = practices or [""]
    yield from ((number, practice_id) for practice_id in practices)


def judge(snapshot: Snapshot, tariffs: TariffSet, search: Search, place: Place) -> Verdict:
    """Whether all that is asked for is held by the provider at the practice."""
    number, practice_id = place
    by_person = search.discipline is Discipline.PHYSIOTHERAPY
    if search.name and not any(search.name in folded(name) for name in _names(snapshot, place)):
        return Verdict.NOT_HELD
    verdicts = [
        Verdict.HELD if by_person else _does(snapshot.organisation(number), search.discipline),
        _in_municipality(snapshot.practice(practice_id), search.municipality_code),
    ]
    if Verdict.NOT_HELD in verdicts:
        return Verdict.NOT_HELD
    if search.competence:
        verdicts.append(_competence(snapshot, tariffs, snapshot.performer(number), search))
    if search.agreements or search.reimbursable:
        provider = ProviderAtPractice(number if by_person else None, None if by_person else number, practice_id or None)
        standing = standings(snapshot, tariffs, provider, search.discipline, search.day)[0]
        verdicts += [standing.verdict_on(Requirement(kind.value)) for kind in search.agreements]
        verdicts += [standing.verdict] if search.reimbursable else []
    return all_held(verdicts)


def _names(snapshot: Snapshot, place: Place) -> Iterator[str]:
    """What the provider and the practice are called."""
    number, practice_id = place
    performer, organisation = snapshot.performer(number), snapshot.organisation(number)
    practice = snapshot.practice(practice_id)
    if performer:
        yield performer.performer.name
    elif organisation:
        yield organisation.organisation.name
    if practice:
        yield practice.name


def _does(entry: OrganisationEntry | None, discipline: Discipline) -> Verdict:
    """
    Whether an organisation does what is sought: what its contracts are about.

    Without any contract, what it does is not known, unless all its practices
    are for physiotherapy: then it is no institute.
    """
    about = {row.discipline for row in entry.agreements if row.discipline} if entry else set()
    if about:
        return Verdict.HELD if discipline.value in about else Verdict.NOT_HELD
    types = [each.practice_type for each in entry.practices] if entry else []
    is_other = bool(types) and all(each.startswith(PHYSIOTHERAPY_PRACTICES) for each in types)
    return Verdict.NOT_HELD if is_other else Verdict.UNKNOWN


def _in_municipality(practice: Practice | None, municipality_code: str | None) -> Verdict:
    """Whether a practice is in a municipality; one without a known place may be."""
    if municipality_code is None:
        return Verdict.HELD
    if practice is None or practice.municipality_code is None:
        return Verdict.UNKNOWN
    return Verdict.HELD if practice.municipality_code == municipality_code else Verdict.NOT_HELD


def _competence(snapshot: Snapshot, tariffs: TariffSet, entry: PerformerEntry | None, search: Search) -> Verdict:
    wanted = frozenset({search.competence}) if search.competence else frozenset()
    return competences_on(snapshot, tariffs, entry, search.day).verdict(wanted)


def places_from(snapshot: Snapshot, search: Search, numbers: Iterator[str], after: Place | None) -> Iterator[Place]:
    """All places of the providers `numbers`, which come in order, that come after a place."""
    for number in numbers:
        for place in places_of(snapshot, search, number):
            if after is None or place > after:
                yield place
