"""All that the rules of fee codes say about the lines of a claim, gathered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Claim
from service.pricing.coding import CodedLine, code_lines
from service.pricing.combinations import Conflict, conflicts, refuse_conflicts
from service.pricing.companions import refuse_without_companion
from service.pricing.in_force import refuse_codes_not_in_force
from service.pricing.openings import refuse_closed_codes
from service.pricing.refusals import Bill, Refusal, count_together
from service.pricing.repetitions import assume_repetitions, refuse_repetitions
from service.verification.codes import AssumptionCode
from service.verification.findings import Assumption, LegalBasis, Reason
from service.verification.standing import Standing


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    The lines inside the scheme as the rules leave them.

    `refused`, `unknown` and `undecided` are fee codes; `pairs` are the codes that
    exclude each other. A code can be in more than one.
    """

    lines: tuple[CodedLine, ...]
    bill: Bill
    refused: frozenset[str]
    unknown: frozenset[str]
    undecided: frozenset[str]
    pairs: tuple[Conflict, ...]
    reasons: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]


def judge_lines(claim: Claim, tariffs: TariffSet, tariff: TariffDay, standing: Standing) -> Judgement:
    """Apply every rule of fee codes to the claim."""
    lines = code_lines(claim, tariff, standing)
    bill = count_together(lines, tariff.fees)
    closed = refuse_codes_not_in_force(claim, bill, tariffs, tariff) if len(bill.entries) < len(bill.counts) else []
    closed += refuse_closed_codes(claim, bill, tariff, standing)
    repeated = refuse_repetitions(bill)
    fallen = {refusal.fee_code for refusal in closed}
    pairs = conflicts(bill, bill.entries.keys() - fallen)
    clashing = refuse_conflicts(bill, pairs) if pairs else []
    fallen.update(refusal.fee_code for refusal in (*repeated, *clashing))
    alone = refuse_without_companion(bill, fallen)
    refusals = (*closed, *repeated, *clashing, *alone)
    reasons = [reason for coded in lines for reason in coded.reasons]
    reasons += [_with_act(refusal, bill, tariffs) for refusal in refusals]
    undecided = _codes(refusal for refusal in refusals if refusal.undecided)
    return Judgement(
        lines=lines,
        bill=bill,
        refused=_codes(refusal for refusal in refusals if not refusal.unknown and not refusal.undecided),
        unknown=_codes(refusal for refusal in refusals if refusal.unknown),
        undecided=undecided,
        pairs=tuple(pairs),
        reasons=tuple(reasons),
        assumptions=_assumptions(claim, tariff, bill),
    )


def _codes(refusals: Iterable[Refusal]) -> frozenset[str]:
    return frozenset(refusal.fee_code for refusal in refusals)


def _with_act(refusal: Refusal, bill: Bill, tariffs: TariffSet) -> Reason:
    """The reason with the act that the fee code is printed in, unless it names another rule."""
    entry = bill.entries.get(refusal.fee_code)
    act = tariffs.acts.get(entry.fee.act_id) if entry else None
    if act is None or refusal.reason.legal_basis is not None:
        return refusal.reason
    return replace(refusal.reason, legal_basis=LegalBasis(act.act_id, act.url))


def _assumptions(claim: Claim, tariff: TariffDay, bill: Bill) -> tuple[Assumption, ...]:
    found = assume_repetitions(bill)
    if bill.entries and not tariff.rules_on_record:
        day = {"treatment_date": claim.treatment_date.isoformat()}
        found.append(Assumption(AssumptionCode.COMBINATIONS_NOT_ON_RECORD, day))
    found += [
        Assumption(
            AssumptionCode.FREQUENCY_NOT_CHECKED,
            {"fee_code": code, "limit": entry.fee.frequency},
            bill.first_line(code),
        )
        for code, entry in bill.entries.items()
        if entry.fee.frequency
    ]
    return tuple(found)
