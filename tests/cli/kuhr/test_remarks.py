"""What a bill claims beside what it is priced at: each difference by its name, and none where there is none."""

import pytest
from google.protobuf.json_format import ParseDict

from avtalt.v1.decision_pb2 import Decision
from service.cli.failures import speak
from service.cli.kuhr.bill import Claimed, ClaimedFee
from service.cli.kuhr.remarks import helfo_ore, remarks
from service.cli.kuhr.words import patient_pays, remark_text
from service.texts.catalogue import LANGUAGES, catalogue
from tests.tables import cases


def ore(text: str) -> int | None:
    return int(text) * 100 if text else None


def decided(row: dict[str, str]) -> Decision:
    """A decision: its lines as coverage and what Helfo pays, what the patient pays as least, likely and most."""
    least, pays, most = (row["patient"].split() * 3)[:3] if len(row["patient"].split()) < 3 else row["patient"].split()
    lines = [each.split() for each in row["lines"].split(",") if each.strip()]
    told = {
        "outcome": f"OUTCOME_{row['outcome']}",
        "lines": [
            {"lineNumber": number, "coverage": f"LINE_COVERAGE_{coverage}", "helfoPaysOre": ore("".join(paid))}
            for number, (coverage, *paid) in enumerate(lines, 1)
        ],
        "totals": {
            "lowestPatientPaysOre": ore(least.strip("?")),
            "patientPaysOre": ore(pays.strip("?")),
            "highestPatientPaysOre": ore(most.strip("?")),
            "helfoPaysOre": ore(row["Helfo"]),
            "helfoPaysTo": "PAYEE_PATIENT_AFTERWARDS" if row["to"] == "patient" else "PAYEE_PROVIDER",
        },
    }
    return ParseDict(told, Decision())


def claimed(row: dict[str, str]) -> Claimed:
    fees = tuple(ClaimedFee("A3a", 1, ore(each.strip("?"))) for each in row["fees"].split())
    paid = {"yes": True, "no": False, "": None}[row["paid"]]
    return Claimed(fees, ore(row["sum"]), paid, row["cause"], age_known=row["age"] == "known")


