"""Fees and ceilings as a person reads them."""

from collections.abc import Iterable

from avtalt.v1.tariff_pb2 import Fee, UserFeeCeiling
from service.cli.printing import ABSENT, kroner, print_table, say
from service.texts.catalogue import catalogue

AMOUNTS = ("honorarium", "refund", "user_fee")


def print_fees(fees: Iterable[Fee], gaps: Iterable[str], language: str) -> None:
    """Print a tariff as a table, and what of it is not on record."""
    texts = catalogue(language)
    headings = ["CODES", "HONORARIUM", "REFUND", "USER_FEE", "DESCRIPTION"]
    rows = [[fee.fee_code, *(kroner(fee, f"{name}_ore", texts) for name in AMOUNTS), fee.description] for fee in fees]
    print_table([texts.say("headings", heading, {}) for heading in headings], rows, frozenset({1, 2, 3}))
    for gap in gaps:
        say(f"! {gap}")


def print_fee(fee: Fee, language: str) -> None:
    """Print a fee code with its period, its rules and where it stands."""
    texts = catalogue(language)
    print_fees([fee], (), language)
    say()
    through = fee.last_date or ABSENT
    say(f"{texts.say('headings', 'FROM', {})} {fee.first_date} {texts.say('headings', 'THROUGH', {})} {through}")
    for name, values in (("max_count", [str(fee.max_count)] if fee.HasField("max_count") else []),
                         ("companions", list(fee.companions)), ("excludes", list(fee.excludes))):  # fmt: skip
        if values:
            say(f"{name}: {' '.join(values)}")
    if fee.frequency:
        say(f"frequency: {fee.frequency}")
    if fee.HasField("dispute"):
        default, regulation = fee.dispute.default_figures, fee.dispute.regulation_figures
        say(f"{texts.kroner(default.user_fee_ore)}: {default.source}")
        say(f"{texts.kroner(regulation.user_fee_ore)}: {regulation.source}")
    say(f"{fee.legal_basis.text} {fee.legal_basis.url}")


def print_ceiling(ceiling: UserFeeCeiling, language: str) -> None:
    """Print the ceiling of a year."""
    texts = catalogue(language)
    mark = f" ({texts.say('headings', 'PROVISIONAL', {})})" if ceiling.provisional else ""
    say(f"{texts.say('headings', 'CEILING', {})} {ceiling.year}: {texts.kroner(ceiling.amount_ore)}{mark}")
