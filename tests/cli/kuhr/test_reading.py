"""What each field of a bill becomes, and what is told of a field that cannot be read."""

import json

import pytest
from google.protobuf.json_format import MessageToDict

from service.cli.diary.booking import UnreadableError
from service.cli.failures import speak
from service.cli.kuhr.claim import Sender
from service.cli.kuhr.reading import looks_like_message, read_message
from tests.cli.kuhr.numbers import bill, message
from tests.tables import cases


@pytest.fixture(autouse=True)
def _english():
    speak("en")


def only(fields: str, sender: Sender = Sender()):  # noqa: B008 - it never changes
    (found,) = read_message(message(bill(**json.loads(fields or "{}"))), sender).bills
    return found


def value_at(found, path: str):
    value = MessageToDict(found.booking.claim)
    for part in path.split("."):
        value = value[int(part)] if part.isdigit() else value.get(part) if isinstance(value, dict) else None
    return value


FIELDS = cases("""
    case                          | fields                                                             | field                         | value
    its number                    | {"regningsnummer": "12496"}                                        | claimId                       | 12496
    its number as a number        | {"regningsnummer": 12496}                                          | claimId                       | 12496
    a number of ten digits        | {"regningsnummer": "1057012345"}                                   | claimId                       | None
    a number of eleven digits     | {"regningsnummer": "17057012345"}                                  | claimId                       | None
    its guid in place of that     | {"regningsnummer": "17057012345", "guid": "{0b8dc559-6c2d-419b-aeef-faaf537c6117}"} | claimId | 0b8dc559-6c2d-419b-aeef-faaf537c6117
    a guid that hides a number    | {"regningsnummer": null, "guid": "17057012-3450-419b-aeef-faaf537c6117"} | claimId                 | None
    a name for a number           | {"regningsnummer": "Nordmann"}                                     | claimId                       | None
    a list for a number           | {"regningsnummer": ["12496"]}                                      | claimId                       | None
    the day in Norway             | {"tidspunkt": "2026-09-15T23:30:00+00:00"}                         | treatmentDate                 | 2026-09-16
    the time in Norway            | {"tidspunkt": "2026-09-15T23:30:00+00:00"}                         | startTime                     | 01:30
    the time in winter            | {"tidspunkt": "2026-12-15T08:00:00Z"}                              | startTime                     | 09:00
    a time as written             | {"tidspunkt": "2026-09-15T08:05:59.123+02:00"}                     | startTime                     | 08:05
    the practice                  |                                                                    | performer.practiceId          | 1000000011
    who treats                    |                                                                    | performer.hprNumber           | 9000001
    the age that day              |                                                                    | patient.ageYears              | 41
    the day before a birthday     | {"tidspunkt": "2026-03-13T08:00:00+01:00"}                         | patient.ageYears              | 40
    that birthday                 | {"tidspunkt": "2026-03-14T08:00:00+01:00"}                         | patient.ageYears              | 41
    not born yet                  | {"tidspunkt": "1985-03-13T08:00:00+01:00"}                         | patient.ageYears              | None
    a number with a wrong digit   | {"pasient": {"identifikasjon": {"id": "14838520261"}}}             | patient.ageYears              | None
    a passport                    | {"pasient": {"identifikasjon": {"id": "14838520260", "type": "PNR"}}} | patient.ageYears           | None
    a day of birth is not read    | {"pasient": {"fodselsdato": "1985-03-14"}}                         | patient.ageYears              | None
    no patient                    | {"pasient": null}                                                  | patient.ageYears              | None
    no cause, so no card          |                                                                    | patient.exemptionCard         | EXEMPTION_CARD_NOT_HELD
    a card                        | {"arsakFriEgenandel": "F"}                                         | patient.exemptionCard         | EXEMPTION_CARD_HELD
    another cause leaves it open  | {"arsakFriEgenandel": "Y"}                                         | patient.exemptionCard         | None
    an occupational injury        | {"arsakFriEgenandel": "Y"}                                         | exemptionGrounds.0            | EXEMPTION_GROUND_OCCUPATIONAL_INJURY
    a communicable disease        | {"arsakFriEgenandel": "A"}                                         | exemptionGrounds.0            | EXEMPTION_GROUND_COMMUNICABLE_DISEASE
    HIV                           | {"arsakFriEgenandel": "G"}                                         | exemptionGrounds.0            | EXEMPTION_GROUND_HIV_INFECTION
    a condition                   | {"arsakFriEgenandel": "H"}                                         | exemptionGrounds.0            | EXEMPTION_GROUND_CONDITION_PREVENTS_COLLECTION
    an inmate                     | {"arsakFriEgenandel": "I"}                                         | exemptionGrounds.0            | EXEMPTION_GROUND_PRISONER
    psychotherapy of a child      | {"arsakFriEgenandel": "J"}                                         | exemptionGrounds.0            | EXEMPTION_GROUND_PSYCHOTHERAPY_CHILD
    a war injury                  | {"arsakFriEgenandel": "K"}                                         | exemptionGrounds.0            | EXEMPTION_GROUND_WAR_INJURY
    a conscript                   | {"arsakFriEgenandel": "M"}                                         | exemptionGrounds.0            | EXEMPTION_GROUND_CONSCRIPT
    a pregnancy                   | {"arsakFriEgenandel": "S"}                                         | exemptionGrounds.0            | EXEMPTION_GROUND_PREGNANCY_BIRTH
    a child needs no ground       | {"arsakFriEgenandel": "B"}                                         | exemptionGrounds              | None
    who referred                  | {"henvisning": {"henvistFra": {"id": "70008786", "type": "HPR"}}}  | requisition.hprNumber         | 70008786
    who requisitioned             | {"rekvirent": {"id": "70008786", "type": "HPR"}}                   | requisition.hprNumber         | 70008786
    that one rather               | {"rekvirent": {"id": "1", "type": "HPR"}, "henvisning": {"henvistFra": {"id": "2", "type": "HPR"}}} | requisition.hprNumber | 1
    one told by identity number   | {"rekvirent": {"id": "17057012345", "type": "FNR"}}                | requisition.hprNumber         | None
    when it was asked for         | {"henvisning": {"dato": "2026-09-01"}}                             | requisition.date              | 2026-09-01
    no requisition                |                                                                    | requisition                   | None
    a fee                         |                                                                    | lines.0.fee.feeCode           | A3a
    how often                     | {"takster": [{"kode": "A3b", "antall": 3}]}                        | lines.0.fee.count             | 3
    once when not told            | {"takster": [{"kode": "A3a"}]}                                     | lines.0.fee.count             | 1
    physiotherapy by its codes    |                                                                    | discipline                    | DISCIPLINE_PHYSIOTHERAPY
    no code that is known         | {"takster": [{"kode": "Z9"}]}                                      | discipline                    | DISCIPLINE_PHYSIOTHERAPY
    radiology by its codes        | {"takster": [{"kode": "899a"}], "utforendeBehandler": {"id": "310000027", "type": "ENH"}} | discipline | DISCIPLINE_RADIOLOGY
    the institute                 | {"takster": [{"kode": "701a"}], "utforendeBehandler": {"id": "310000078", "type": "ENH"}} | performer.organisationNumber | 310000078
""")


