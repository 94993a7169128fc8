"""
One field of a request read, or refused with an error that names it.

No error repeats a value that could tell who a patient is: values are repeated
only where a function says so, and never when they hold eleven digits.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from google.protobuf.timestamp_pb2 import Timestamp

from registry.identifiers import LONGEST_TEXT, is_hpr_number, is_municipality_code, is_plain, is_practice_id
from registry.organisation_number import is_organisation_number
from service.errors import ErrorReason, ServiceError

CLAIM_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
FEE_CODE = re.compile(r"[A-Za-z0-9]{1,8}")
REFUND_CATEGORY = re.compile(r"[A-Za-z0-9]{1,12}")
COUNTRY_CODE = re.compile(r"[A-Z]{2}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TIME = re.compile(r"\d{2}:\d{2}", re.ASCII)
IDENTITY_NUMBER_DIGITS = 11
IDENTITY_NUMBER = re.compile(rf"\d(?:[\s._/–-]*\d){{{IDENTITY_NUMBER_DIGITS - 1}}}")
LONGEST_ECHO = 32
NOT_REPEATED = "(not repeated)"
LARGEST_INT32 = 2_147_483_647
EARLIEST_YEAR = 1850
LATEST_YEAR = 2199
EARLIEST_DAY = date(EARLIEST_YEAR, 1, 1)
LATEST_DAY = date(LATEST_YEAR + 1, 1, 1) - timedelta(days=1)


def required(field: str, value: str) -> str:
    """The value, which may not be empty."""
    if not value:
        raise ServiceError(ErrorReason.FIELD_MISSING, field=field)
    return value


def read_text(field: str, value: str, record: str, longest: int = LONGEST_TEXT) -> str:
    """A text of a record, which every database can keep; it is not repeated in the error."""
    required(field, value)
    if not is_plain(value, longest):
        raise ServiceError(
            ErrorReason.INVALID_RECORD,
            field=field,
            record=record,
            problem=f"is longer than {longest} characters or holds control characters",
            remedy="Say it shorter, in plain text.",
        )
    return value


def echo(value: str) -> str:
    """The value as an error may repeat it: short, and without what may be an identity number."""
    many = sum(character.isdigit() for character in value) >= IDENTITY_NUMBER_DIGITS
    return NOT_REPEATED if many else _shortened(value)


def echo_version(value: str) -> str:
    """
    What names tariffs or rules as an error may repeat it.

    A digest has many digits, but seldom eleven of them in a row.
    """
    return NOT_REPEATED if hides_identity_number(value) else _shortened(value)


def _shortened(value: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in value)
    return printable if len(printable) <= LONGEST_ECHO else printable[:LONGEST_ECHO] + "..."


def read_day(field: str, value: str, *, private: bool = False) -> date:
    """A day of the calendar; a private value is not repeated in the error."""
    required(field, value)
    try:
        day = date.fromisoformat(value) if DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        shown = NOT_REPEATED if private else echo(value)
        raise ServiceError(ErrorReason.INVALID_DATE, field=field, value=shown)
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        least, most = EARLIEST_DAY.isoformat(), LATEST_DAY.isoformat()
        raise ServiceError(ErrorReason.NUMBER_OUT_OF_RANGE, field=field, least=least, most=most)
    return day


def read_time(field: str, value: str) -> time:
    """A time of day."""
    try:
        if TIME.fullmatch(value):
            return time.fromisoformat(value)
    except ValueError:
        pass
    raise ServiceError(ErrorReason.INVALID_TIME, field=field, value=echo(value))


def read_instant(field: str, moment: Timestamp) -> datetime:
    """A moment, which must be one of the calendar."""
    try:
        return moment.ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ServiceError(ErrorReason.INVALID_DATE, field=field, value="(out of range)") from None


def read_hpr_number(field: str, value: str) -> str:
    """The number of a person in HPR."""
    if not is_hpr_number(required(field, value)):
        raise ServiceError(ErrorReason.INVALID_HPR_NUMBER, field=field, value=echo(value))
    return value


def read_organisation_number(field: str, value: str) -> str:
    """The number of an organisation, check digit included."""
    if not is_organisation_number(required(field, value)):
        raise ServiceError(ErrorReason.INVALID_ORGANISATION_NUMBER, field=field, value=echo(value))
    return value


def read_practice_id(field: str, value: str) -> str | None:
    """The number of a practice; absent when empty."""
    if value and not is_practice_id(value):
        raise ServiceError(ErrorReason.INVALID_PRACTICE_ID, field=field, value=echo(value))
    return value or None


def read_municipality_code(field: str, value: str) -> str | None:
    """A municipality code; absent when empty."""
    if value and not is_municipality_code(value):
        raise ServiceError(ErrorReason.INVALID_MUNICIPALITY_CODE, field=field)
    return value or None


def read_country_code(field: str, value: str) -> str:
    """A country; empty means Norway."""
    if value and not COUNTRY_CODE.fullmatch(value):
        raise ServiceError(ErrorReason.INVALID_COUNTRY_CODE, field=field)
    return value or "NO"


def read_claim_id(field: str, value: str) -> str:
    """The caller's own reference, which may not look like an identity number."""
    if value and (not CLAIM_ID.fullmatch(value) or hides_identity_number(value)):
        raise ServiceError(ErrorReason.INVALID_CLAIM_ID, field=field)
    return value


def hides_identity_number(value: str) -> bool:
    """Whether eleven digits stand in a row, however spaces, hyphens, dots and the like part them."""
    return IDENTITY_NUMBER.search(value) is not None


def read_fee_code(field: str, value: str) -> str:
    """A fee code as it may be printed in a tariff."""
    if not FEE_CODE.fullmatch(required(field, value)):
        raise ServiceError(ErrorReason.INVALID_FEE_CODE, field=field)
    return value


def read_refund_category(field: str, value: str) -> str | None:
    """A refund category, which may not look like an identity number; absent when empty."""
    if value and (not REFUND_CATEGORY.fullmatch(value) or hides_identity_number(value)):
        raise ServiceError(ErrorReason.INVALID_REFUND_CATEGORY, field=field)
    return value or None


def read_number(field: str, value: int, least: int, most: int) -> int:
    """A number within its bounds, both counting."""
    if not least <= value <= most:
        raise ServiceError(ErrorReason.NUMBER_OUT_OF_RANGE, field=field, least=str(least), most=str(most))
    return value


def read_choice(field: str, value: int, choices: tuple[str | None, ...]) -> str:
    """The name of an enum value that must be told."""
    if value == 0:
        raise ServiceError(ErrorReason.FIELD_MISSING, field=field)
    return read_known(field, value, choices)


def read_known(field: str, value: int, choices: tuple[str | None, ...]) -> str:
    """The name of an enum value of the contract; the unspecified one is not known."""
    name = choices[value] if 0 < value < len(choices) else None
    if name is None:
        raise ServiceError(ErrorReason.UNKNOWN_ENUM_VALUE, field=field)
    return name
