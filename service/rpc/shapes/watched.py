"""A number or a day that notices what is asked of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

Ordered = TypeVar("Ordered", bound=int | date)
Step = int | timedelta
ONE: dict[type, Step] = {int: 1, date: timedelta(days=1)}


class Watched(Generic[Ordered]):
    """
    A value, and the span of values that would have given the same answers.

    A comparison narrows the span to the side on which the value lies; whatever
    else is asked narrows it to the value itself. `least` and `most` count.
    """

    __slots__ = ("_one", "_value", "least", "most")

    def __init__(self, value: Ordered, least: Ordered, most: Ordered) -> None:
        """Watch a value of which nothing was asked yet but that it is one of these."""
        self._value: Ordered = value
        self.least: Ordered = least
        self.most: Ordered = most
        self._one: Any = ONE[type(value)]

    def exactly(self) -> Ordered:
        """The value itself, which from now on stands for no other."""
        self.least = self.most = self._value
        return self._value

    def __lt__(self, other: Any) -> bool:
        """Whether it is less; so are all up to the other, or none from it on."""
        return not self._at_least(other)

    def __ge__(self, other: Any) -> bool:
        """Whether it is not less."""
        return self._at_least(other)

    def __gt__(self, other: Any) -> bool:
        """Whether it is greater."""
        return self._at_least(_plain(other) + self._one)

    def __le__(self, other: Any) -> bool:
        """Whether it is not greater."""
        return not self._at_least(_plain(other) + self._one)

    def _at_least(self, other: Any) -> bool:
        border = _plain(other)
        if self._value >= border:
            self.least = max(self.least, border)
            return True
        self.most = min(self.most, border - self._one)
        return False

    def __bool__(self) -> bool:
        """Whether it is not zero, which takes the value itself."""
        return bool(self.exactly())

    def __eq__(self, other: object) -> bool:
        """Whether it is the same, which takes the value itself."""
        return bool(self.exactly() == _plain(other))

    def __hash__(self) -> int:
        """The hash of the value itself."""
        return hash(self.exactly())

    def __str__(self) -> str:
        """The value itself as text."""
        return str(self.exactly())

    def __repr__(self) -> str:
        """The value itself as a program writes it."""
        return repr(self.exactly())

    def __format__(self, pattern: str) -> str:
        """The value itself, formatted."""
        return format(self.exactly(), pattern)

    def __getattr__(self, name: str) -> Any:
        """Whatever the value itself has, such as the year of a day."""
        return getattr(self.exactly(), name)


def _plain(value: Any) -> Any:
    return value.exactly() if isinstance(value, Watched) else value


def _by_itself(name: str) -> Callable[..., Any]:
    def operation(self: Watched[Any], *others: Any) -> Any:
        return getattr(self.exactly(), name)(*(_plain(other) for other in others))

    return operation


_OPERATIONS = ("add", "sub", "mul", "floordiv", "truediv", "mod", "divmod")
for _name in (
    *(f"__{name}__" for name in _OPERATIONS),
    *(f"__r{name}__" for name in _OPERATIONS),
    "__neg__",
    "__abs__",
    "__int__",
    "__index__",
):
    setattr(Watched, _name, _by_itself(_name))