@pytest.mark.parametrize("row", FIELDS)
def test_a_field_of_a_bill_becomes_one_of_a_claim(row):
    found = only(row["fields"])
    assert found.booking.problems == ()
    assert str(value_at(found, row["field"])) == row["value"]


CLAIMED = cases("""
    case                        | fields                                                                     | sum   | paid  | cause
    one fee                     | {}                                                                         | 9400  | None  |
    each use                    | {"takster": [{"kode": "A3a", "belop": 94}, {"kode": "A3b", "belop": 63.5, "antall": 2}]} | 22100 | None |
    øre                         | {"takster": [{"kode": "A3a", "belop": 94.05}]}                             | 9405  | None  |
    nothing                     | {"takster": [{"kode": "A3a", "belop": 0}]}                                 | 0     | None  |
    not told                    | {"takster": [{"kode": "A3a"}]}                                             | None  | None  |
    only for some               | {"takster": [{"kode": "A3a", "belop": 94}, {"kode": "A3b"}]}               | None  | None  |
    the sum of the bill instead | {"takster": [{"kode": "A3a"}], "belop": 94}                                | 9400  | None  |
    the fees rather             | {"belop": 95}                                                              | 9400  | None  |
    a user fee that is paid     | {"betaltEgenandel": true}                                                  | 9400  | True  |
    one that is not             | {"betaltEgenandel": false}                                                 | 9400  | False |
    a cause                     | {"arsakFriEgenandel": "f"}                                                 | 9400  | None  | F
""")


@pytest.mark.parametrize("row", CLAIMED)
def test_what_a_bill_claims(row):
    claimed = only(row["fields"]).claimed
    assert (str(claimed.sum_ore), str(claimed.user_fee_paid), claimed.cause) == (row["sum"], row["paid"], row["cause"])


