"""Fees and ceilings as a person reads them."""

from collections.abc import Iterable

from avtalt.v1.tariff_pb2 import DisputedFigures, Fee, UserFeeCeiling
from service.cli.phrases import phrase
from service.cli.printing import ABSENT, kroner, print_table, say
from service.texts.catalogue import Catalogue, catalogue

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
    through = fee.last_date or ABSENT
    say(f"\n{texts.say('headings', 'FROM', {})} {fee.first_date} {texts.say('headings', 'THROUGH', {})} {through}")
    for line in _rules(fee):
        say(line)
    if fee.HasField("dispute"):
        say(_disputed("DEFAULT_FIGURES", fee.dispute.default_figures, texts))
        say(_disputed("REGULATION_FIGURES", fee.dispute.regulation_figures, texts))
    say(f"{fee.legal_basis.text} {fee.legal_basis.url}")


def _rules(fee: Fee) -> Iterable[str]:
    """What limits the use of a fee code."""
    if fee.HasField("max_count"):
        yield phrase("MAX_COUNT", count=fee.max_count)
    for name in ("companions", "excludes"):
        codes = getattr(fee, name)
        if codes:
            yield phrase(name.upper(), codes=" ".join(codes))
    if fee.frequency:
        yield phrase("FREQUENCY", limit=fee.frequency)


def _disputed(key: str, figures: DisputedFigures, texts: Catalogue) -> str:
    return phrase(key, amount=texts.kroner(figures.user_fee_ore), source=figures.source)


def print_ceiling(ceiling: UserFeeCeiling, language: str) -> None:
    """Print the ceiling of a year."""
    texts = catalogue(language)
    mark = f" ({texts.say('headings', 'PROVISIONAL', {})})" if ceiling.provisional else ""
    say(f"{texts.say('headings', 'CEILING', {})} {ceiling.year}: {texts.kroner(ceiling.amount_ore)}{mark}")
