"""Two times: what was true, and when the register learned it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from registry.demo.cases import hand_made_cases
from registry.identifiers import InvalidRecordError
from registry.period import Period
from registry.records import (
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Organisation,
    Performer,
    Practice,
    Record,
    Role,
)
from registry.store import Store, UnknownRevisionError
from registry.writing import UnknownRecordError
from tests.tables import cases, rows

ANNA = Performer("9000001", "Demo Physiotherapist", "test")
OPEN = Period(date(2017, 1, 1))


def time(cell: str) -> datetime:
    return datetime.fromisoformat(cell).replace(tzinfo=UTC)


def period(row: dict[str, str]) -> Period:
    return Period(*(date.fromisoformat(row[name]) if row[name] else None for name in ("first_date", "last_date")))


def contract(row: dict[str, str]) -> Agreement:
    return Agreement(
        row["agreement"],
        AgreementKind.MUNICIPAL_FUNDING,
        ANNA.hpr_number,
        None,
        "0301",
        None,
        None,
        period(row),
        "test",
    )


RECORDED = rows("""
    revision | record_time      | agreement | first_date | last_date
    2        | 2024-03-12 12:45 | A1        | 2024-03-01 |
    3        | 2024-04-02 09:10 | A1        | 2024-03-01 | 2024-03-31
    4        | 2024-04-02 09:11 | A2        | 2024-06-01 | 2024-12-31
    5        | 2024-05-20 10:00 | A1        | 2024-03-01 | 2024-04-30
""")

BELIEVED = rows("""
    revision | agreement | first_date | last_date
    2        | A1        | 2024-03-01 |
    3        | A1        | 2024-03-01 | 2024-03-31
    4        | A1        | 2024-03-01 | 2024-03-31
    4        | A2        | 2024-06-01 | 2024-12-31
    5        | A1        | 2024-03-01 | 2024-04-30
    5        | A2        | 2024-06-01 | 2024-12-31
""")

CHANGES = cases("""
    case                                    | after | until | withdrawn        | recorded
    one correction                          | 2     | 3     | A1 open          | A1 2024-03-31
    two corrections and a new one           | 2     | 5     | A1 open          | A1 2024-04-30, A2 2024-12-31
    what was corrected in between is silent | 1     | 3     |                  | A1 2024-03-31
    from nothing                            | 1     | 5     |                  | A1 2024-04-30, A2 2024-12-31
    no time passed                          | 3     | 3     |                  |
