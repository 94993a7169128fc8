"""What a rule says against a fee code of the claim."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from registry.structs import struct
from registry.tariffs.tariff_set import FeeEntry
from service.pricing.fee_codes.coding import CodedLine
from service.verification.findings import Reason


@struct(frozen=True, slots=True)
class Refusal:
    """
    A fee code may not be billed as written, or a missing fact decides.

    `undecided` is set for two codes that exclude each other: which one falls is
    the biller's choice.
    """

    fee_code: str
    reason: Reason
    unknown: bool = False
    undecided: bool = False


@struct(frozen=True, slots=True)
class Bill:
    """
    The fee codes of a claim, counted together.

    `entries` has the tariff's row for each code in force; `places` the numbers
    and counts of the lines on which a code stands.
    """

    counts: Mapping[str, int]
    entries: Mapping[str, FeeEntry]
    places: Mapping[str, list[tuple[int, int]]]

    def first_line(self, fee_code: str) -> int:
        """The number of the first line with the code."""
        return self.places[fee_code][0][0]


def count_together(lines: Iterable[CodedLine], fees: Mapping[str, FeeEntry]) -> Bill:
    """The codes of all lines, counted together."""
    counts: Counter[str] = Counter()
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for coded in lines:
        for use in coded.uses:
            counts[use.fee_code] += use.count
            places[use.fee_code].append((coded.line.number, use.count))
    entries = {code: fees[code] for code in counts if code in fees}
    return Bill(counts, entries, places)
