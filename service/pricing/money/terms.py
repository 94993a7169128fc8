"""The terms on which a claim is paid."""

from registry.structs import struct
from service.pricing.money.figures import TariffAuthority
from service.pricing.money.patients import Exemption
from service.pricing.money.payments import PaymentCase


@struct(frozen=True, slots=True)
class Terms:
    """
    The terms on which the whole claim is paid.

    `may_be_exempt` and `region_assumed` say which assumptions could lower what
    the patient pays. `missing` are the provisions of the condition that is not met
    when the scheme does not pay, for whoever reads the trace. `abroad` is
    whether the lines are only settled to see what Norway would have paid.
    """

    case: PaymentCase
    exemption: Exemption
    may_be_exempt: bool
    region_assumed: bool
    authority: TariffAuthority
    missing: tuple[str, ...] = ()
    abroad: bool = False
