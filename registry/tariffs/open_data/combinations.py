"""
The field `ugyldig_kombinasjon`: with which codes a code may not stand.

The published description says that "Alle unntatt" (all but) before codes turns
into "Alle" (all) when those codes are filtered away. Assumed: that codes alone
are the ones excluded, and that codes are told apart by commas, semicolons,
spaces or "og" (and).
"""

import re

from registry.structs import struct
from registry.tariffs.records import CombinationMode

ALL = re.compile(r"alle(?: takster)?\.?", re.IGNORECASE)
ALL_EXCEPT = re.compile(r"alle(?: takster)? unntatt:?\s+(.+)", re.IGNORECASE)
SEPARATOR = re.compile(r"[,;\s]+(?:og\s+)?")
CODE = re.compile(r"[A-Za-z]{0,2}[0-9]{1,4}[a-z]{0,3}|[A-Z]", re.ASCII)


@struct(frozen=True, slots=True)
class Combinations:
    """The codes of a printed rule and how they are to be read."""

    mode: CombinationMode
    codes: frozenset[str]

    def only(self, codes: frozenset[str]) -> "Combinations":
        """
        The same rule, naming only codes that exist.

        A code that does not exist cannot stand in a claim, so whether it is named
        or not makes no difference.
        """
        named = self.codes & codes
        if self.mode is CombinationMode.ALL_EXCEPT and not named:
            return Combinations(CombinationMode.ALL, named)
        return Combinations(self.mode, named)


def read_combinations(text: str) -> Combinations:
    """
    The rule that a text says; an empty text excludes nothing.

    >>> read_combinations("Alle unntatt A1c, A1g og D40").mode
    <CombinationMode.ALL_EXCEPT: 'ALL_EXCEPT'>

    Raises `ValueError` for a word that is no fee code.
    """
    words = " ".join(text.split())
    if ALL.fullmatch(words):
        return Combinations(CombinationMode.ALL, frozenset())
    but = ALL_EXCEPT.fullmatch(words)
    mode = CombinationMode.ALL_EXCEPT if but else CombinationMode.LIST
    return Combinations(mode, read_codes(but[1] if but else words))


def read_codes(text: str) -> frozenset[str]:
    """The fee codes of a list. Raises `ValueError` for a word that is none."""
    words = [word for word in SEPARATOR.split(text.strip().rstrip(".")) if word]
    strange = [word for word in words if not CODE.fullmatch(word)]
    if strange:
        raise ValueError(f"these are no fee codes: {' '.join(strange)}")
    return frozenset(words)
