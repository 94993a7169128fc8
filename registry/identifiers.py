"""What a record must look like before it may enter the register."""

import re
from collections.abc import Callable

from registry.organisation_number import is_organisation_number
from registry.records import (
    HELFO,
    NATIONAL_AREA,
    Agreement,
    AgreementKind,
    Coverage,
    Record,
)

LONGEST_ID, LONGEST_TEXT = 64, 255
LONGEST_SHOWN = 64
MOST_DAYS = 36_500
_Check = Callable[[str], object]
_DISCIPLINES = ("LABORATORY", "RADIOLOGY")

_HPR_NUMBER = re.compile(r"[0-9]{1,9}")
_PRACTICE_ID = re.compile(r"[0-9]{10}")
_MUNICIPALITY_CODE = re.compile(r"[0-9]{4}")
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_IDENTITY_NUMBER = re.compile(r"(?<![0-9])[0-9]{6}[ -]?[0-9]{5}(?![0-9])")


def is_hpr_number(text: str) -> bool:
    """Whether `text` is one to nine digits, as a number in the health personnel register is."""
    return _HPR_NUMBER.fullmatch(text) is not None


def is_practice_id(text: str) -> bool:
    """Whether `text` is exactly ten digits, as Helfo's practice number is."""
    return _PRACTICE_ID.fullmatch(text) is not None


def is_municipality_code(text: str) -> bool:
    """Whether `text` is exactly four digits."""
    return _MUNICIPALITY_CODE.fullmatch(text) is not None


def is_coverage_area(text: str) -> bool:
    """Whether `text` can name an area that a source is complete for."""
    return text == NATIONAL_AREA or is_municipality_code(text) or is_organisation_number(text)


def is_plain(text: str, longest: int) -> bool:
    """Whether every database can keep `text`, which may have so many characters, and none that control a terminal."""
    return len(text) <= longest and _CONTROL_CHARACTERS.search(text) is None


def _text(longest: int) -> tuple[_Check, str]:
    return (
        lambda text: text.strip() and is_plain(text, longest) and not holds_identity_number(text),
        f"a text that is not empty, has {longest} characters at most and none that control a terminal, and holds no "
        "national identity number",
    )


_HPR: tuple[_Check, str] = (is_hpr_number, "one to nine digits")
_NAME, _TEXT = _text(LONGEST_ID), _text(LONGEST_TEXT)

_FORMS: dict[str, tuple[_Check, str]] = {
    "hpr_number": _HPR,
    "principal_hpr_number": _HPR,
    "organisation_number": (is_organisation_number, "nine digits with a right check digit, no spaces"),
    "practice_id": (is_practice_id, "exactly ten digits"),
    "municipality_code": (is_municipality_code, "exactly four digits"),
    "area": (is_coverage_area, f"a municipality code, an organisation number or {NATIONAL_AREA!r}"),
    "agreement_id": _NAME,
    "name": _TEXT,
    "source": _TEXT,
    "practice_type": _NAME,
}
_FIELDS = {
    kind: tuple((name, *form) for name, form in _FORMS.items() if name in kind.__slots__) for kind in Record.__args__
}

_COUNTERPARTIES: dict[AgreementKind, tuple[_Check, str]] = {
    AgreementKind.DIRECT_SETTLEMENT: (HELFO.__eq__, f"{HELFO!r}"),
    AgreementKind.MUNICIPAL_FUNDING: (is_municipality_code, "a municipality code of four digits"),
    AgreementKind.REGIONAL_HEALTH_AUTHORITY: (
        is_organisation_number,
        "the organisation number of the regional health authority",
    ),
}


def holds_identity_number(text: str) -> bool:
    """
    Whether a text holds eleven digits that may be a national identity number.

    >>> holds_identity_number("seen by 010190 12345"), holds_identity_number("2000000001-2024")
    (True, False)
    """
    return _IDENTITY_NUMBER.search(text) is not None


def shown(value: object) -> str:
    """
    `value` as an error may repeat it: shortened, and never a run of eleven digits or more.

    Such a run may be a national identity number, which has no place in a log.

    >>> shown("12a"), shown("01010112345")
    ("'12a'", '(a value with eleven digits or more, not repeated here)')
    """
    if re.search(r"[0-9](?:[ .-]?[0-9]){10}", str(value)):
        return "(a value with eleven digits or more, not repeated here)"
    told = repr(value)
    return told if len(told) <= LONGEST_SHOWN else f"{told[:LONGEST_SHOWN]}..."


class InvalidRecordError(ValueError):
    """A record is refused: says which record, which field, what is wrong and what to do."""

    def __init__(self, record: Record, field: str, problem: str, remedy: str) -> None:
        """Keep the parts, and join them to one message."""
        self.record, self.field, self.problem, self.remedy = record, field, problem, remedy
        name = f"{type(record).__name__} {shown(' '.join(record.key))}"
        super().__init__(f"{name}: {field} {problem}. {remedy}")


def check_record(record: Record) -> None:
    """Raise `InvalidRecordError` for the first field of `record` that cannot be right."""
    for field, is_right, form in _FIELDS[type(record)]:
        value = getattr(record, field)
        if value is not None and not is_right(value):
            raise InvalidRecordError(record, field, f"is {shown(value)}", f"Give {form}.")
    if isinstance(record, Agreement):
        _check_agreement(record)
    if isinstance(record, Coverage) and record.max_age_days is not None:
        _check_age(record, record.max_age_days)


def _check_age(coverage: Coverage, max_age_days: int) -> None:
    """Refuse an age that cannot be told."""
    if not 0 <= max_age_days <= MOST_DAYS:
        raise InvalidRecordError(coverage, "max_age_days", f"is {max_age_days}", f"Give 0 to {MOST_DAYS}.")
    if coverage.last_confirmed is None:
        raise InvalidRecordError(
            coverage,
            "last_confirmed",
            "is absent, so that the age given as max_age_days cannot be told",
            "Give the day on which the source was last read, or leave both out.",
        )


def _check_agreement(agreement: Agreement) -> None:
    """Refuse an agreement with both holders or none, or whose other fields do not fit its kind."""
    if (agreement.hpr_number is None) == (agreement.organisation_number is None):
        count = "both" if agreement.hpr_number else "neither"
        raise InvalidRecordError(
            agreement,
            "hpr_number and organisation_number",
            f"are {count} given",
            "Give exactly one of them: the holder.",
        )
    is_right, form = _COUNTERPARTIES[agreement.kind]
    if not is_right(agreement.counterparty):
        raise InvalidRecordError(agreement, "counterparty", f"is {shown(agreement.counterparty)}", f"Give {form}.")
    regional = agreement.kind is AgreementKind.REGIONAL_HEALTH_AUTHORITY
    if regional and agreement.discipline not in _DISCIPLINES:
        raise InvalidRecordError(
            agreement,
            "discipline",
            f"is {shown(agreement.discipline)}",
            f"Give one of {', '.join(_DISCIPLINES)}.",
        )
    if not regional and agreement.discipline is not None:
        raise InvalidRecordError(
            agreement,
            "discipline",
            f"is {shown(agreement.discipline)}",
            "Leave it out: only regional contracts have one.",
        )
