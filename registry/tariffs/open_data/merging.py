"""What offers do to the rows of a folder: first the figures, then the rules, then what follows for other rows."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from registry.period import Period
from registry.tariffs.days import Days
from registry.tariffs.open_data.book import Book, Cells, Sheet, period_of
from registry.tariffs.open_data.descriptions import describe_code
from registry.tariffs.open_data.fees import merge_end, merge_fee
from registry.tariffs.open_data.following import follow_end
from registry.tariffs.open_data.offers import Offer, OfferError
from registry.tariffs.open_data.outcomes import Kind, Outcome, Step
from registry.tariffs.open_data.rules import Alive, end_rules, merge_rule
from registry.tariffs.open_data.terms import Terms


@dataclass(slots=True)
class Code:
    """One fee code under way: its offers in the order of their days, what has been done, and why it cannot be."""

    fee_code: str
    offers: list[Offer]
    is_new: bool
    was_open: bool
    last_date: date | None = None
    steps: list[Step] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        """Whether it went on before, and does not any more."""
        return self.was_open and self.last_date is not None

    def each_offer(self, merge_one: Callable[[Offer], list[Step]]) -> None:
        """Merge its offers, if nothing has been refused yet."""
        for offer in () if self.reasons else self.offers:
            try:
                self.steps += merge_one(offer)
            except OfferError as error:
                self.reasons.append(f"entry {offer.number}: {error}")

    def outcome(self) -> Outcome:
        """What has become of it."""
        return Outcome(self.fee_code, self._kind(), tuple(self.steps), tuple(self.reasons))

    def _kind(self) -> Kind:
        if self.reasons:
            return Kind.REFUSED
        if self.is_new:
            return Kind.ADDED
        if not self.steps:
            return Kind.UNCHANGED
        columns = {cell.column for step in self.steps for cell in step.cells}
        if self.has_ended and columns <= {"last_date"}:
            return Kind.ENDED
        return Kind.RENEWED if columns <= {"last_date", "act_id"} else Kind.CHANGED


def merge(book: Book, offers: list[Offer], terms: Terms) -> tuple[list[Outcome], list[Step]]:
    """Put offers into the rows; what becomes of each code, and the steps that follow for other rows."""
    fees, rules = book.fees(terms.discipline), book.rules(terms.discipline)
    codes = _codes(fees, offers)
    for code in codes:
        code.each_offer(lambda offer: [*merge_fee(fees, offer, terms), *describe_code(book, terms, offer)])
        if not code.reasons:
            _end(code, fees, rules)
    alive = _alive(fees)
    for code in codes:
        code.each_offer(lambda offer: merge_rule(rules, offer, terms, alive))
    followed = []
    for code in codes:
        if code.has_ended and code.last_date:
            followed += follow_end(book, terms.discipline, code.fee_code, code.last_date)
    return [code.outcome() for code in codes], followed


def _codes(fees: Sheet, offers: list[Offer]) -> list[Code]:
    """The codes of the offers."""
    by_code: dict[str, list[Offer]] = defaultdict(list)
    for offer in sorted(offers, key=lambda offer: offer.period.first_date or date.min):
        by_code[offer.fee_code].append(offer)
    return [_code(code, each, fees.of_code(code)) for code, each in by_code.items()]


def _code(fee_code: str, offers: list[Offer], rows: list[Cells]) -> Code:
    goes_on = bool(rows) and period_of(rows[-1]).last_date is None
    return Code(fee_code, offers, is_new=not rows, was_open=goes_on)


def _end(code: Code, fees: Sheet, rules: Sheet) -> None:
    """Let a code end as the document says, and its rules with it."""
    code.steps += merge_end(fees, code.offers)
    code.last_date = period_of(fees.of_code(code.fee_code)[-1]).last_date
    if code.last_date and code.steps:
        code.steps += end_rules(rules, code.fee_code, code.last_date)


def _alive(fees: Sheet) -> Alive:
    """Which codes are in the tariff on all days of a period, and which on some."""
    days: dict[str, list[Period]] = defaultdict(list)
    for row in fees.rows:
        days[row["fee_code"]].append(period_of(row))
    there = {code: Days.of(*periods) for code, periods in days.items()}

    def alive(period: Period) -> tuple[frozenset[str], frozenset[str]]:
        asked = Days.of(period)
        on_all = frozenset(code for code, found in there.items() if found.includes(asked))
        return on_all, frozenset(code for code, found in there.items() if found & asked)

    return alive
