"""The rows of one booking, taken together."""

from contextlib import suppress
from dataclasses import dataclass, field

from avtalt.v1.claim_pb2 import Claim, ClaimLine
from service.cli.diary.booking import Booking, Problem, UnreadableError, booking_name, say
from service.cli.diary.columns import OF_THE_LINE, Header
from service.cli.diary.row import Cells, read_claim, read_lines, refuse_identity_numbers
from service.rpc.fields import hides_identity_number


@dataclass(slots=True)
class Rows:
    """The rows of one booking so far: what they tell of it, with the line that told it, and of themselves."""

    line: int
    told: dict[str, tuple[str, int]] = field(default_factory=dict)
    lines: list[ClaimLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, number: int, cells: Cells) -> None:
        """Take in a row, or what is wrong with it."""
        try:
            for column, text in cells.items():
                if column not in OF_THE_LINE:
                    before, line = self.told.setdefault(column, (text, number))
                    if before != text:
                        raise UnreadableError(say("ROWS_DIFFER", column=column, line=line))
            refuse_identity_numbers(cells)
            self.lines += read_lines(cells)
        except UnreadableError as error:
            self.problems.append(Problem(number, str(error)))

    @property
    def name(self) -> str:
        """What the booking is called; empty when that may not be repeated."""
        with suppress(UnreadableError):
            return booking_name(self.told.get("booking", ("", 0))[0])
        return ""

    def booking(self) -> Booking:
        """The booking of the rows; all that is wrong with it when it cannot be read."""
        claim: Claim | None = None
        if not self.told or any(hides_identity_number(text) for text, _ in self.told.values()):
            return Booking(self.line, self.name, problems=tuple(self.problems))
        try:
            claim = read_claim({column: text for column, (text, _) in self.told.items()}, self.lines)
        except UnreadableError as error:
            self.problems.insert(0, Problem(self.line, str(error)))
        return Booking(self.line, self.name, None if self.problems else claim, tuple(self.problems))


def told_by(cells: list[str], header: Header) -> dict[str, str]:
    """The cells of a row that hold something, by column."""
    known = {column: cells[place].strip() for column, place in header.places.items() if place < len(cells)}
    return {column: text for column, text in known.items() if text}


def is_too_wide(cells: list[str], header: Header) -> bool:
    """Whether something stands to the right of the last column."""
    return any(cell.strip() for cell in cells[header.width :])
