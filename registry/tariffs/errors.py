"""What is wrong with a folder of tariff files."""

from registry.structs import struct


@struct(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, and where. Line 1 is the header; line 0 is the file as a whole."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        """As a person looks it up."""
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


class TariffError(Exception):
    """A folder of tariff files cannot be used; `problems` has all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems in the order of files and lines."""
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
