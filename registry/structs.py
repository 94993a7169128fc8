"""Plain data that nobody changes once it is made."""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as struct
else:

    def struct(*, frozen: bool, **options: Any) -> Callable[[type], type]:
        """
        A dataclass, which is frozen for whoever checks the types, and by that check alone.

        To refuse every change at run time too makes each one take four times as
        long to make, and a claim is priced with nearly a hundred.
        """
        return dataclasses.dataclass(unsafe_hash=frozen, **options)


__all__ = ("struct",)
