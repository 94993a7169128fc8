"""A group of rows as a claim, priced by the same function as `PriceClaim`, and what came of it as a result."""

from avtalt.v1.claim_pb2 import Claim
from avtalt.v1.decision_pb2 import Decision, Outcome
from avtalt.v1.reason_code_pb2 import ReasonCode
from service.cli.diary.booking import Booking, Problem, UnreadableError
from service.cli.diary.booking import say as say_of_diary
from service.cli.diary.cells import read_kroner
from service.cli.diary.columns import Header
from service.cli.diary.rows import Rows, is_too_wide, told_by
from service.cli.repricing.archive import PAID
from service.cli.repricing.groups import MOST_ROWS, Group
from service.cli.repricing.phrases import say
from service.cli.repricing.result import UNREAD, Result
from service.errors import ServiceError
from service.rpc.errors import error_text, known_failure
from service.rpc.failures import unforeseen
from service.rpc.pricing_handlers import price_one
from service.rpc.terms import Terms
from service.texts.catalogue import Catalogue

COMMAND = "reprice"
Paid = dict[str, int]
"""What was paid for a claim, in øre, by the column that tells it; what is not told is absent."""


def reprice(group: Group, header: Header, terms: Terms) -> Result:
    """What comes of a group."""
    booking, paid = read_group(group, header)
    if booking.claim is None:
        return _unread(booking, booking.problems)
    answer = _answer(booking.claim, terms)
    if isinstance(answer, ServiceError):
        return _unread(booking, (Problem(group.line, harmless_text(answer, terms.texts)),))
    return _priced(booking, answer, paid)


def read_group(group: Group, header: Header) -> tuple[Booking, Paid]:
    """The booking of a group, and what was paid for it: its rows added up."""
    rows, paid = Rows(group.line), Paid()
    for line, cells in group.records:
        told = told_by(cells, header)
        paid_here = {column: told.pop(column) for column in PAID if column in told}
        if is_too_wide(cells, header):
            rows.problems.append(Problem(line, say_of_diary("TOO_MANY_CELLS")))
        else:
            rows.add(line, told)
        _add_up(paid, paid_here, line, rows)
    if group.before is not None:
        rows.problems.insert(0, Problem(group.line, say("APART", line=group.before)))
    if group.count > MOST_ROWS:
        rows.problems.append(Problem(group.line, say("TOO_MANY_ROWS", most=MOST_ROWS)))
    return rows.booking(), paid


def _add_up(paid: Paid, told: dict[str, str], line: int, rows: Rows) -> None:
    for column, text in told.items():
        try:
            paid[column] = paid.get(column, 0) + read_kroner(column, text)
        except UnreadableError as error:
            rows.problems.append(Problem(line, str(error)))


def _answer(claim: Claim, terms: Terms) -> Decision | ServiceError:
    try:
        return Decision.FromString(price_one(claim, terms))
    except Exception as failure:
        return known_failure(failure) or unforeseen(failure, COMMAND)


def harmless_text(error: ServiceError, texts: Catalogue) -> str:
    """An error in words that repeat nothing of what stands in the archive: cells of a wrong column go astray."""
    data = dict(error.data)
    if "value" in data:
        data["value"] = texts.say("diary", "NOT_REPEATED", {})
    return error_text(ServiceError(error.reason, **data), texts)


def _unread(booking: Booking, problems: tuple[Problem, ...]) -> Result:
    told = "; ".join(say_of_diary("LINE", line=each.line, problem=each.text) for each in problems)
    return Result(booking.name, booking.line, UNREAD, problem=told)


def _priced(booking: Booking, decision: Decision, paid: Paid) -> Result:
    totals, reasons = decision.totals, decision.reasons
    return Result(
        booking.name,
        booking.line,
        Outcome.Name(decision.outcome).removeprefix("OUTCOME_"),
        totals.patient_pays_ore if totals.HasField("patient_pays_ore") else None,
        totals.helfo_pays_ore if totals.HasField("helfo_pays_ore") else None,
        paid.get("patient_paid"),
        paid.get("helfo_paid"),
        ReasonCode.Name(reasons[0].code).removeprefix("REASON_CODE_") if reasons else "",
        fee_codes_of(decision),
        decision.decision_id,
    )


def fee_codes_of(decision: Decision) -> str:
    """The fee codes that a decision is about, each with how often it is used, as an archive may write them."""
    fees = (fee for line in decision.lines for fee in line.fees)
    return " ".join(fee.fee_code if fee.count == 1 else f"{fee.count}x{fee.fee_code}" for fee in fees)
