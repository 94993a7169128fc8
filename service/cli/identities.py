"""A provider named by one number on the command line."""

import re

from registry.organisation_number import is_organisation_number
from service.cli.failures import complain
from service.cli.phrases import phrase

NINE_DIGITS = re.compile(r"\d{9}", re.ASCII)


def is_organisation(number: str, *, hpr: bool) -> bool:
    """Whether a number is taken for an organisation's; of nine digits, which may be either, says which."""
    found = not hpr and is_organisation_number(number)
    if NINE_DIGITS.fullmatch(number):
        complain(phrase("ORGANISATION" if found else "PERSON", number=number))
    return found
