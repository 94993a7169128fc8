"""The sentences of one language, filled with the data of a reason, a notice or an error."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("nb", "nn", "en")
FOLDER = Path(__file__).parent
DECIMAL_MARKS = {"nb": ",", "nn": ",", "en": "."}
AMOUNT = "_ore"
ORE_PER_KRONE = 100
PLACEHOLDER = re.compile(r"\{(\w+)\}")
LIST_MARK = ", "
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
SPOKEN = frozenset({"reasons", "notices", "assumptions", "provisional", "rules", "remedies", "changes"})
"""The sections whose sentences people read or hear; in the others a day stands as a program writes it."""


class Catalogue:
    """
    The texts of one language.

    A value whose key ends in `_ore` is said in kroner, and in a sentence that
    people read a day is said as they write it; any other value is said by the
    word that the language has for it, or as it stands.
    """

    def __init__(self, language: str) -> None:
        """Read the language's file."""
        tables = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        self.language = language
        self._words: dict[str, str] = tables.pop("words")
        self._dates: dict[str, str] = tables.pop("dates")
        self._mark = DECIMAL_MARKS[language]
        self._sentences = {
            (section, code): tuple(PLACEHOLDER.split(sentence))
            for section, table in tables.items()
            for code, sentence in table.items()
        }

    def say(self, section: str, code: str, data: Mapping[str, str]) -> str:
        """The sentence of a code with its data filled in. Raises `KeyError` for an unknown code or a missing key."""
        parts = self._sentences[section, code]
        if len(parts) == 1:
            return parts[0]
        fill = self._spoken if section in SPOKEN else self._word
        return "".join([fill(part, data[part]) if place % 2 else part for place, part in enumerate(parts)])

    def section(self, section: str) -> dict[str, str]:
        """All sentences of a section that have no places to fill."""
        return {code: parts[0] for (of, code), parts in self._sentences.items() if of == section and len(parts) == 1}

    def open(self, section: str, code: str, data: Mapping[str, str]) -> str:
        """The sentence of a code with some of its data filled in, and the other keys still in braces."""
        parts = self._sentences[section, code]
        return "".join([data.get(part, f"{{{part}}}") if place % 2 else part for place, part in enumerate(parts)])

    def word(self, value: str) -> str:
        """The word for a value, or the value as it stands."""
        return self._words.get(value, value)

    def kroner(self, ore: int) -> str:
        """An amount in kroner, with decimals only when there are øre."""
        whole, rest = divmod(ore, ORE_PER_KRONE)
        return f"{whole}{self._mark}{rest:02d}" if rest else str(whole)

    def day(self, year: str, month: str, day: str) -> str:
        """A day as it is written in a sentence."""
        return self._dates["DAY"].format(day=int(day), month=self._dates[f"MONTH_{month}"], year=year)

    def _spoken(self, key: str, value: str) -> str:
        found = DAY.fullmatch(value)
        return self.day(*found.groups()) if found else self._word(key, value)

    def _word(self, key: str, value: str) -> str:
        if key.endswith(AMOUNT):
            return self.kroner(int(value)) if value else self._words["NOT_KNOWN"]
        if not value:
            return self._words["NONE"]
        if LIST_MARK in value:
            return LIST_MARK.join(self.word(each) for each in value.split(LIST_MARK))
        return self.word(value)


@cache
def catalogue(language: str) -> Catalogue:
    """The texts of a language, read once."""
    return Catalogue(language)
