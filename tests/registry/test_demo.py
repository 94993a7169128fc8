"""The demo register: synthetic, complete, and the same every time."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from registry.demo.cases import hand_made_cases, read_table
from registry.demo.generator import WITHOUT_COVERAGE, demo_records, demo_register
from registry.loading import load_snapshot
from registry.organisation_number import is_organisation_number
from registry.records import (
    AgreementKind,
    CompetenceKind,
    Coverage,
    CoverageKind,
    Organisation,
    Performer,
    Practice,
    Record,
)
from registry.revisions import Revision
from registry.snapshot import Snapshot
from registry.store import Store
from tests.tables import cases

TODAY = date(2026, 9, 15)
PLACES = (("0301", "991324968"), ("5610", "883658752"), ("5520", "883658752"))


def providers(records: list[Record]) -> int:
    return sum(isinstance(record, Performer | Organisation) for record in records)


CASES = cases("""
    case                           | hpr_number | practice   | place | type | role                | principal | authorised | settlement | municipal
    ordinary                       | 9000001    | 1000000011 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | yes
    no municipal contract          | 9000002    | 1000000021 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | no
    no settlement agreement        | 9000003    | 1000000031 | 4601  | FYNO | SELF_EMPLOYED       |           | yes        | no         | yes
    neither                        | 9000004    | 1000000041 | 5001  | FYNO | SELF_EMPLOYED       |           | yes        | no         | no
    contract lapsed                | 9000005    | 1000000051 | 4601  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | no
    starts next month              | 9000006    | 1000000061 | 1103  | FYNO |                     |           | yes        | no         | no
    two practices, Oslo            | 9000007    | 1000000071 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | yes
    two practices, Bærum           | 9000007    | 1000000072 | 3201  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | no
    municipal employee             | 9000008    | 1000000081 | 5501  | FYKO | MUNICIPAL_EMPLOYEE  |           | yes        | no         | no
    manual therapist               | 9000009    | 1000000091 | 0301  | FYMT | SELF_EMPLOYED       |           | yes        | yes        | yes
    manual therapist of yesterday  | 9000010    | 1000000101 | 4601  | FYMT | SELF_EMPLOYED       |           | yes        | yes        | yes
    psychomotor                    | 9000011    | 1000000111 | 5001  | FYPM | SELF_EMPLOYED       |           | yes        | yes        | yes
    clinical master                | 9000012    | 1000000121 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | yes
    intern                         | 9000013    | 1000000011 | 0301  | FYNO | INTERN              | 9000001   | no         | no         | no
    earlier intern                 | 9000014    | 1000000011 | 0301  | FYNO |                     |           | no         | no         | no
    locum                          | 9000015    | 1000000011 | 0301  | FYNO | LOCUM               | 9000001   | yes        | yes        | no
    several competences            | 9000016    | 1000000161 | 0301  | FYMT | SELF_EMPLOYED       |           | yes        | yes        | yes
    municipality without coverage  | 9000017    | 1000000171 | 5610  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | no
    authorisation ended            | 9000018    | 1000000181 | 0301  | FYNO | SELF_EMPLOYED       |           | no         | yes        | yes
    education candidate            | 9000019    | 1000000191 | 4601  | FYUM | EDUCATION_CANDIDATE |           | yes        | yes        | no
    settlement only from 2021      | 9000020    | 1000000201 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | yes
    teacher                        | 9000022    | 1000000221 | 4601  | FYUV | TEACHER             |           | yes        | yes        | no
    from another EEA state         | 9000023    | 1000000231 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | yes
    candidate, psychomotor         | 9000024    | 1000000241 | 5001  | FYUP | EDUCATION_CANDIDATE |           | yes        | yes        | no
    candidate elsewhere            | 9000025    | 1000000251 | 0301  | FYUV | EDUCATION_CANDIDATE |           | yes        | yes        | no
    right to A8 of 2015            | 9000026    | 1000000261 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | yes
    psychomotor approval of 2015   | 9000027    | 1000000271 | 5001  | FYPM | SELF_EMPLOYED       |           | yes        | yes        | yes
    association specialist         | 9000028    | 1000000281 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | yes
    extra competence only          | 9000029    | 1000000291 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | yes
    both lapsed                    | 9000040    | 1000000401 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | no         | no
    intern of 2022                 | 9000041    | 1000000011 | 0301  | FYNO |                     |           | no         | no         | no
    intern whose holder lapsed     | 9000042    | 1000000401 | 0301  | FYNO |                     |           | no         | no         | no
    locum whose holder lapsed      | 9000043    | 1000000401 | 0301  | FYNO |                     |           | yes        | no         | no
    locum without settlement       | 9000044    | 1000000011 | 0301  | FYNO | LOCUM               | 9000001   | yes        | no         | no
    locum of next month, there     | 9000045    | 1000000011 | 0301  | FYNO |                     |           | yes        | no         | no
    locum of next month, at home   | 9000045    | 1000000451 | 0301  | FYNO | SELF_EMPLOYED       |           | yes        | yes        | yes
    employee with own settlement   | 9000046    | 1000000461 | 5501  | FYKO | MUNICIPAL_EMPLOYEE  |           | yes        | yes        | no
    employee without any           | 9000047    | 1000000471 | 5501  | FYKO | MUNICIPAL_EMPLOYEE  |           | yes        | no         | no
