"""Which fee codes need another one beside them?"""

from service.pricing.fee_codes.refusals import Bill, Refusal
from service.pricing.trace import Rule, Trace
from service.verification.codes import ReasonCode
from service.verification.findings import AddFeeCode, Reason, Remedy, RemoveLine


def refuse_missing_companions(bill: Bill, trace: Trace) -> list[Refusal]:
    """A refusal for each code that stands without any of its companions, whatever else is said against it."""
    refusals = []
    for code, entry in bill.entries.items():
        if not entry.companions:
            continue
        if trace:
            there = ", ".join(sorted(entry.companions & bill.entries.keys()))
            trace.step(Rule.COMPANIONS, bill.first_line(code), entry.rule, fee_code=code, companions=there)
        if not entry.companions & bill.counts.keys():
            refusals.append(_refusal(bill, code))
    return refusals


def refuse_with_companion(bill: Bill, refused: set[str]) -> list[Refusal]:
    """
    A refusal for each code whose companion is itself refused.

    A line that falls takes with it the lines that need it, so it is asked again
    until nothing more falls.
    """
    refusals: list[Refusal] = []
    fallen = set(refused)
    while True:
        newly = [
            code
            for code, entry in bill.entries.items()
            if code not in fallen and entry.companions and not entry.companions & (bill.entries.keys() - fallen)
        ]
        if not newly:
            return refusals
        refusals += [_refusal(bill, code) for code in newly]
        fallen.update(newly)


def _refusal(bill: Bill, code: str) -> Refusal:
    companions = bill.entries[code].companions
    line_number = bill.first_line(code)
    data = {"fee_code": code, "companions": ", ".join(sorted(companions))}
    if companions & bill.counts.keys():
        return Refusal(code, Reason(ReasonCode.COMPANION_REFUSED, data, line_number))
    remedies: list[Remedy] = [AddFeeCode(companion) for companion in sorted(companions)]
    if len(bill.places[code]) == 1:
        remedies.append(RemoveLine(line_number))
    return Refusal(code, Reason(ReasonCode.COMPANION_MISSING, data, line_number, remedies=tuple(remedies)))


def keep_with_companion(bill: Bill, chosen: frozenset[str]) -> frozenset[str]:
    """The chosen codes without those that have no companion among them."""
    kept = chosen
    while True:
        still = frozenset(
            code for code in kept if not bill.entries[code].companions or bill.entries[code].companions & kept
        )
        if still == kept:
            return kept
        kept = still
