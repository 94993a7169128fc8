"""What verification finds: verdicts with their reasons, as plain records."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from registry.records import Agreement
from registry.structs import struct
from registry.tariffs.records import Provision
from service.verification.codes import AssumptionCode, NoticeCode, ReasonCode


class Verdict(StrEnum):
    """What the register can say about a requirement; unknown is never turned into no."""

    HELD = "HELD"
    NOT_HELD = "NOT_HELD"
    UNKNOWN = "UNKNOWN"


class Requirement(StrEnum):
    """A condition for reimbursement."""

    AUTHORISATION = "AUTHORISATION"
    DIRECT_SETTLEMENT = "DIRECT_SETTLEMENT"
    MUNICIPAL_FUNDING = "MUNICIPAL_FUNDING"
    REGIONAL_HEALTH_AUTHORITY = "REGIONAL_HEALTH_AUTHORITY"
    REQUISITION = "REQUISITION"


@struct(frozen=True, slots=True)
class LegalBasis:
    """A rule of law, and where it can be read."""

    text: str
    url: str


def basis_of(provision: Provision | None) -> LegalBasis | None:
    """The legal basis of a provision; absent when the provision is not in force."""
    return LegalBasis(provision.legal_basis, provision.url) if provision else None


@struct(frozen=True, slots=True)
class ReplaceFeeCode:
    """Bill another fee code on a line."""

    line_number: int
    fee_code: str


@struct(frozen=True, slots=True)
class ChangeCount:
    """Bill another count on a line."""

    line_number: int
    count: int


@struct(frozen=True, slots=True)
class RemoveLine:
    """Leave a line out."""

    line_number: int


@struct(frozen=True, slots=True)
class SupplyFact:
    """Tell a missing fact; the supplier is CALLER or REGISTER."""

    field: str
    supplier: str
    candidates: tuple[str, ...] = ()


@struct(frozen=True, slots=True)
class EarliestDate:
    """Treat on this day or later."""

    day: date


@struct(frozen=True, slots=True)
class AddFeeCode:
    """Add a line with a fee code."""

    fee_code: str


Remedy = ReplaceFeeCode | ChangeCount | RemoveLine | SupplyFact | EarliestDate | AddFeeCode


@struct(frozen=True, slots=True)
class Reason:
    """Why an answer is as it is. Line number 0 is the whole claim."""

    code: ReasonCode
    data: Mapping[str, str] = field(default_factory=dict)
    line_number: int = 0
    legal_basis: LegalBasis | None = None
    remedies: tuple[Remedy, ...] = ()


@struct(frozen=True, slots=True)
class Notice:
    """What the patient or the provider must be told."""

    code: NoticeCode
    data: Mapping[str, str] = field(default_factory=dict)
    legal_basis: LegalBasis | None = None


@struct(frozen=True, slots=True)
class Assumption:
    """What is taken for granted; `otherwise_patient_pays_ore` is absent when the sum does not move."""

    code: AssumptionCode
    data: Mapping[str, str] = field(default_factory=dict)
    line_number: int = 0
    otherwise_patient_pays_ore: int | None = None


@struct(frozen=True, slots=True)
class Finding:
    """The verdict on one requirement; `valid_until` is absent while no change is known."""

    requirement: Requirement
    verdict: Verdict
    agreement: Agreement | None = None
    valid_until: date | None = None
    reasons: tuple[Reason, ...] = ()


def all_held(verdicts: Iterable[Verdict]) -> Verdict:
    """
    The verdict on all requirements together.

    >>> all_held([Verdict.HELD, Verdict.UNKNOWN])
    <Verdict.UNKNOWN: 'UNKNOWN'>
    >>> all_held([Verdict.UNKNOWN, Verdict.NOT_HELD])
    <Verdict.NOT_HELD: 'NOT_HELD'>
    """
    worst = Verdict.HELD
    for verdict in verdicts:
        if verdict is Verdict.NOT_HELD:
            return verdict
        if verdict is Verdict.UNKNOWN:
            worst = verdict
    return worst


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of the days that are known."""
    return min((day for day in days if day is not None), default=None)
