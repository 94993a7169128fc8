"""
The least bills on which a fee code can stand: the code, and what it and its companions ask for.

A fee that is a percentage of others asks for one of them, whether or not the tariff says so.
"""

from collections.abc import Iterator

from registry.tariffs.tariff_set import TariffDay

Bill = tuple[str, ...]


def least_bills(fee_code: str, tariff: TariffDay) -> Iterator[Bill]:
    """Each bill with the code first and one companion for every code that needs one, in the order of the tariff."""
    return _completed((fee_code,), tariff)


def _completed(bill: Bill, tariff: TariffDay) -> Iterator[Bill]:
    alone = next((code for code in bill if _lacks_companion(code, bill, tariff)), None)
    if alone is None:
        yield bill
        return
    companions = _companions(alone, tariff)
    for companion in tariff.fees:
        if companion in companions:
            yield from _completed((*bill, companion), tariff)


def _lacks_companion(code: str, bill: Bill, tariff: TariffDay) -> bool:
    companions = _companions(code, tariff)
    return bool(companions) and companions.isdisjoint(bill)


def _companions(code: str, tariff: TariffDay) -> frozenset[str]:
    """The codes of which one must stand beside; none when the code can stand alone."""
    share = tariff.fee_shares.get(code)
    if share is None:
        return tariff.fees[code].companions
    return tariff.fees[code].companions or frozenset(other for other in tariff.fees if other.startswith(share.sections))
