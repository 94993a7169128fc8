"""The answer to a claim, as plain records; absent sums are not known."""

from datetime import date
from enum import StrEnum

from registry.structs import struct
from service.pricing.claim import FeeUse
from service.verification.findings import Assumption, Finding, Notice, Reason


class Outcome(StrEnum):
    """Whether a claim is covered; says nothing of whether the sum is exact."""

    APPROVED = "APPROVED"
    PARTLY_APPROVED = "PARTLY_APPROVED"
    REJECTED = "REJECTED"
    NOT_COVERED = "NOT_COVERED"
    NEEDS_INFORMATION = "NEEDS_INFORMATION"
    OUTSIDE_SCHEME = "OUTSIDE_SCHEME"


class LineCoverage(StrEnum):
    """Whether a line is covered."""

    COVERED = "COVERED"
    NOT_PAYABLE = "NOT_PAYABLE"
    NOT_COVERED = "NOT_COVERED"
    OUTSIDE_SCHEME = "OUTSIDE_SCHEME"
    UNKNOWN = "UNKNOWN"


class Payee(StrEnum):
    """Whom Helfo pays."""

    NOBODY = "NOBODY"
    PROVIDER = "PROVIDER"
    PATIENT_AFTERWARDS = "PATIENT_AFTERWARDS"


@struct(frozen=True, slots=True)
class Amounts:
    """Tariff figures in øre; each absent when not on record."""

    honorarium_ore: int | None
    refund_ore: int | None
    user_fee_ore: int | None


NOTHING = Amounts(0, 0, 0)


def add(*sums: int | None) -> int | None:
    """
    A sum that is absent when a part is.

    >>> add(1, 2), add(1, None)
    (3, None)
    """
    total = 0
    for part in sums:
        if part is None:
            return None
        total += part
    return total


def add_amounts(parts: list[Amounts]) -> Amounts:
    """Tariff figures added up, each absent when a part is."""
    if len(parts) == 1:
        return parts[0]
    return Amounts(
        add(*[part.honorarium_ore for part in parts]),
        add(*[part.refund_ore for part in parts]),
        add(*[part.user_fee_ore for part in parts]),
    )


@struct(frozen=True, slots=True)
class PricedFee:
    """A fee code with the tariff's own figures times the count."""

    use: FeeUse
    amounts: Amounts


@struct(frozen=True, slots=True)
class Payment:
    """Who pays what for a line; each absent when not known."""

    patient_pays_ore: int | None
    helfo_pays_ore: int | None
    counts_ore: int | None


NO_PAYMENT = Payment(0, 0, 0)
UNKNOWN_PAYMENT = Payment(None, None, None)


@struct(frozen=True, slots=True)
class LineDecision:
    """The answer to one line."""

    number: int
    coverage: LineCoverage
    fees: tuple[PricedFee, ...]
    amounts: Amounts
    payment: Payment


@struct(frozen=True, slots=True)
class Totals:
    """Sums over all lines; `highest` is absent when there is no known limit."""

    amounts: Amounts
    payment: Payment
    lowest_patient_pays_ore: int | None
    highest_patient_pays_ore: int | None
    payee: Payee
    refunded_afterwards_ore: int | None
    outside_scheme_ore: int | None
    ceiling_ore: int | None


@struct(frozen=True, slots=True)
class Provisional:
    """A figure used beyond the day through which it is confirmed; the kind is FEE or CEILING."""

    kind: str
    subject: str
    confirmed_through: date


@struct(frozen=True, slots=True)
class AbroadEstimate:
    """
    What Helfo refunds afterwards for treatment in another EEA state.

    `highest_refund_ore` is what Norway would have paid, and `refund_ore` what is
    refunded of the price; absent when not known, the latter also when a price is
    not told. `counts_ore` is what counts towards the ceiling, and
    `refunded_afterwards_ore` what of that is above it. `apply_by` is absent when
    there is nothing to apply for.
    """

    highest_refund_ore: int | None
    refund_ore: int | None
    deducted_user_fee_ore: int | None
    counts_ore: int | None
    refunded_afterwards_ore: int | None
    apply_by: date | None


@struct(frozen=True, slots=True)
class Decision:
    """The whole answer. `abroad` is absent but for treatment in another EEA state."""

    outcome: Outcome
    lines: tuple[LineDecision, ...]
    totals: Totals
    reasons: tuple[Reason, ...]
    notices: tuple[Notice, ...]
    assumptions: tuple[Assumption, ...]
    findings: tuple[Finding, ...]
    practice_id: str | None
    provisional: tuple[Provisional, ...]
    not_considered: tuple[str, ...]
    valid_until: date
    report_by: date | None
    abroad: AbroadEstimate | None = None
