"""What identifiers look like, and what a record with a bad one is answered."""

from dataclasses import replace
from datetime import date

import pytest

from registry.demo.cases import hand_made_cases
from registry.identifiers import (
    InvalidRecordError,
    check_record,
    is_coverage_area,
    is_hpr_number,
    is_municipality_code,
    is_practice_id,
)
from registry.organisation_number import is_organisation_number
from registry.period import Period
from registry.records import Agreement, AgreementKind, Coverage, CoverageKind, Performer, Practice, Record
from tests.tables import cases

FORMS = cases("""
    case                       | text        | hpr | organisation | practice | municipality | area
    nothing                    |             | no  | no           | no       | no           | no
    the whole country          | NO          | no  | no           | no       | no           | yes
    one digit                  | 7           | yes | no           | no       | no           | no
    four digits                | 0301        | yes | no           | no       | yes          | yes
    nine digits, right check   | 991324968   | yes | yes          | no       | no           | yes
    nine digits, wrong check   | 991324967   | yes | no           | no       | no           | no
    synthetic organisation     | 310000019   | yes | yes          | no       | no           | yes
    with spaces                | 991 324 968 | no  | no           | no       | no           | no
    ten digits                 | 1000000011  | no  | no           | yes      | no           | no
    eleven digits              | 01010112345 | no  | no           | no       | no           | no
    a letter                   | 12a4        | no  | no           | no       | no           | no
    digits of another alphabet | ٠٣٠١        | no  | no           | no       | no           | no
""")


@pytest.mark.parametrize("row", FORMS)
def test_the_form_of_identifiers(row: dict[str, str]) -> None:
    checks = {
        "hpr": is_hpr_number,
        "organisation": is_organisation_number,
        "practice": is_practice_id,
        "municipality": is_municipality_code,
        "area": is_coverage_area,
    }
    answers = {name: "yes" if is_right(row["text"]) else "no" for name, is_right in checks.items()}
    assert answers == {name: row[name] for name in checks}


OPEN = Period(date(2017, 1, 1))
GOOD: dict[str, Record] = {
    "performer": Performer("9000001", "Demo", "test"),
    "practice": Practice("1000000011", "Demo", "FYNO", "0301", None, "test"),
    "coverage": Coverage(CoverageKind.MUNICIPAL_FUNDING, "0301", OPEN, "test"),
    "settlement": Agreement("S1", AgreementKind.DIRECT_SETTLEMENT, "9000001", None, "HELFO", None, None, OPEN, "test"),
    "municipal": Agreement("M1", AgreementKind.MUNICIPAL_FUNDING, "9000001", None, "0301", None, None, OPEN, "test"),
    "regional": Agreement(
        "R1",
        AgreementKind.REGIONAL_HEALTH_AUTHORITY,
        None,
        "310000027",
        "991324968",
        None,
        "RADIOLOGY",
        OPEN,
        "test",
    ),
}

REFUSALS = cases("""
    case                            | record     | field               | value     | message
    letters in an HPR number        | performer  | hpr_number          | 12a       | Performer '12a': hpr_number is '12a'. Give one to nine digits.
    no name                         | performer  | name                |           | Performer '9000001': name is ''. Give a text that is not empty, has 255 characters at most and none that control a terminal, and holds no national identity number.
    no source                       | practice   | source              |           | Practice '1000000011': source is ''. Give a text that is not empty, has 255 characters at most and none that control a terminal, and holds no national identity number.
    nine digits for a practice      | practice   | practice_id         | 100000001 | practice_id is '100000001'. Give exactly ten digits.
    three digits for a municipality | practice   | municipality_code   | 301       | municipality_code is '301'. Give exactly four digits.
    wrong check digit               | practice   | organisation_number | 310000018 | organisation_number is '310000018'. Give nine digits with a right check digit, no spaces.
    unknown kind of area            | coverage   | area                | Oslo      | area is 'Oslo'. Give a municipality code, an organisation number or 'NO'.
    settlement with a municipality  | settlement | counterparty        | 0301      | counterparty is '0301'. Give 'HELFO'.
    contract with no municipality   | municipal  | counterparty        | HELFO     | counterparty is 'HELFO'. Give a municipality code of four digits.
    contract with no authority      | regional   | counterparty        | 0301      | counterparty is '0301'. Give the organisation number of the regional health authority.
    regional, other discipline      | regional   | discipline          | DENTAL    | discipline is 'DENTAL'. Give one of LABORATORY, RADIOLOGY.
    settlement about a discipline   | settlement | discipline          | RADIOLOGY | discipline is 'RADIOLOGY'. Leave it out: only regional contracts have one.
    two holders                     | settlement | organisation_number | 310000027 | are both given. Give exactly one of them: the holder.
""")


@pytest.mark.parametrize("row", REFUSALS)
def test_a_record_is_refused_with_what_to_do(row: dict[str, str]) -> None:
    good = GOOD[row["record"]]
    check_record(good)
    with pytest.raises(InvalidRecordError) as refusal:
        check_record(replace(good, **{row["field"]: row["value"]}))
    assert str(refusal.value).endswith(row["message"])


def test_an_agreement_needs_a_holder() -> None:
    with pytest.raises(InvalidRecordError, match="are neither given"):
        check_record(replace(GOOD["settlement"], hpr_number=None))


def test_a_refusal_never_repeats_what_may_be_a_national_identity_number() -> None:
    with pytest.raises(InvalidRecordError) as refusal:
        check_record(Performer("01010112345", "Demo", "test"))
    assert "0101" not in str(refusal.value)


def test_every_hand_made_case_is_accepted() -> None:
    for record in hand_made_cases():
        check_record(record)
