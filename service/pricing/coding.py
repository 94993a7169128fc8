"""Every line of a claim as fee codes; what cannot be coded gets a reason instead."""

from dataclasses import dataclass

from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffDay
from service.pricing.claim import Charge, Claim, Examination, FeeUse, Line, Treatment
from service.pricing.treatments import code_treatment
from service.verification.codes import ReasonCode
from service.verification.findings import Reason
from service.verification.standing import Standing

USER_FEE_CODES = {Discipline.RADIOLOGY: "899a", Discipline.LABORATORY: "701a"}
"""The fee that a requisition, or the blood sample, costs the patient, however many lines there are."""

RECEIVED = "RECEIVED"


@dataclass(frozen=True, slots=True)
class CodedLine:
    """
    A line and its fee codes.

    `unknown` is whether the reasons name a missing fact; otherwise they say that
    the line may not be billed. `refund_known` is no for examinations whose
    refund follows a category.
    """

    line: Line
    uses: tuple[FeeUse, ...]
    reasons: tuple[Reason, ...] = ()
    unknown: bool = False
    refund_known: bool = True


def code_lines(claim: Claim, tariff: TariffDay, standing: Standing) -> tuple[CodedLine, ...]:
    """The lines inside the scheme as fee codes, in the order of the claim; charges are left out."""
    billed = {line.content.fee_code for line in claim.lines if isinstance(line.content, FeeUse)}
    coded: list[CodedLine] = []
    for line in claim.lines:
        content = line.content
        if isinstance(content, FeeUse):
            coded.append(CodedLine(line, (content,)))
        elif isinstance(content, Treatment):
            coded.append(_coded_treatment(claim, tariff, standing, line, content))
        elif isinstance(content, Examination):
            coded.append(_coded_examination(claim, line, content, billed))
    return tuple(coded)


def charges(claim: Claim) -> tuple[tuple[Line, Charge], ...]:
    """The lines outside the scheme."""
    return tuple((line, line.content) for line in claim.lines if isinstance(line.content, Charge))


def _coded_treatment(
    claim: Claim, tariff: TariffDay, standing: Standing, line: Line, treatment: Treatment
) -> CodedLine:
    if claim.discipline is not Discipline.PHYSIOTHERAPY:
        return _other_discipline(claim, line, "TREATMENT")
    uses, reason = code_treatment(treatment, claim, tariff, standing, line.number)
    if reason is None:
        return CodedLine(line, uses)
    return CodedLine(line, (), (reason,), unknown=reason.code is not ReasonCode.TREATMENT_NOT_IN_TARIFF)


def _coded_examination(claim: Claim, line: Line, examination: Examination, billed: set[str]) -> CodedLine:
    sampled = examination.sample is not None
    if claim.discipline is not (Discipline.LABORATORY if sampled else Discipline.RADIOLOGY):
        return _other_discipline(claim, line, "SAMPLE" if sampled else "EXAMINATION")
    code = USER_FEE_CODES[claim.discipline]
    if code in billed or examination.sample == RECEIVED:
        return CodedLine(line, (), refund_known=False)
    billed.add(code)
    return CodedLine(line, (FeeUse(code),), refund_known=False)


def _other_discipline(claim: Claim, line: Line, kind: str) -> CodedLine:
    data = {"line_kind": kind, "discipline": claim.discipline.value}
    return CodedLine(line, (), (Reason(ReasonCode.LINE_OF_OTHER_DISCIPLINE, data, line.number),))
