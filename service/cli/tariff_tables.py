"""Fees and ceilings as a person reads them."""

from collections.abc import Iterable

from avtalt.v1.tariff_pb2 import DisputedFigures, Fee, UserFeeCeiling
from avtalt.v1.tariff_service_pb2 import ListFeesResponse
from service.cli.phrases import phrase
from service.cli.printing import ABSENT, kroner, print_table, say
from service.texts.catalogue import Catalogue, catalogue

AMOUNTS = ("honorarium", "refund", "user_fee")


def print_tariff(tariff: ListFeesResponse, language: str) -> None:
    """Print the fee codes as a table, the refund categories as another, and what of them is not on record."""
    _print_fees(tariff.fees, language)
    if tariff.refund_categories:
        texts = catalogue(language)
        refund, description = (texts.say("headings", heading, {}) for heading in ("REFUND", "DESCRIPTION"))
        rows = [
            [each.fee_code, kroner(each, "refund_ore", texts), each.description] for each in tariff.refund_categories
        ]
        say("")
        print_table([phrase("TARIFF_CATEGORY"), refund, description], rows, frozenset({1}))
    for gap in tariff.gaps:
        say(f"! {gap}")


def _print_fees(fees: Iterable[Fee], language: str) -> None:
    texts = catalogue(language)
    headings = ["CODES", "HONORARIUM", "REFUND", "USER_FEE", "DESCRIPTION"]
    rows = [[fee.fee_code, *(kroner(fee, f"{name}_ore", texts) for name in AMOUNTS), fee.description] for fee in fees]
    print_table([texts.say("headings", heading, {}) for heading in headings], rows, frozenset({1, 2, 3}))


def print_fee(fee: Fee, language: str) -> None:
    """Print a fee code with its period, its rules and where it stands."""
    texts = catalogue(language)
    _print_fees([fee], language)
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
