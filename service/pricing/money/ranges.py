"""The least and the most that the patient may have to pay at the counter."""

from collections.abc import Iterable, Mapping

from registry.structs import struct
from service.pricing.fee_codes.combinations import choices
from service.pricing.fee_codes.companions import keep_with_companion
from service.pricing.fee_codes.judgement import Judgement


@struct(frozen=True, slots=True)
class Span:
    """From the least to the most, in øre; the most is absent when there is no known limit."""

    lowest: int
    highest: int | None

    def plus(self, other: "Span") -> "Span":
        """Both together."""
        if self.highest is None or other.highest is None:
            return Span(self.lowest + other.lowest, None)
        return Span(self.lowest + other.lowest, self.highest + other.highest)


NOTHING = Span(0, 0)


def sum_spans(spans: Iterable[Span]) -> Span:
    """All together."""
    total = NOTHING
    for span in spans:
        total = total.plus(span)
    return total


def choice_span(judgement: Judgement, by_line: Mapping[int, Span]) -> Span:
    """
    What the lines come to that hang on a choice between fee codes.

    `by_line` has what each such line costs if it is kept. A line is kept when
    all its codes are, and a code that needs a companion when one of those is.
    """
    if not judgement.undecided:
        return NOTHING
    codes = set(judgement.bill.entries) - judgement.refused - judgement.unknown | judgement.undecided
    sets = choices(codes | judgement.with_companion, list(judgement.pairs))
    if sets is None:
        return Span(0, sum_spans(by_line.values()).highest)
    totals = []
    for chosen in sets:
        kept = keep_with_companion(judgement.bill, chosen)
        totals.append(
            sum_spans(
                by_line[coded.line.number]
                for coded in judgement.lines
                if coded.line.number in by_line and all(use.fee_code in kept for use in coded.uses)
            )
        )
    highest = [total.highest for total in totals]
    return Span(
        min(total.lowest for total in totals),
        None if None in highest else max(most for most in highest if most is not None),
    )