REMARKS = cases("""
    case                               | outcome           | lines                   | Helfo | to       | patient  | fees  | sum | paid | cause | age     | said
    as it is                           | APPROVED          | COVERED 94              | 94    | provider | 144      | 94    | 94  | yes  |       | known   |
    nothing is said of the user fee    | APPROVED          | COVERED 94              | 94    | provider | 144      | 94    |     |      |       | known   |
    another amount                     | APPROVED          | COVERED 94              | 94    | provider | 144      | 66    | 66  | yes  |       | known   | FEE_AMOUNT
    one of two amounts                 | APPROVED          | COVERED 94, COVERED 63  | 157   | provider | 144      | 94 60 |     | yes  |       | known   | FEE_AMOUNT
    nothing claimed for it             | APPROVED          | COVERED 94              | 94    | provider | 144      | 0     |     | yes  |       | known   | FEE_AMOUNT
    a fee that has no refund           | APPROVED          | COVERED 0               | 0     | provider | 144      | 94    |     | yes  |       | known   | FEE_NOT_COVERED
    not told what is claimed           | APPROVED          | COVERED 94              | 94    | provider | 144      | ?     |     | yes  |       | known   |
    Helfo's part not known             | APPROVED          | COVERED                 |       | provider | 144      | 94    |     | yes  |       | known   |
    the sum of the bill is another one | APPROVED          | COVERED 94              | 94    | provider | 144      | 94    | 95  | yes  |       | known   | BILL_SUM
    only the bill tells a sum          | APPROVED          | COVERED 94              | 94    | provider | 144      | ?     | 95  | yes  |       | known   | BILL_AMOUNT
    and the right one                  | APPROVED          | COVERED 94              | 94    | provider | 144      | ?     | 94  | yes  |       | known   |
    a user fee that was not due        | APPROVED          | COVERED 238             | 238   | provider | 0        | 238   |     | yes  | F     | known   | USER_FEE_NOT_DUE
    the same where some is covered     | PARTLY_APPROVED   | COVERED 238, NOT_PAYABLE 0 | 238 | provider | 0       | 238 0 |     | yes  | F     | known   | USER_FEE_NOT_DUE
    perhaps not due                    | APPROVED          | COVERED 94              | 94    | provider | 0 0 144  | 94    |     | yes  |       | known   |
    due, unless something else         | APPROVED          | COVERED 94              | 94    | provider | 0 144 144 | 94   |     | no   |       | known   |
    no known limit                     | APPROVED          | COVERED 94              | 94    | provider | 0 0 ?    | 94    |     | yes  |       | known   |
    a user fee that is not paid        | APPROVED          | COVERED 94              | 94    | provider | 144      | 94    |     | no   |       | known   | USER_FEE_NOT_PAID
    none due and none paid             | APPROVED          | COVERED 238             | 238   | provider | 0        | 238   |     | no   | F     | known   |
    a cause that does not hold         | APPROVED          | COVERED 94              | 94    | provider | 144      | 94    |     | no   | S     | known   | CAUSE_DOES_NOT_HOLD
    unless the patient holds a card    | APPROVED          | COVERED 94              | 94    | provider | 0 144 144 | 94   |     | no   | S     | known   | CAUSE_NEEDS_CARD
    a child of no known age            | APPROVED          | COVERED 94              | 94    | provider | 144      | 94    |     | no   | B     |         | CHILD_WITHOUT_AGE
    no child any more                  | APPROVED          | COVERED 94              | 94    | provider | 144      | 94    |     | no   | B     | known   | CAUSE_DOES_NOT_HOLD
    a line that cannot be billed       | PARTLY_APPROVED   | COVERED 94, NOT_PAYABLE 0 | 94  | provider | 144      | 94 63 |     | yes  |       | known   | FEE_NOT_PAYABLE
    a line that is not covered         | PARTLY_APPROVED   | COVERED 94, NOT_COVERED 0 | 94  | provider | 144      | 94 63 |     | yes  |       | known   | FEE_NOT_COVERED
    Helfo pays the patient             | APPROVED          | COVERED 66              | 66    | patient  | 210      | 66    |     | yes  |       | known   | PAID_AFTERWARDS
    not covered                        | NOT_COVERED       | NOT_COVERED 0           | 0     | provider | 0        | 94    | 95  | yes  | F     | known   | PATIENT_PAYS_ALL
    not covered and nothing claimed    | NOT_COVERED       | NOT_COVERED 0           | 0     | provider | 0        | 0     |     | yes  | F     | known   |
    rejected                           | REJECTED          | NOT_PAYABLE 0           | 0     | provider | 0        | 94    | 95  | yes  | F     | known   | CORRECT_FIRST
    not decided                        | NEEDS_INFORMATION | UNKNOWN 0               | 0     | provider | 0        | 94    | 95  | yes  | F     | known   |
""")


@pytest.mark.parametrize("row", REMARKS)
def test_a_difference_is_named(row):
    said = remarks(claimed(row), decided(row))
    assert " ".join(remark.what for remark in said) == row["said"]
    for language in LANGUAGES:
        assert not any("{" in remark_text(remark, catalogue(language)) for remark in said)


def test_of_what_could_not_be_read_nothing_is_said():
    assert remarks(Claimed(), None) == ()
    assert helfo_ore(None) is None


SETTLED = cases("""
    case             | outcome           | to       | Helfo | ore  | shown
    covered          | APPROVED          | provider | 94    | 9400 | 144
    not known        | APPROVED          | provider |       | None | 144
    not covered      | NOT_COVERED       | provider | 0     | 0    | 144
    rejected         | REJECTED          | provider | 0     | None | once the bill is corrected
    not decided      | NEEDS_INFORMATION | provider | 0     | None | 144
    to the patient   | APPROVED          | patient  | 66    | 0    | 144
""")


@pytest.mark.parametrize("row", SETTLED)
def test_what_helfo_pays_the_provider_is_known_only_where_it_is_settled(row):
    speak("en")
    decision = decided(row | {"lines": "", "patient": "144"})
    assert str(helfo_ore(decision)) == row["ore"]
    assert patient_pays(decision, catalogue("en")) == row["shown"]


def test_the_patient_pays_everything_where_nothing_is_covered_and_no_price_is_known():
    speak("nn")
    assert patient_pays(Decision(outcome="OUTCOME_NOT_COVERED"), catalogue("nn")) == "alt"  # type: ignore[arg-type]
