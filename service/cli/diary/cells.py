"""One cell of a diary read as what its column holds, in the ways that people and their programs write it."""

import re
from datetime import date, time
from functools import cache

from avtalt.v1.claim_pb2 import BilledFee
from service.cli.diary.booking import UnreadableError, say
from service.cli.diary.columns import fold
from service.texts.catalogue import LANGUAGES, ORE_PER_KRONE, catalogue

NORWEGIAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]00)?", re.ASCII)
KRONER = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?", re.ASCII)
WHOLE = re.compile(r"\d{1,9}", re.ASCII)
TIMES = r"\s*[x×*]\s*"
CODE = r"[A-Z]|[A-Za-z]\d{1,2}[A-Za-z]{0,2}|\d{3}[A-Za-z]?"
"""A fee code as tariffs print it: G, A3a, C34ft, 870, 899a; no word, and no longer number, which may be anything."""

FEE = re.compile(
    rf"(?:(?P<first>\d{{1,4}}){TIMES})?(?P<code>{CODE})(?![A-Za-z0-9])(?:(?:\s*[×*]|\s+x)\s*(?P<last>\d{{1,4}}))?",
    re.ASCII,
)
CATEGORY = re.compile(r"[A-Za-z]{2,4}\d{1,2}", re.ASCII)
"""A refund category as the tables print it: CT2, PATA12."""

BETWEEN = re.compile(r"[\s,;+]+")
YES = ("yes", "True", "HELD", "x", "1")
NO = ("no", "False", "NOT_HELD", "0")
LETTERS_OF_YES = {"ja": True, "j": True, "y": True, "nei": False, "n": False}


def read_day(column: str, text: str) -> str:
    """A day, also written the Norwegian way, as YYYY-MM-DD."""
    if found := ISO_DAY.fullmatch(text):
        year, month, day = found.groups()
    elif found := NORWEGIAN_DAY.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise UnreadableError(say("NO_DAY", column=column))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise UnreadableError(say("NO_DAY", column=column)) from None


def read_clock(column: str, text: str) -> str:
    """A time of day as HH:MM."""
    found = CLOCK.fullmatch(text)
    try:
        return time(int(found[1]), int(found[2])).isoformat("minutes") if found else _no_clock(column)
    except ValueError:
        return _no_clock(column)


def _no_clock(column: str) -> str:
    raise UnreadableError(say("NO_TIME", column=column))


def read_kroner(column: str, text: str) -> int:
    """An amount in øre, written in kroner; spaces may part the thousands."""
    found = KRONER.fullmatch("".join(text.split()))
    if not found:
        raise UnreadableError(say("NO_AMOUNT", column=column))
    return int(found[1]) * ORE_PER_KRONE + int((found[2] or "0").ljust(2, "0"))


def read_whole(column: str, text: str) -> int:
    """A whole number."""
    if not WHOLE.fullmatch(text):
        raise UnreadableError(say("NO_WHOLE", column=column))
    return int(text)


def read_digits(_column: str, text: str) -> str:
    """A number that names something, without the spaces that part its digits."""
    return "".join(text.split())


def read_truth(column: str, text: str) -> bool:
    """Yes or no, in any of the languages."""
    found = _truths().get(fold(text))
    if found is None:
        raise UnreadableError(say("NO_TRUTH", column=column))
    return found


@cache
def _truths() -> dict[str, bool]:
    words = {fold(each): answer for given, answer in ((YES, True), (NO, False)) for each in given}
    for language in LANGUAGES:
        texts = catalogue(language)
        words |= {fold(texts.word("yes")): True, fold(texts.word("no")): False}
    return words | LETTERS_OF_YES


def read_choice(column: str, text: str, choices: tuple[str, ...]) -> str:
    """One of the names of the contract, by name or by its word in any of the languages."""
    found = _words(choices).get(fold(text))
    if found is None:
        raise UnreadableError(say("NO_CHOICE", column=column, known=", ".join(choices)))
    return found


@cache
def _words(choices: tuple[str, ...]) -> dict[str, str]:
    found = {fold(name): name for name in choices}
    for language in LANGUAGES:
        found |= {fold(catalogue(language).word(name)): name for name in choices}
    return found


def read_fees(column: str, text: str) -> list[BilledFee]:
    """Fee codes with how often each is used: `A3a`, `A3a 2xA3b`, `A3a, 2 x A3b`, `A3a A3b*2`, `A3b x 2`."""
    fees, place = [], 0
    while place < len(text):
        found = FEE.match(text, place)
        if not found or (found["first"] and found["last"]):
            raise UnreadableError(say("NO_FEE_CODES", column=column))
        count = found["first"] or found["last"]
        fees.append(BilledFee(fee_code=found["code"], count=int(count) if count else None))
        gap = BETWEEN.match(text, found.end())
        if found.end() < len(text) and not gap:
            raise UnreadableError(say("NO_FEE_CODES", column=column))
        place = gap.end() if gap else len(text)
    return fees


def read_category(column: str, text: str) -> str:
    """A refund category, such as CT2."""
    if not CATEGORY.fullmatch(text):
        raise UnreadableError(say("NO_CATEGORY", column=column))
    return text