WRONG = cases("""
    case                            | fields                                                             | told
    no time                         | {"tidspunkt": null}                                                | tidspunkt is missing
    a time without its offset       | {"tidspunkt": "2026-09-15T08:00:00"}                               | tidspunkt is not a time with its offset
    a time of no calendar           | {"tidspunkt": "2026-02-30T08:00:00+01:00"}                         | tidspunkt is not a time with its offset
    the first of all times          | {"tidspunkt": "0001-01-01T00:00:00+14:00"}                         | tidspunkt is not a time with its offset
    a number for a time             | {"tidspunkt": 17057012345}                                         | tidspunkt is not a text
    no fees                         | {"takster": null}                                                  | takster is missing
    an empty list of fees           | {"takster": []}                                                    | takster is missing
    fees that are no list           | {"takster": {"kode": "A3a"}}                                       | takster is not a list
    a fee that is no object         | {"takster": ["A3a"]}                                               | takster[0] is not an object
    the second fee                  | {"takster": [{"kode": "A3a"}, 7]}                                  | takster[1] is not an object
    no code                         | {"takster": [{"belop": 1}]}                                        | takster[0].kode is missing
    a name for a code               | {"takster": [{"kode": "Nordmann"}]}                                | takster[0].kode is not a fee code
    a number for a code             | {"takster": [{"kode": "17057012"}]}                                | takster[0].kode is not a fee code
    a code that is no text          | {"takster": [{"kode": 701}]}                                       | takster[0].kode is not a text
    a count in words                | {"takster": [{"kode": "A3a", "antall": "to"}]}                     | takster[0].antall is not a whole number from 1 to 1000
    a count of none                 | {"takster": [{"kode": "A3a", "antall": 0}]}                        | takster[0].antall is not a whole number
    half a count                    | {"takster": [{"kode": "A3a", "antall": 1.5}]}                      | takster[0].antall is not a whole number
    true for a count                | {"takster": [{"kode": "A3a", "antall": true}]}                     | takster[0].antall is not a whole number
    a count beyond all numbers      | {"takster": [{"kode": "A3a", "antall": 1e999}]}                    | takster[0].antall is not a whole number
    a text for an amount            | {"takster": [{"kode": "A3a", "belop": "94,00"}]}                   | takster[0].belop is not an amount
    a negative amount               | {"takster": [{"kode": "A3a", "belop": -94}]}                       | takster[0].belop is not an amount
    three decimals                  | {"takster": [{"kode": "A3a", "belop": 94.005}]}                    | takster[0].belop is not an amount
    a number for an amount          | {"takster": [{"kode": "A3a", "belop": 17057012345}]}               | takster[0].belop is not an amount
    not a number                    | {"takster": [{"kode": "A3a", "belop": NaN}]}                       | takster[0].belop is not an amount
    a sum that is none              | {"belop": []}                                                      | belop is not an amount
    an amount for a yes             | {"betaltEgenandel": 144}                                           | betaltEgenandel is neither true nor false
    a cause that is not known       | {"arsakFriEgenandel": "Q"}                                         | arsakFriEgenandel is a code that is not known here; these are: A, B, F, G, H, I, J, K, M, S, Y
    a cause of no other service     | {"arsakFriEgenandel": "W"}                                         | arsakFriEgenandel is a code that is not known here
    a cause that is no text         | {"arsakFriEgenandel": 1}                                           | arsakFriEgenandel is not a text
    nobody treats                   | {"utforendeBehandler": null}                                       | utforendeBehandler does not tell who treats by HPR number
    one told by identity number     | {"utforendeBehandler": {"id": "17057012345", "type": "FNR"}}       | utforendeBehandler does not tell who treats by HPR number
    an identity number for an HPR   | {"utforendeBehandler": {"id": "17057012345", "type": "HPR"}}       | utforendeBehandler.id is not an HPR number
    a name for an HPR               | {"utforendeBehandler": {"id": "Nordmann", "type": "HPR"}}          | utforendeBehandler.id is not an HPR number
    one who is no object            | {"utforendeBehandler": "9000001"}                                  | utforendeBehandler is not an object
    a person in radiology           | {"takster": [{"kode": "899a"}]}                                    | utforendeBehandler does not tell the institute by organisation number
    an institute that is none       | {"takster": [{"kode": "899a"}], "utforendeBehandler": {"id": "310000028", "type": "ENH"}} | utforendeBehandler.id is not an organisation number
    an identity number that asks    | {"rekvirent": {"id": "17057012345", "type": "HPR"}}                | rekvirent.id is not an HPR number
    a referral that is no object    | {"henvisning": "2026-09-01"}                                       | henvisning is not an object
    a day of referral of none       | {"henvisning": {"dato": "17057012345"}}                            | henvisning.dato is not a day
    a patient who is no object      | {"pasient": "Nordmann"}                                            | pasient is not an object
    an identity that is no object   | {"pasient": {"identifikasjon": "17057012345"}}                     | pasient.identifikasjon is not an object
    an identity that is a number    | {"pasient": {"identifikasjon": {"id": 17057012345}}}               | pasient.identifikasjon.id is not a text
    a bill that takes one back      | {"kreditering": true}                                              | it takes back an earlier bill
    a correction alone              | {"takster": null, "korrigeringBetaltEgenandel": true}              | it corrects the user fee of an earlier bill
    a correction with its fees      | {"korrigeringBetaltEgenandel": true}                               | it corrects the user fee of an earlier bill
""")


