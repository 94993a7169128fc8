"""What calls that ask for the same have in common, kept from one to the next."""

from dataclasses import field

from registry.snapshot import Snapshot
from registry.structs import struct
from service.pricing.money.figures import TariffAuthority
from service.rpc.shapes.answer import Kept
from service.rpc.shapes.snapshots import Tables
from service.texts.catalogue import Catalogue

MOST_LASTING = 1 << 4
"""How many are kept: few callers ask for another language, another day or an explanation."""

MOST_FOUND, MOST_FOUND_BYTES = 1 << 8, 8 * 1024
"""How many answers of which size are found again without asking the register once more."""


@struct(frozen=True, slots=True)
class Lasting:
    """
    Of the terms of a call what they have in common with the next one, which mostly asks for the same.

    `tables` are the register's; `authority`, `explained` and `texts` are what is asked.
    `key` is all that an answer depends on, but for register and claim; `basis` is what
    every answer carries, as bytes, but for the moment. `found` has answers that hold in
    the register, by the shape of their claims.
    """

    authority: TariffAuthority
    explained: bool
    texts: Catalogue
    basis: bytes
    key: tuple[object, ...]
    tables: Tables
    found: dict[bytes, Kept] = field(default_factory=dict)

    def remember(self, shape: bytes, kept: Kept) -> None:
        """Have an answer found by its shape alone; a large one is not worth the memory."""
        if kept.size <= MOST_FOUND_BYTES:
            if len(self.found) >= MOST_FOUND:
                self.found.clear()
            self.found[shape] = kept


Asked = tuple[object, ...]
"""What is asked besides register and claim."""


class LastingMemory:
    """What lasts of the calls to one register, by what they ask."""

    def __init__(self, recorded: Snapshot) -> None:
        """Nobody has asked yet."""
        self.recorded = recorded
        self._kept: dict[Asked, Lasting] = {}

    def find(self, asked: Asked) -> Lasting | None:
        """What lasts of earlier calls that asked for the same; absent when there were none."""
        return self._kept.get(asked)

    def keep(self, asked: Asked, lasting: Lasting) -> None:
        """Keep it; when there is no room, for all others."""
        if len(self._kept) >= MOST_LASTING:
            self._kept.clear()
        self._kept[asked] = lasting