""")


@pytest.fixture(scope="module")
def demo() -> Snapshot:
    return Snapshot.of(hand_made_cases(), Revision(1, datetime(2026, 9, 1, tzinfo=UTC), "n"))


def held(demo: Snapshot, row: dict[str, str], kind: AgreementKind) -> str:
    entry = demo.performer(row["hpr_number"])
    assert entry is not None
    found = any(
        each.kind is kind and each.practice_id == row["practice"] and each.period.covers(TODAY)
        for each in entry.agreements
    )
    return "yes" if found else "no"


@pytest.mark.parametrize("row", CASES)
def test_the_hand_made_performers_on_the_reference_date(demo: Snapshot, row: dict[str, str]) -> None:
    entry, practice = demo.performer(row["hpr_number"]), demo.practice(row["practice"])
    assert entry is not None
    assert practice is not None
    assert (practice.municipality_code, practice.practice_type) == (row["place"], row["type"])
    roles = [
        (each.role.value, each.principal_hpr_number or "")
        for each in entry.affiliations
        if each.practice_id == row["practice"] and each.period.covers(TODAY)
    ]
    assert roles == ([(row["role"], row["principal"])] if row["role"] else [])
    professions = (
        CompetenceKind.PHYSIOTHERAPIST,
        CompetenceKind.MANUAL_THERAPIST,
        CompetenceKind.EEA_TEMPORARY_SERVICE,
    )
    authorised = any(each.kind in professions and each.period.covers(TODAY) for each in entry.competences)
    assert ("yes" if authorised else "no") == row["authorised"]
    assert held(demo, row, AgreementKind.DIRECT_SETTLEMENT) == row["settlement"]
    assert held(demo, row, AgreementKind.MUNICIPAL_FUNDING) == row["municipal"]


ORGANISATIONS = cases("""
    case              | organisation_number | settlement | regional contracts
    municipality      | 310000019           | yes        |
    own region        | 310000027           | yes        | RADIOLOGY 991324968
    other region only | 310000035           | yes        | RADIOLOGY 983658725
    no contract       | 310000043           | yes        |
    no settlement     | 310000051           | no         | RADIOLOGY 991324968
    laboratory        | 310000078           | yes        | LABORATORY 991324968
    lab, no contract  | 310000086           | yes        |
    lab, lapsed       | 310000094           | yes        |
    both disciplines  | 310000108           | yes        | LABORATORY 991324968, RADIOLOGY 991324968
""")


@pytest.mark.parametrize("row", ORGANISATIONS)
def test_the_hand_made_organisations_on_the_reference_date(demo: Snapshot, row: dict[str, str]) -> None:
    entry = demo.organisation(row["organisation_number"])
    assert entry is not None
    assert len(entry.practices) == 1
    now = [each for each in entry.agreements if each.period.covers(TODAY)]
    settlement = any(each.kind is AgreementKind.DIRECT_SETTLEMENT for each in now)
    assert ("yes" if settlement else "no") == row["settlement"]
    contracts = [f"{each.discipline} {each.counterparty}" for each in now if each.discipline]
    assert ", ".join(sorted(contracts)) == row["regional contracts"]


def test_every_case_is_tested() -> None:
    for table, number, tested in (
        ("performers", "hpr_number", CASES),
        ("organisations", "organisation_number", ORGANISATIONS),
    ):
        assert {param.values[0][number] for param in tested} == {row[number] for row in read_table(table)}


def test_every_record_says_that_it_is_synthetic() -> None:
    assert {record.source for record in demo_register(200)} == {"avtalt demo register (synthetic)"}
    assert all(each.name.startswith("Demo ") for each in demo_register(200) if hasattr(each, "name"))


def test_organisation_numbers_are_right_and_synthetic() -> None:
    numbers = [each.organisation_number for each in demo_register(3000) if isinstance(each, Organisation)]
    assert len(numbers) > 30
    assert all(is_organisation_number(number) and number[0] == "3" for number in numbers)


@pytest.mark.parametrize(("number", "expected"), [(0, 45), (60, 60), (1000, 1000)])
def test_there_are_as_many_providers_as_asked_for(number: int, expected: int) -> None:
    assert providers(demo_register(number)) == expected


def test_the_same_seed_gives_the_same_register() -> None:
    assert demo_register(100, 7) == list(demo_records(100, 7))
    assert demo_register(100, 7) != demo_register(100, 8)


def test_no_key_is_used_twice() -> None:
    keys = Counter((type(record), record.key) for record in demo_register(1000, municipalities=PLACES))
    assert max(keys.values()) == 1


def test_generated_providers_live_where_contracts_are_covered() -> None:
    records = demo_register(300, municipalities=PLACES)[len(hand_made_cases()) :]
    assert {each.municipality_code for each in records if isinstance(each, Practice)} == {"0301", "5520"}
    covered = {each.area for each in records if isinstance(each, Coverage)}
    assert covered == {"5520"}
    assert "5610" in WITHOUT_COVERAGE


def test_the_demo_register_goes_through_the_store(store: Store) -> None:
    records = demo_register(200)
    store.write(records, note="demo")
    snapshot = load_snapshot(store)
    assert snapshot == Snapshot.of(records, store.revision(1))
    assert snapshot.coverage(CoverageKind.AUTHORISATION, "NO")
