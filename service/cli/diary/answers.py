"""What came of each booking of a diary, in the order in which it is to be seen to."""

from collections.abc import Sequence
from dataclasses import dataclass

from google.rpc.status_pb2 import Status

from avtalt.v1.basis_pb2 import Basis
from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsResult
from avtalt.v1.decision_pb2 import Decision, Outcome
from avtalt.v1.reason_pb2 import Audience
from service.cli.against import Against
from service.cli.diary.asking import price_all, progress
from service.cli.diary.booking import Booking, Diary, Problem, say
from service.cli.options import Asking
from service.cli.pricing_terms import Terms
from service.errors import ErrorReason, ServiceError
from service.rpc.errors import to_status
from service.texts.catalogue import catalogue

UNREAD = "UNREAD"
ORDER = (UNREAD, "NOT_COVERED", "REJECTED", "NEEDS_INFORMATION", "PARTLY_APPROVED")
"""Problems, the worst first; what is no problem follows in the order of the file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """
    A booking, by its place in the diary counted from 1, and its decision, or why there is none.

    The error is what a server told; absent where a booking was not put to one.
    """

    place: int
    booking: Booking
    decision: Decision | None
    problems: tuple[Problem, ...] = ()
    error: Status | None = None

    @property
    def outcome(self) -> str:
        """The outcome of the decision, or that the booking could not be read."""
        return Outcome.Name(self.decision.outcome).removeprefix("OUTCOME_") if self.decision else UNREAD

    @property
    def urgency(self) -> int:
        """How far down it stands in a list that begins with what is to be seen to."""
        return ORDER.index(self.outcome) if self.outcome in ORDER else len(ORDER)

    @property
    def reason(self) -> str:
        """The first reason that something can be done about, else the first; or all that keeps it from being read."""
        if self.decision is None:
            return "\n".join(say(self.booking.unit, line=each.line, problem=each.text) for each in self.problems)
        reasons = sorted(self.decision.reasons, key=lambda reason: not reason.remedies)
        return reasons[0].text if reasons else ""

    @property
    def notice(self) -> str:
        """The first thing that the patient must be told; empty when there is nothing."""
        told = self.decision.notices if self.decision else ()
        return next((each.text for each in told if each.audience == Audience.AUDIENCE_PATIENT), "")

    def result(self, language: str) -> BatchPriceClaimsResult:
        """It as a result of the contract, whose number is the place in the diary."""
        if self.decision is not None:
            return BatchPriceClaimsResult(claim_number=self.place, decision=self.decision)
        error = ServiceError(ErrorReason.MALFORMED_MESSAGE, problem="; ".join(self.reason.splitlines()))
        status = self.error or to_status(error, catalogue(language))
        return BatchPriceClaimsResult(claim_number=self.place, error=status)


def answer_diary(diary: Diary, terms: Terms, asking: Asking) -> tuple[list[Answer], Basis]:
    """What comes of each booking, in the order of the file, and what it rests on."""
    with progress(len(diary.claims)) as advance:
        results, basis = price_all(diary.claims, terms, asking, advance)
    return _answers(diary, results), basis


def answer_both(
    diary: Diary, terms: Terms, asking: Asking, against: Against
) -> tuple[list[tuple[Answer, Answer]], tuple[Basis, Basis]]:
    """What comes of each booking as it is, and as it would be with what is different; and what each rests on."""
    claims = diary.claims
    changed = against.claims(claims)
    with progress(2 * len(claims)) as advance:
        first, basis = price_all(claims, terms, asking, advance)
        second, other = price_all(changed, against.terms(terms, basis), against.asking(asking), advance)
    pairs = zip(_answers(diary, first), _answers(diary, second), strict=True)
    return list(pairs), (basis, other)


def in_order(answers: Sequence[Answer]) -> list[Answer]:
    """Problems first."""
    return sorted(answers, key=lambda answer: answer.urgency)


def _answers(diary: Diary, results: Sequence[BatchPriceClaimsResult]) -> list[Answer]:
    came = iter(results)
    return [
        _answer(place, booking, next(came) if booking.claim is not None else None)
        for place, booking in enumerate(diary.bookings, 1)
    ]


def _answer(place: int, booking: Booking, result: BatchPriceClaimsResult | None) -> Answer:
    if result is None:
        return Answer(place, booking, None, booking.problems)
    if result.HasField("error"):
        return Answer(place, booking, None, (Problem(booking.line, result.error.message),), result.error)
    return Answer(place, booking, result.decision)
