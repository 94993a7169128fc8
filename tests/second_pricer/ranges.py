"""
The least and the most that the patient may have to pay at the counter.

Only of claims that are paid by the tariff, where no code is undecided; a claim of
charges alone is one of them. The most is absent when it has no known limit.

Source: the comments on the sums in decision.proto.
"""

from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.cases import BY_TARIFF, Case, salaried
from tests.second_pricer.charges import AT_COST, EQUIPMENT
from tests.second_pricer.missed import NOTICE, whole_fee_of_booked
from tests.second_pricer.patient import age

Claim = dict[str, Any]
Line = dict[str, Any]
Answer = dict[str, Any]
Uses = list[tuple[str, int]]
Range = tuple[int, int | None]


def range_of(claim: Claim, case: Case, lines: list[Answer], uses: list[Uses], verdicts: dict[str, Any]) -> Range | None:
    """From the least to the most; absent where that is not compared."""
    if any(line["coverage"] == "UNKNOWN" for line in lines) or any(each["choice"] for each in verdicts.values()):
        return None
    if case["pays"] != BY_TARIFF and any("charge" not in line for line in claim["lines"]):
        return None
    lowest, highest = 0, []
    for line, answer, used in zip(claim["lines"], lines, uses, strict=True):
        least, most = of_charge(claim, line, answer) if "charge" in line else of_fee(claim, case, answer, used)
        lowest += least
        highest.append(most)
    return lowest, None if None in highest else sum(highest)


def of_fee(claim: Claim, case: Case, answer: Answer, used: Uses) -> Range:
    """What is not on record of the patient's part is between nothing and the whole price."""
    pays = answer["payment"][0]
    if answer["coverage"] != "COVERED":
        return 0, 0
    if pays is None:
        return 0, answer["figures"][0]
    if case["exempt"]:
        return pays, pays
    if salaried(claim):
        return 0, pays
    by_region = claim["discipline"] == "RADIOLOGY" and any(code == "899a" for code, _ in used)
    may_be_exempt = claim["patient"]["card"] is None or age(claim) is None
    lowered = by_region or (may_be_exempt and not case["afterwards"])
    return (0 if lowered else pays), pays


def of_charge(claim: Claim, line: Line, answer: Answer) -> Range:
    """Nothing while a fact is not told that may forbid it; the most that is lawful when the sum is not told."""
    if answer["coverage"] == "NOT_PAYABLE":
        return 0, 0
    pays = answer["payment"][0]
    if pays is None:
        return 0, most_of(claim, line)
    return (0 if hangs_on_a_fact(claim, line) else pays), pays


def most_of(claim: Claim, line: Line) -> int | None:
    """The most that may be charged; absent when no rule on record says so."""
    kind, discipline, day = line["charge"], claim["discipline"], claim["day"]
    if kind == "NO_SHOW" and discipline in NOTICE and tables.provision(NOTICE[discipline], day):
        if discipline == "RADIOLOGY":
            return tables.limit("radiology_no_show_maximum", day)
        return whole_fee_of_booked(claim, line)
    if discipline != "PHYSIOTHERAPY":
        return None
    if kind == "DISPATCH" and tables.provision("dispatch_fee_maximum", day):
        return tables.limit("dispatch_fee_maximum", day)
    cost: int | None = line["cost"] if kind in AT_COST else None
    return cost


def hangs_on_a_fact(claim: Claim, line: Line) -> bool:
    """Whether a charge may turn out not to be lawful, or not all of it."""
    kind, discipline, day = line["charge"], claim["discipline"], claim["day"]
    if kind == "NO_SHOW":
        notice = tables.provision(NOTICE[discipline], day) if discipline in NOTICE else None
        if notice is None:
            return True
        late = line["cancelled"] is not None and line["cancelled"][1] < int(notice["value"]) * 60
        return not late or most_of(claim, line) is None
    if discipline != "PHYSIOTHERAPY":
        return True
    if kind in EQUIPMENT and (line["need"] is None or line["free"] is None):
        return True
    if kind == "DISPATCH":
        return tables.provision("dispatch_fee_maximum", day) is None
    return kind in AT_COST and line["cost"] is None
