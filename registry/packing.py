"""
Records packed as text, so that a million providers take little memory and no time of the garbage collector.

A record is packed as a code, which stands for what many records have in common,
and a JSON array of what is its own. An entry is the packed records of one owner,
the owner first:

    4,["9000001","Kari Nordmann"],17,["9000001","2010-01-01",null]

Where more differs than there are codes, the array of what is in common stands
in place of the code.
"""

import json
from collections.abc import Callable, Iterable
from functools import partial
from threading import Lock
from typing import Any

from registry.entries import OrganisationEntry, PerformerEntry, PracticeEntry
from registry.forms import FORMS, Form
from registry.records import Organisation, Performer, Practice, Record

AnyEntry = PerformerEntry | OrganisationEntry | PracticeEntry

MOST_CODES = 1 << 16
KEPT_ENTRIES = 1 << 10
"""How many of the entries unpacked last are kept: a claim looks up the same few several times."""

ENTRY_OF: dict[type[Record], Callable[[list[Record]], AnyEntry]] = {
    Performer: PerformerEntry.of,
    Organisation: OrganisationEntry.of,
    Practice: PracticeEntry.of,
}
"""What makes the entry of an owner."""

_FORM_NAMED = {kind.__name__: form for kind, form in FORMS.items()}
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
_read = json.JSONDecoder().raw_decode
Maker = partial[Record]


class Codes(dict[str, str]):
    """
    The codes given so far, each with the comma after it, by what they stand for.

    `makers` make a record of the values that are its own, by code. Codes are only
    ever added, so that what was packed before can be unpacked; several threads may.
    """

    def __init__(self) -> None:
        """No code yet."""
        super().__init__()
        self.makers: list[Maker] = []
        self._adding = Lock()

    def __missing__(self, shared: str) -> str:
        """The code of a JSON array, given now; the array itself when there are too many."""
        with self._adding:
            if shared not in self and len(self.makers) < MOST_CODES:
                self.makers.append(_maker(json.loads(shared)))
                self[shared] = f"{len(self.makers) - 1},"
            return self.get(shared) or f"{shared},"


class Packing:
    """
    Packs and unpacks for a snapshot and all that are made from it.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        """Nothing packed yet."""
        self.codes = Codes()
        self._entries: dict[str, AnyEntry] = {}

    def pack(self, records: Iterable[Record]) -> str:
        """The packed form of the records of one owner, who comes first."""
        return ",".join(map(self._packed, records))

    def unpack(self, packed: str) -> list[Record]:
        """The records of a packed entry, the owner first."""
        (values, _), makers = _read(f"[{packed}]"), self.codes.makers
        pairs = zip(values[::2], values[1::2], strict=True)
        return [(makers[code] if type(code) is int else _maker(code))(*own) for code, own in pairs]

    def entry(self, packed: str) -> Any:
        """The entry that was packed: of a performer, an organisation or a practice."""
        found = self._entries.get(packed)
        if found is None:
            if len(self._entries) >= KEPT_ENTRIES:
                self._entries.clear()
            found = self._entries[packed] = self.entry_unkept(packed)
        return found

    def entry_unkept(self, packed: str) -> Any:
        """The same for one of very many, none of which is likely to be asked for again."""
        records = self.unpack(packed)
        return ENTRY_OF[type(records[0])](records)

    def shared(self, packed: str) -> tuple[Any, ...]:
        """What the owner's own record has in common with others: the values of its form's `shared`."""
        code = packed.partition(",")[0]
        maker = self.codes.makers[int(code)] if code.isdecimal() else _maker(_read(packed)[0])
        return maker.args

    def _packed(self, record: Record) -> str:
        form = FORMS[type(record)]
        shared = _write([type(record).__name__, *_values(record, form.shared)])
        return self.codes[shared] + _write(_values(record, form.own))


def _values(record: Record, columns: tuple[str, ...]) -> list[Any]:
    """What stands in columns of the row of a record."""
    return [getattr(record.period if name in ("first_date", "last_date") else record, name) for name in columns]  # type: ignore[union-attr]


def _maker(shared: list[Any]) -> Maker:
    """What makes a record of a kind from its own values; the name of the kind comes first in `shared`."""
    name, *values = shared
    form: Form = _FORM_NAMED[name]
    if form.first:
        values[0] = form.first(values[0])
    return partial(form.make, *values)
