"""Every line of a claim as fee codes; what cannot be coded gets a reason instead."""

from registry.structs import struct
from registry.tariffs.records import Discipline, RefundCategory
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Charge, Claim, Examination, FeeUse, Line, Treatment
from service.pricing.fee_codes.groups import assume_group
from service.pricing.fee_codes.refund_categories import refuse_category
from service.pricing.fee_codes.treatments import code_treatment
from service.pricing.trace import Trace
from service.verification.codes import ReasonCode
from service.verification.findings import Assumption, Reason
from service.verification.standing import Standing

USER_FEE_CODES = {Discipline.RADIOLOGY: "899a", Discipline.LABORATORY: "701a"}
"""The fee that a requisition, or the blood sample, costs the patient, however many lines there are."""

RECEIVED = "RECEIVED"
CERTAIN = frozenset({ReasonCode.TREATMENT_NOT_IN_TARIFF, ReasonCode.GROUP_TOO_LARGE})
"""Reasons that say that a treatment may not be billed; the others name a missing fact."""


@struct(frozen=True, slots=True)
class CodedLine:
    """
    A line and its fee codes.

    `unknown` is whether the reasons name a missing fact; otherwise they say that
    the line may not be billed. `category` is that of an examination or sample,
    where its refund is on record; `refund_known` is no for those without.
    `fee_elsewhere` is whether the user fee is on another line, or was charged before.
    """

    line: Line
    uses: tuple[FeeUse, ...]
    reasons: tuple[Reason, ...] = ()
    unknown: bool = False
    category: RefundCategory | None = None
    refund_known: bool = True
    fee_elsewhere: bool = False
    assumptions: tuple[Assumption, ...] = ()


def code_lines(
    claim: Claim, tariffs: TariffSet, tariff: TariffDay, standing: Standing, trace: Trace
) -> tuple[CodedLine, ...]:
    """The lines inside the scheme as fee codes, in the order of the claim; charges are left out."""
    billed = {line.content.fee_code for line in claim.lines if isinstance(line.content, FeeUse)}
    coded: list[CodedLine] = []
    for line in claim.lines:
        content = line.content
        if isinstance(content, FeeUse):
            coded.append(CodedLine(line, (content,)))
        elif isinstance(content, Treatment):
            coded.append(_coded_treatment(claim, tariff, standing, line, content, trace))
        elif isinstance(content, Examination):
            coded.append(_coded_examination(claim, tariffs, tariff, line, content, billed))
    return tuple(coded)


def charges(claim: Claim) -> tuple[tuple[Line, Charge], ...]:
    """The lines outside the scheme."""
    return tuple((line, line.content) for line in claim.lines if isinstance(line.content, Charge))


def _coded_treatment(
    claim: Claim, tariff: TariffDay, standing: Standing, line: Line, treatment: Treatment, trace: Trace
) -> CodedLine:
    if claim.discipline is not Discipline.PHYSIOTHERAPY:
        return _other_discipline(claim, line, "TREATMENT")
    uses, reason = code_treatment(treatment, claim, tariff, standing, line.number, trace)
    if reason is None:
        return CodedLine(line, uses, assumptions=assume_group(treatment, tariff, line.number))
    return CodedLine(line, (), (reason,), unknown=reason.code not in CERTAIN)


def _coded_examination(
    claim: Claim, tariffs: TariffSet, tariff: TariffDay, line: Line, examination: Examination, billed: set[str]
) -> CodedLine:
    sampled = examination.sample is not None
    if claim.discipline is not (Discipline.LABORATORY if sampled else Discipline.RADIOLOGY):
        return _other_discipline(claim, line, "SAMPLE" if sampled else "EXAMINATION")
    refused = refuse_category(examination, tariffs, tariff, line.number)
    if refused:
        return CodedLine(line, (), (refused,))
    code = USER_FEE_CODES[claim.discipline]
    elsewhere = code in billed or _charged_before(claim, code)
    uses = () if elsewhere or examination.sample == RECEIVED else (FeeUse(code),)
    billed.update(use.fee_code for use in uses)
    category = tariff.refund_categories.get(examination.refund_category or "")
    return CodedLine(line, uses, category=category, refund_known=category is not None, fee_elsewhere=elsewhere)


def _charged_before(claim: Claim, code: str) -> bool:
    """Whether the fee is told to have been charged for the requisition already; a blood sample has a fee each time."""
    if claim.discipline is not Discipline.RADIOLOGY:
        return False
    return any(use.fee_code == code and use.count for use in claim.circumstances.earlier)


def _other_discipline(claim: Claim, line: Line, kind: str) -> CodedLine:
    data = {"line_kind": kind, "discipline": claim.discipline.value}
    return CodedLine(line, (), (Reason(ReasonCode.LINE_OF_OTHER_DISCIPLINE, data, line.number),))
