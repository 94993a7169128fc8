"""A diary of JSON lines: each line a claim, or a request for the price of one."""

from avtalt.v1.claim_pb2 import Claim
from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
from service.cli.diary.booking import Booking, Diary, Problem, UnreadableError, booking_name, say
from service.cli.json_input import read_object, to_message
from service.errors import ServiceError

LONGEST_LINE = 256 * 1024
"""In characters; a claim with all that one can hold is a tenth of it."""

OF_THE_WHOLE = ("read", "tariff_authority")
"""What a request may ask for that goes for the whole diary, or for none of it."""


def read_json_lines(text: str) -> Diary:
    """The bookings of a text; an empty line is none."""
    lines = enumerate(text.split("\n"), 1)
    return Diary(tuple(_booking(number, line) for number, line in lines if line.strip()))


def _booking(number: int, line: str) -> Booking:
    try:
        claim = _claim(number, line)
        return Booking(number, booking_name(claim.claim_id), claim)
    except UnreadableError as error:
        problem = str(error)
    except ServiceError as error:
        problem = error.data["problem"]
    return Booking(number, problems=(Problem(number, problem),))


def _claim(number: int, line: str) -> Claim:
    if len(line) > LONGEST_LINE:
        raise UnreadableError(say("LINE_TOO_LONG", most=LONGEST_LINE))
    found = read_object(line, number)
    request = to_message(found if "claim" in found else {"claim": found}, PriceClaimRequest())
    if request.HasField("read") or request.tariff_authority:
        raise UnreadableError(say("FOR_ALL", fields=", ".join(OF_THE_WHOLE)))
    return request.claim