@pytest.mark.parametrize("row", WRONG)
def test_a_field_that_cannot_be_read_is_told_by_its_name(row):
    """Once, without its value, and the bills beside it are read all the same."""
    text = message(bill(), bill(**json.loads(row["fields"])), bill())
    before, found, after = read_message(text, Sender()).bills
    assert before.booking.claim is not None
    assert after.booking.claim is not None
    assert found.booking.claim is None
    (problem,) = found.booking.problems
    assert (problem.line, row["told"] in problem.text) == (2, True), problem.text
    assert "17057012" not in problem.text
    assert "Nordmann" not in problem.text


def test_a_field_that_stands_twice_fails_only_its_bill():
    twice = '{"belop": 1, "belop": 2}'
    text = message(bill(), "HERE", bill(merknad="HERE")).replace('"HERE"', twice)
    first, second, third = read_message(text, Sender()).bills
    assert second.booking.problems[0].text == "it is not an object, or one of its fields stands there twice"
    assert first.booking.claim
    assert third.booking.claim


@pytest.mark.parametrize("found", [None, 7, "Nordmann", []], ids=str)
def test_a_bill_that_is_no_object_fails_alone(found):
    bills = read_message(message(found, bill()), Sender()).bills
    assert [each.booking.claim is None for each in bills] == [True, False]


SENDERS = cases("""
    case                              | fields                               | sender                                    | field                        | value
    a bill that names nobody          | {"utforendeBehandler": null}         | {"hpr_number": "9000009"}                 | performer.hprNumber          | 9000009
    a bill that names somebody        | {}                                   | {"hpr_number": "9000009"}                 | performer.hprNumber          | 9000001
    one named by identity number      | {"utforendeBehandler": {"id": "17057012345", "type": "FNR"}} | {"hpr_number": "9000009"} | performer.hprNumber  | 9000009
    an institute                      | {"takster": [{"kode": "899a"}]}      | {"organisation_number": "310000027"}      | performer.organisationNumber | 310000027
""")


@pytest.mark.parametrize("row", SENDERS)
def test_who_treats_can_be_told_for_all(row):
    found = only(row["fields"], Sender(**json.loads(row["sender"])))
    assert value_at(found, row["field"]) == row["value"]


NO_MESSAGES = cases("""
    case                    | text                                                      | told
    no claim                | {"praksisId": "1000000011"}                               | the object behandlerkrav is missing; give the message as it is before it is encrypted
    a claim of none         | {"behandlerkrav": []}                                     | the object behandlerkrav is missing
    no bills                | {"behandlerkrav": {}}                                     | behandlerkrav has no list regninger
    bills of none           | {"behandlerkrav": {"regninger": {}}}                      | behandlerkrav has no list regninger
    an empty list           | {"behandlerkrav": {"regninger": []}}                      | the list regninger is empty
    bills at the top        | {"regninger": [{}]}                                       | the object behandlerkrav is missing
    a practice of none      | {"praksisId": "17057012345", "behandlerkrav": {"regninger": [{}]}} | praksisId is not a text of ten digits
    a number for a practice | {"praksisId": 1000000011, "behandlerkrav": {"regninger": [{}]}}    | praksisId is not a text of ten digits
""")


@pytest.mark.parametrize("row", NO_MESSAGES)
def test_what_is_no_message_is_told_as_a_whole(row):
    assert looks_like_message(row["text"])
    with pytest.raises(UnreadableError) as refused:
        read_message(row["text"], Sender())
    assert row["told"] in str(refused.value)
    assert "17057012345" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '"Nordmann"', "{}", '{"claim": {}}', '{"lines": []}', "[" * 100_000]
)
def test_what_does_not_look_like_a_message(text):
    assert not looks_like_message(text)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1, "a": 2}', "[" * 100_000])
def test_what_is_no_object_is_no_message(text):
    with pytest.raises(UnreadableError):
        read_message(text, Sender())


def test_a_practice_may_be_left_out():
    (found,) = read_message(message(bill(), practice=None), Sender()).bills
    assert value_at(found, "performer.practiceId") is None
