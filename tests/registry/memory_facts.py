"""Few records that meet often: random facts, and records that no register may take."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from registry.period import Period
from registry.records import (
    HELFO,
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Coverage,
    CoverageKind,
    Organisation,
    Performer,
    Practice,
    Record,
    Role,
)
from registry.store import WriteRequest

HPR_NUMBERS = ("1", "2", "3")
ORGANISATION_NUMBERS = ("310000019", "991324968")
PRACTICE_IDS = ("1000000011", "1000000021")
AGREEMENT_IDS = ("A1", "A2", "A3", "A4", "A5")
MUNICIPALITIES = ("0301", "4601")
DISCIPLINES = ("RADIOLOGY", "LABORATORY")
DAY = timedelta(days=1)
DAYS = tuple(date(2024, 2, 27) + each * DAY for each in range(5))
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)

ALL_DAYS = (date(1990, 1, 1), DAYS[0] - DAY, *DAYS, DAYS[-1] + DAY, date(2090, 1, 1))

START: tuple[Record, ...] = (
    *(Performer(number, "Demo", "a") for number in HPR_NUMBERS),
    *(Organisation(number, "Demo", "a") for number in ORGANISATION_NUMBERS),
    *(Practice(number, "Demo", "FYNO", "0301", "310000019", "a") for number in PRACTICE_IDS),
)

names, sources = st.sampled_from(["Demo", "Demo Other"]), st.sampled_from(["a", "b"])
hpr_numbers, organisation_numbers = st.sampled_from(HPR_NUMBERS), st.sampled_from(ORGANISATION_NUMBERS)
practice_ids, municipalities = st.sampled_from(PRACTICE_IDS), st.sampled_from(MUNICIPALITIES)
days = st.sampled_from(DAYS)
open_or_day = st.sampled_from([None, *DAYS])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Some days in a row, or with an open end."""
    first, last = draw(open_or_day), draw(open_or_day)
    return Period(*sorted((first, last))) if first and last else Period(first, last)


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """An agreement of any kind, as it should be; many have one place, where they are in each other's way."""
    kind = draw(st.sampled_from([*[AgreementKind.DIRECT_SETTLEMENT] * 4, *AgreementKind]))
    holder = draw(st.sampled_from([HPR_NUMBERS[1], HPR_NUMBERS[1], HPR_NUMBERS[2], None]))
    regional = kind is AgreementKind.REGIONAL_HEALTH_AUTHORITY
    counterparties = {
        AgreementKind.DIRECT_SETTLEMENT: st.just(HELFO),
        AgreementKind.MUNICIPAL_FUNDING: municipalities,
        AgreementKind.REGIONAL_HEALTH_AUTHORITY: organisation_numbers,
    }
    return Agreement(
        draw(st.sampled_from(AGREEMENT_IDS)),
        kind,
        holder,
        None if holder else ORGANISATION_NUMBERS[0],
        draw(counterparties[kind]),
        draw(st.sampled_from([None, None, None, PRACTICE_IDS[0]])),
        draw(st.sampled_from(DISCIPLINES)) if regional else None,
        draw(periods()),
        draw(sources),
        *(draw(open_or_day) for _ in ("fetched", "last_confirmed")),
    )


facts: st.SearchStrategy[Record] = st.one_of(
    st.builds(Performer, hpr_numbers, names, sources),
    st.builds(Organisation, organisation_numbers, names, sources),
    st.builds(
        Practice, practice_ids, names, st.just("FYNO"), st.none() | municipalities, st.none() | organisation_numbers,
        sources,
    ),
    st.builds(Competence, hpr_numbers, st.sampled_from(list(CompetenceKind)[:2]), periods(), sources),
    st.builds(
        Affiliation, hpr_numbers, practice_ids, st.sampled_from([Role.LOCUM, Role.INTERN]), st.none() | hpr_numbers,
        periods(), sources,
    ),
    agreements(),
    st.builds(Coverage, st.sampled_from(CoverageKind), municipalities, periods(), sources, open_or_day),
    st.builds(Coverage, st.sampled_from(CoverageKind), st.just("NO"), periods(), sources, days, st.integers(0, 9)),
)  # fmt: skip

BROKEN: tuple[Record, ...] = (
    Performer("12a", "Demo", "a"),
    Performer("1", " ", "a"),
    Organisation("310000018", "Demo", "a"),
    Practice("1000000011", "Demo", "FYNO", "301", None, "a"),
    Competence("1", CompetenceKind.INTERN, Period(), "010190 12345"),
    Agreement("A1", AgreementKind.DIRECT_SETTLEMENT, "1", "310000019", HELFO, None, None, Period(), "a"),
    Agreement("A1", AgreementKind.DIRECT_SETTLEMENT, None, None, HELFO, None, None, Period(), "a"),
    Agreement("A2", AgreementKind.MUNICIPAL_FUNDING, "1", None, HELFO, None, None, Period(), "a"),
    Agreement("A3", AgreementKind.DIRECT_SETTLEMENT, "1", None, HELFO, None, "RADIOLOGY", Period(), "a"),
    Coverage(CoverageKind.AUTHORISATION, "NO", Period(), "a", None, 3),
)


@dataclass(frozen=True)
class Manner:
    """How a write is made, apart from what it says; `ahead` is how much later than the newest one."""

    store: int = 0
    record_time: datetime | None = None
    ahead: timedelta | None = None
    request: WriteRequest | None = None
    expected_offset: int | None = None
    discarded: bool = False


zones = st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-3, minutes=-30))])
which_store = st.integers(0, 1)
picks = st.integers(0, 60)
manners = st.builds(Manner, which_store) | st.builds(
    Manner,
    which_store,
    st.none()
    | st.builds(lambda minutes, zone: (NOON + timedelta(minutes=minutes)).astimezone(zone), st.integers(0, 9), zones),
    st.none() | st.sampled_from([timedelta(microseconds=each) for each in (-1, 0, 1, 2, 10**6)]),
    st.none() | st.builds(WriteRequest, st.sampled_from(["first", "second", "third"]), st.sampled_from(["c", "d"])),
    st.none() | st.sampled_from([0, 0, 0, 0, -1, 1]),
    st.sampled_from([False, False, False, True]),
)
