"""
Treatment in another country: paid there, and in the EEA refunded afterwards.

The bill is read as one by a performer in Norway who holds what the codes ask for, an
intern's codes included, and is a plain physiotherapist besides. Refunded is what Norway would have paid, but
never more than was paid less the Norwegian user fee; all lines are one bill.

Source: folketrygdloven section 5-24 a; FOR-2010-11-22-1466.
"""

from typing import Any

from tests.second_pricer import money, tables
from tests.second_pricer.bill import judge_codes
from tests.second_pricer.cases import BY_TARIFF, NOT_KNOWN
from tests.second_pricer.ceiling import refunded_afterwards
from tests.second_pricer.lines import answer_line, uses_of
from tests.second_pricer.money import Sum
from tests.second_pricer.other_bills import span_of
from tests.second_pricer.patient import judge_patient
from tests.second_pricer.requisition import judge_requisition

Claim = dict[str, Any]
Answer = dict[str, Any]
Estimate = tuple[Sum, Sum, Sum, Sum, Sum]

MANUAL_THERAPY = {"MANUAL_THERAPIST", "MANUAL_THERAPY_EXTRA", "MANUAL_THERAPY_2015"}
NO_REFUND: Estimate = (0, 0, 0, 0, 0)


def price_abroad(claim: Claim) -> Answer:
    """What the patient pays abroad, and what comes back."""
    prices = [line["amount"] if "charge" in line else line["asking"] for line in claim["lines"]]
    return {
        "outcome": "NOT_COVERED",
        "prices": prices,
        "patient pays": money.add(prices),
        "estimate": estimate(claim),
    }


def estimate(claim: Claim) -> Estimate | None:
    """
    The most refunded, what is refunded, the deducted user fee, what counts, and what comes back besides.

    Absent outside the EEA, and before there were such refunds.
    """
    in_the_eea = any(row["country_code"] == claim["country"] for row in tables.EEA_COUNTRIES)
    if not in_the_eea or not tables.provision("eea_reimbursement", claim["day"]):
        return None
    inside = {**claim, "lines": [line | {"asking": None} for line in claim["lines"] if "charge" not in line]}
    uses = uses_of(inside)
    counts: dict[str, int] = {}
    for used in uses:
        for code, count in used:
            counts[code] = counts.get(code, 0) + count
    asked = set() if _only_manual_therapy(claim, counts) else judge_requisition(inside)
    patient = judge_patient(claim)
    verdicts = judge_codes(inside, counts, span_of(inside, uses))
    pays = NOT_KNOWN if asked == {"REQUISITION_NOT_TOLD"} else BY_TARIFF
    case = {"pays": pays, "exempt": patient["exempt"], "afterwards": False}
    lines = [answer_line(inside, case, *each, verdicts, counts) for each in zip(inside["lines"], uses, strict=True)]
    prices = [line["asking"] for line in claim["lines"] if "charge" not in line]
    kept = [(line["payment"], price) for line, price in zip(lines, prices, strict=True) if not _refused(line)]
    if (asked and pays == BY_TARIFF) or claim["patient"]["member"] is False or not kept:
        return NO_REFUND
    return _of_bill(claim, [payment for payment, _ in kept], money.add([price for _, price in kept]))


def _refused(line: Answer) -> bool:
    """Whether a line is refused for good, which one that hangs on a choice is not."""
    return line["coverage"] == "NOT_PAYABLE" and line["payment"] == money.NOTHING


def _only_manual_therapy(claim: Claim, counts: dict[str, int]) -> bool:
    """Whether all is done by a manual therapist, who treats without referral."""
    fees = tables.fees(claim["discipline"], claim["day"])
    opened = [set(fees[code]["opened_by"].split()) for code in counts if code in fees]
    return bool(opened) and all(kinds and kinds <= MANUAL_THERAPY for kinds in opened)


def _of_bill(claim: Claim, payments: list[money.Payment], price: Sum) -> Estimate:
    """What comes of the lines that Norway would have paid for."""
    user_fee, most = (money.add([payment[which] for payment in payments]) for which in (0, 1))
    deducted = user_fee if user_fee is None or price is None else min(user_fee, price)
    refund = None
    if user_fee is not None and most is not None and price is not None:
        refund = max(0, min(price, most + user_fee) - user_fee)
    back = None
    if deducted is not None:
        back = refunded_afterwards(claim["discipline"], claim["day"], deducted, claim["patient"]["paid"])
    return most, refund, deducted, deducted, back
