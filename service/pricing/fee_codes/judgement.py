"""All that the rules of fee codes say about the lines of a claim, gathered."""

from collections.abc import Iterable
from dataclasses import replace

from registry.structs import struct
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Claim, FeeUse
from service.pricing.fee_codes.beside import beside_other_bills
from service.pricing.fee_codes.coding import CodedLine, code_lines
from service.pricing.fee_codes.combinations import Conflict, conflicts, refuse_conflicts
from service.pricing.fee_codes.companions import refuse_missing_companions, refuse_with_companion
from service.pricing.fee_codes.in_force import refuse_codes_not_in_force
from service.pricing.fee_codes.openings import refuse_closed_codes
from service.pricing.fee_codes.refusals import Bill, Refusal, count_together
from service.pricing.fee_codes.repetitions import assume_repetitions, refuse_repetitions
from service.pricing.trace import Trace
from service.verification.codes import AssumptionCode
from service.verification.findings import (
    Assumption,
    ChangeCount,
    LegalBasis,
    Reason,
    Remedy,
    ReplaceFeeCode,
)
from service.verification.standing import Standing


@struct(frozen=True, slots=True)
class Judgement:
    """
    The lines inside the scheme as the rules leave them.

    `refused`, `unknown` and `undecided` are fee codes; `pairs` are the codes that
    exclude each other. A code can be in more than one. `with_companion` are refused
    only because a companion is.
    """

    lines: tuple[CodedLine, ...]
    bill: Bill
    refused: frozenset[str]
    unknown: frozenset[str]
    undecided: frozenset[str]
    with_companion: frozenset[str]
    pairs: tuple[Conflict, ...]
    reasons: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]


def judge_lines(claim: Claim, tariffs: TariffSet, tariff: TariffDay, standing: Standing, trace: Trace) -> Judgement:
    """Apply every rule of fee codes to the claim."""
    lines = code_lines(claim, tariffs, tariff, standing, trace)
    bill = count_together(lines, tariff.fees)
    closed = (
        refuse_codes_not_in_force(claim, bill, tariffs, tariff, trace) if len(bill.entries) < len(bill.counts) else []
    )
    closed += refuse_closed_codes(claim, bill, tariff, standing, trace)
    repeated = refuse_repetitions(bill, trace)
    beside = beside_other_bills(claim, lines, bill, tariffs, tariff, standing, trace)
    missing = refuse_missing_companions(bill, trace)
    fallen = {refusal.fee_code for refusal in (*closed, *missing)}
    pairs = conflicts(bill, bill.entries.keys() - fallen, trace)
    clashing = refuse_conflicts(bill, pairs) if pairs else []
    fallen.update(refusal.fee_code for refusal in (*repeated, *beside.refusals, *clashing))
    alone = refuse_with_companion(bill, fallen)
    own = (*closed, *missing, *repeated, *beside.refusals, *clashing)
    refusals = (*own, *alone)
    reasons = [reason for coded in lines for reason in coded.reasons]
    reasons += [_finished(refusal, bill, lines, tariffs) for refusal in refusals]
    undecided = _codes(refusal for refusal in refusals if refusal.undecided)
    return Judgement(
        lines=lines,
        bill=bill,
        refused=_codes(refusal for refusal in refusals if not refusal.unknown and not refusal.undecided),
        unknown=_codes(refusal for refusal in refusals if refusal.unknown),
        undecided=undecided,
        with_companion=_codes(alone) - _codes(own),
        pairs=tuple(pairs),
        reasons=tuple(reasons),
        assumptions=(
            *(assumption for coded in lines for assumption in coded.assumptions),
            *_assumptions(claim, tariff, bill),
            *beside.assumptions,
        ),
    )


def _codes(refusals: Iterable[Refusal]) -> frozenset[str]:
    return frozenset(refusal.fee_code for refusal in refusals)


def _finished(refusal: Refusal, bill: Bill, lines: tuple[CodedLine, ...], tariffs: TariffSet) -> Reason:
    """The reason with the act that the fee code is printed in, and with the remedies that can be carried out."""
    reason = refusal.reason
    entry = bill.entries.get(refusal.fee_code)
    act = tariffs.acts.get(entry.fee.act_id) if entry else None
    basis = reason.legal_basis or (LegalBasis(act.act_id, act.url) if act else None)
    by_code = {coded.line.number for coded in lines if isinstance(coded.line.content, FeeUse)}
    alone = len(bill.places[refusal.fee_code]) == 1
    remedies = tuple(remedy for remedy in reason.remedies if _can_be_carried_out(remedy, by_code, alone=alone))
    return replace(reason, legal_basis=basis, remedies=remedies)


def _can_be_carried_out(remedy: Remedy, by_code: set[int], *, alone: bool) -> bool:
    """Whether a change of codes is about a line that is billed by code, and is enough by itself."""
    match remedy:
        case ReplaceFeeCode(line_number, _):
            return alone and line_number in by_code
        case ChangeCount(line_number, _):
            return line_number in by_code
        case _:
            return True


def _assumptions(claim: Claim, tariff: TariffDay, bill: Bill) -> tuple[Assumption, ...]:
    found = assume_repetitions(bill)
    if bill.entries and not tariff.rules_on_record:
        day = {"treatment_date": claim.treatment_date.isoformat()}
        found.append(Assumption(AssumptionCode.COMBINATIONS_NOT_ON_RECORD, day))
    return tuple(found)
