"""
Who pays what for a line: the table of cases, one row each.

References: folketrygdloven sections 5-3, 5-5 and 5-8; FOR-2011-12-16-1349
sections 11 and 12 (employees of the municipality); the sections on claims with
a receipt, repealed when direct settlement became a condition.
"""

from enum import StrEnum

from registry.structs import struct
from service.pricing.decision import Amounts, Payee, Payment
from service.pricing.money.patients import Exemption


class PaymentCase(StrEnum):
    """
    The circumstances that decide who pays.

    `ORDINARY` includes interns, whose codes have no refund. `WHOLE_FEE` is a
    treatment by the tariff that the scheme does not pay for: no member, or a
    referral that is missing. `OWN_PRICE` is a provider without agreement. `UNPAID`
    is not paid for either, and it is not known which of the two prices holds.
    """

    ORDINARY = "ORDINARY"
    EMPLOYEE = "EMPLOYEE"
    ON_RECEIPT = "ON_RECEIPT"
    WHOLE_FEE = "WHOLE_FEE"
    OWN_PRICE = "OWN_PRICE"
    UNPAID = "UNPAID"
    UNDECIDED = "UNDECIDED"


@struct(frozen=True, slots=True)
class PaidLine:
    """
    What a payment is made from: the tariff's figures, and the provider's own price if told.

    `for_patient` is no for a code that is for a group, a month or a practice: no
    single patient pays it.
    """

    amounts: Amounts
    asking_price_ore: int | None = None
    for_patient: bool = True


def pay(case: PaymentCase, exemption: Exemption, line: PaidLine) -> Payment:
    """
    Split a line between patient and Helfo.

    >>> a3a = PaidLine(Amounts(21000, 6600, 14400))
    >>> pay(PaymentCase.ORDINARY, Exemption.NONE, a3a)
    Payment(patient_pays_ore=14400, helfo_pays_ore=6600, counts_ore=14400)
    >>> pay(PaymentCase.ORDINARY, Exemption.CARD, a3a)
    Payment(patient_pays_ore=0, helfo_pays_ore=21000, counts_ore=0)
    """
    honorarium, refund, user_fee = (
        line.amounts.honorarium_ore,
        line.amounts.refund_ore,
        line.amounts.user_fee_ore,
    )
    exempt = exemption is not Exemption.NONE
    match case:
        case PaymentCase.ORDINARY:
            return Payment(0, honorarium, 0) if exempt else Payment(user_fee, refund, user_fee)
        case PaymentCase.EMPLOYEE:
            if not exempt:
                return Payment(user_fee, 0, user_fee)
            return Payment(0, user_fee if exemption is Exemption.CARD else 0, 0)
        case PaymentCase.ON_RECEIPT:
            if not line.for_patient:
                return Payment(0, 0, 0)
            return Payment(honorarium, honorarium if exempt else refund, 0 if exempt else user_fee)
        case PaymentCase.WHOLE_FEE:
            return Payment(honorarium if line.for_patient else 0, 0, 0)
        case PaymentCase.OWN_PRICE:
            return Payment(line.asking_price_ore, 0, 0)
        case PaymentCase.UNPAID:
            return Payment(None, 0, 0)
        case PaymentCase.UNDECIDED:
            return Payment(None, None, None)


def payee_of(case: PaymentCase, helfo_pays_ore: int | None) -> Payee:
    """Whom Helfo pays; nobody when it pays nothing or it is not known that it does."""
    if not helfo_pays_ore:
        return Payee.NOBODY
    return Payee.PATIENT_AFTERWARDS if case is PaymentCase.ON_RECEIPT else Payee.PROVIDER