""")


@pytest.fixture
def history(store: Store) -> Store:
    """The register after `RECORDED`, with the performer in revision 1."""
    store.write([ANNA], note="performer", record_time=time("2024-03-01 08:00"))
    for row in RECORDED:
        revision = store.write([contract(row)], note=row["agreement"], record_time=time(row["record_time"]))
        assert (str(revision.number), revision.record_time) == (row["revision"], time(row["record_time"]))
    return store


def agreements(records: object) -> list[Agreement]:
    return sorted((record for record in records if isinstance(record, Agreement)), key=lambda each: each.key)


@pytest.mark.parametrize("revision", [1, 2, 3, 4, 5])
def test_every_revision_stays_readable(history: Store, revision: int) -> None:
    expected = [contract(row) for row in BELIEVED if row["revision"] == str(revision)]
    assert agreements(history.read(revision)) == expected


@pytest.mark.parametrize("row", CHANGES)
def test_changes_between_revisions(history: Store, row: dict[str, str]) -> None:
    for records, name in zip(
        history.changes(int(row["after"]), int(row["until"])), ("withdrawn", "recorded"), strict=True
    ):
        texts = [f"{each.agreement_id} {each.period.last_date or 'open'}" for each in agreements(records)]
        assert ", ".join(texts) == row[name]


def test_a_revision_knows_its_time_and_its_note(history: Store) -> None:
    revision = history.revision(3)
    assert (revision.number, revision.record_time, revision.note) == (3, time("2024-04-02 09:10"), "A1")
    assert history.newest() == history.revision(5)


def test_an_empty_register_has_no_newest_revision(store: Store) -> None:
    assert store.newest() is None
    with pytest.raises(UnknownRevisionError, match="There is no revision 1: the register has no revision yet"):
        store.read(1)


def test_a_revision_to_come_is_refused(history: Store) -> None:
    with pytest.raises(UnknownRevisionError, match="no revision 6: the register has revisions 1 to 5"):
        history.changes(5, 6)


def test_an_equal_record_writes_no_row(history: Store) -> None:
    revision = history.write([ANNA, contract(RECORDED[-1])], note="the same again")
    assert [list(records) for records in history.changes(5, revision.number)] == [[], []]


def test_record_times_rise_strictly_even_when_the_clock_does_not(store: Store) -> None:
    noon = time("2024-03-01 12:00")
    times = [store.write([], note="n", record_time=noon).record_time for _ in range(3)]
    assert times == [noon, noon.replace(microsecond=1), noon.replace(microsecond=2)]


def test_a_record_time_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="has no zone"):
        store.write([], note="n", record_time=datetime(2024, 3, 1))
    assert store.newest() is None


def test_a_withdrawn_record_is_believed_no_longer(history: Store) -> None:
    revision = history.write([], withdraw=[(Agreement, ("A2",))], note="recorded by mistake")
    assert [each.agreement_id for each in agreements(history.read(revision.number))] == ["A1"]
    assert [each.agreement_id for each in agreements(history.read(5))] == ["A1", "A2"]


def test_a_first_day_is_corrected_by_withdrawing_one_key_and_recording_another(store: Store) -> None:
    wrong = Competence(ANNA.hpr_number, CompetenceKind.PHYSIOTHERAPIST, Period(date(2010, 1, 1)), "test")
    right = replace(wrong, period=Period(date(2011, 1, 1)))
    store.write([ANNA, wrong], note="first")
    store.write([right], withdraw=[(Competence, wrong.key)], note="corrected")
    assert set(store.read(2)) == {ANNA, right}


@pytest.mark.parametrize(("kind", "key"), [(Agreement, ("A9",)), (Performer, ("1",)), (Agreement, ())])
def test_withdrawing_what_is_not_believed_is_refused(history: Store, kind: type[Record], key: tuple[str, ...]) -> None:
    with pytest.raises(UnknownRecordError, match=f"No {kind.__name__} with key .* is believed now"):
        history.write([], withdraw=[(kind, key)], note="n")
    assert history.newest() == history.revision(5)


PRACTICE = Practice("1000000011", "Demo", "FYNO", "0301", None, "test")
DANGLING: dict[str, Record] = {
    "competence": Competence("1", CompetenceKind.INTERN, OPEN, "test"),
    "affiliation": Affiliation("9000001", "1000000019", Role.SELF_EMPLOYED, None, OPEN, "test"),
    "principal": Affiliation("9000001", "1000000011", Role.LOCUM, "2", OPEN, "test"),
    "holder": Agreement("A9", AgreementKind.DIRECT_SETTLEMENT, None, "310000019", "HELFO", None, None, OPEN, "test"),
    "practice": Agreement(
        "A9", AgreementKind.DIRECT_SETTLEMENT, "9000001", None, "HELFO", "1000000019", None, OPEN, "test"
    ),
    "enterprise": Practice("1000000021", "Demo", "FYNO", "0301", "310000019", "test"),
}

UNRECORDED = cases("""
    case        | message
    competence  | hpr_number names Performer '1', which is not recorded. Record the Performer first
    affiliation | practice_id names Practice '1000000019', which is not recorded. Record the Practice first
    principal   | principal_hpr_number names Performer '2', which is not recorded
    holder      | organisation_number names Organisation '310000019', which is not recorded
    practice    | practice_id names Practice '1000000019', which is not recorded
    enterprise  | organisation_number names Organisation '310000019', which is not recorded
""")


@pytest.mark.parametrize("row", UNRECORDED)
def test_a_record_that_names_an_unrecorded_one_is_refused(store: Store, row: dict[str, str]) -> None:
    with pytest.raises(InvalidRecordError) as refusal:
        store.write([ANNA, PRACTICE, DANGLING[row["case"]]], note="n")
    assert row["message"] in str(refusal.value)
    assert store.newest() is None


def test_what_is_named_may_come_later_in_the_same_write(store: Store) -> None:
    store.write([DANGLING["holder"], Organisation("310000019", "Demo", "test")], note="n")
    assert len(list(store.read(1))) == 2


def test_a_performer_with_agreements_cannot_be_withdrawn_alone(history: Store) -> None:
    with pytest.raises(InvalidRecordError, match="names Performer '9000001', which is not recorded"):
        history.write([], withdraw=[(Performer, ANNA.key)], note="n")
    everything: list[tuple[type[Record], tuple[str, ...]]] = [
        (Performer, ANNA.key), (Agreement, ("A1",)), (Agreement, ("A2",)),
    ]  # fmt: skip
    history.write([], withdraw=everything, note="all of it")
    assert list(history.read(6)) == []


def test_one_write_says_one_thing_about_a_key(store: Store) -> None:
    other = replace(ANNA, name="Demo Other")
    with pytest.raises(InvalidRecordError, match="is given twice in one write"):
        store.write([ANNA, other], note="side by side")
    store.write([ANNA, ANNA], note="equal twice")
    with pytest.raises(InvalidRecordError, match="is given twice in one write"):
        store.write([other], withdraw=[(Performer, ANNA.key)], note="withdrawn too")


def test_one_write_says_one_thing_about_a_key_also_far_apart(store: Store) -> None:
    many = [Performer(str(number), "Demo", "test") for number in range(6_000)]
    with pytest.raises(InvalidRecordError, match="Performer '0': key is given twice"):
        store.write([*many, replace(many[0], name="Demo Other")], note="n")


def test_every_kind_of_record_is_read_as_it_was_written(store: Store) -> None:
    records = hand_made_cases()
    store.write(records, note="n")
    assert set(store.read(1)) == set(records)
