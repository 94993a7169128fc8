"""How often may a fee code be used in one claim? Lines with the same code are counted together."""

from service.pricing.fee_codes.refusals import Bill, Refusal
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, ChangeCount, Reason, Remedy, RemoveLine


def refuse_repetitions(bill: Bill, trace: Trace) -> list[Refusal]:
    """A refusal for each code that is used more often than the tariff allows."""
    refusals = []
    for code, entry in bill.entries.items():
        most, count = entry.max_count, bill.counts[code]
        if trace:
            said = {"fee_code": code, "count": count, "most": most or "UNLIMITED"}
            trace.step(Rule.REPETITIONS, bill.first_line(code), entry.rule, **said)
        if most is None or count <= most:
            continue
        data = {"fee_code": code, "count": str(count), "max_count": str(most)}
        remedies = tuple(_remedies(bill.places[code], count - most))
        line_number = bill.first_line(code)
        reason = Reason(ReasonCode.TOO_MANY_REPETITIONS, data, line_number, remedies=remedies)
        refusals.append(Refusal(code, reason))
    return refusals


def _remedies(places: list[tuple[int, int]], excess: int) -> list[Remedy]:
    """The changes of one line that bring the count down to what is allowed."""
    remedies: list[Remedy] = []
    for line_number, count in places:
        if count > excess:
            remedies.append(ChangeCount(line_number, count - excess))
        elif count == excess:
            remedies.append(RemoveLine(line_number))
    return remedies


def assume_repetitions(bill: Bill) -> list[Assumption]:
    """An assumption for each repeated code about whose repetition the tariff says nothing."""
    return [
        Assumption(AssumptionCode.REPETITIONS_NOT_ON_RECORD, {"fee_code": code}, bill.first_line(code))
        for code, entry in bill.entries.items()
        if entry.rule and not entry.rule.count_on_record and bill.counts[code] > 1
    ]
