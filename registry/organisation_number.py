"""Norwegian organisation numbers: nine digits, the last one a check digit."""

import re

from stdnum.no import orgnr

_NINE_DIGITS = re.compile(r"[0-9]{9}", re.ASCII)


def is_organisation_number(text: str) -> bool:
    """
    Whether `text` is nine digits, no spaces, that pass the modulus 11 check.

    >>> is_organisation_number("991324968")
    True
    >>> is_organisation_number("991324967"), is_organisation_number("991 324 968")
    (False, False)
    """
    return _NINE_DIGITS.fullmatch(text) is not None and orgnr.is_valid(text)
