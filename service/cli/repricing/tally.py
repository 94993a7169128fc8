"""The results of an archive counted and summed: what was paid beside what is to be paid."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from service.cli.repricing.result import UNREAD, UNSETTLED, Result

MOST_GROUPS = 8192
"""How many groups of differences are told apart; what comes after so many is one more."""

REASON, FEE_CODES, OTHERS = "reason", "fee_codes", "others"
Key = tuple[str, str]
"""What a difference is put down to: whether that is a reason or fee codes, and which."""


@dataclass(slots=True)
class Side:
    """
    The sums of one payer, in øre, over the claims of which both are known: what is to be paid, and what was.

    The others are counted by why they are left out: nothing told of what was
    paid, nothing known of what is to be paid, a bill that is to be corrected
    first. `unsettled_paid` is what was paid for the last.
    """

    compared: int = 0
    pays: int = 0
    paid: int = 0
    differ: int = 0
    not_told: int = 0
    not_known: int = 0
    unsettled: int = 0
    unsettled_paid: int = 0

    def add(self, pays: int | None, paid: int | None, *, unsettled: bool) -> None:
        """Take in a claim."""
        if paid is None:
            self.not_told += 1
        elif unsettled:
            self.unsettled += 1
            self.unsettled_paid += paid
        elif pays is None:
            self.not_known += 1
        else:
            self.compared += 1
            self.pays += pays
            self.paid += paid
            self.differ += pays != paid

    @property
    def difference(self) -> int:
        """What is to be paid, less what was paid."""
        return self.pays - self.paid


@dataclass(slots=True)
class Sums:
    """Some claims, and the sums of both payers."""

    claims: int = 0
    patient: Side = field(default_factory=Side)
    helfo: Side = field(default_factory=Side)

    def add(self, result: Result) -> None:
        """Take in a claim; of one that could not be read there is nothing to sum."""
        self.claims += 1
        if result.outcome != UNREAD:
            unsettled = result.outcome == UNSETTLED
            self.patient.add(result.patient_pays, result.patient_paid, unsettled=unsettled)
            self.helfo.add(result.helfo_pays, result.helfo_paid, unsettled=unsettled)


@dataclass(slots=True)
class Difference:
    """The claims that differ for one reason; `gross` is the sum of how much each does, whichever way."""

    claims: int = 0
    patient: int = 0
    helfo: int = 0
    gross: int = 0

    def add(self, patient: int, helfo: int) -> None:
        """Take in a claim."""
        self.claims += 1
        self.patient += patient
        self.helfo += helfo
        self.gross += abs(patient) + abs(helfo)


@dataclass(slots=True)
class Tally:
    """All results, by outcome, and their differences, by what they are put down to."""

    all: Sums = field(default_factory=Sums)
    outcomes: dict[str, Sums] = field(default_factory=dict)
    differences: dict[Key, Difference] = field(default_factory=dict)
    differ: int = 0

    @property
    def unread(self) -> int:
        """How many claims could not be read."""
        return self.outcomes[UNREAD].claims if UNREAD in self.outcomes else 0

    @property
    def largest(self) -> list[tuple[Key, Difference]]:
        """The groups of differences, the largest first."""
        return sorted(self.differences.items(), key=lambda item: (-item[1].gross, item[0]))

    def add(self, result: Result) -> None:
        """Take in a result."""
        self.all.add(result)
        self.outcomes.setdefault(result.outcome, Sums()).add(result)
        patient, helfo = result.patient_difference or 0, result.helfo_difference or 0
        if patient or helfo:
            self.differ += 1
            key = key_of(result)
            if key not in self.differences and len(self.differences) >= MOST_GROUPS:
                key = (OTHERS, "")
            self.differences.setdefault(key, Difference()).add(patient, helfo)


def tally(results: Iterable[Result]) -> Tally:
    """The tally of results."""
    found = Tally()
    for result in results:
        found.add(result)
    return found


def key_of(result: Result) -> Key:
    """
    What a difference is put down to: the first reason, or where there is none the fee codes, without how often.

    >>> key_of(Result("a", 2, "APPROVED", fee_codes="A3a 2xA3b A3b"))
    ('fee_codes', 'A3a A3b')
    """
    if result.reason:
        return REASON, result.reason
    return FEE_CODES, " ".join(sorted({code.rpartition("x")[2] for code in result.fee_codes.split()}))
