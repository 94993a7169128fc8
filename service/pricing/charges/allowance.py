"""What a rule allows of a charge outside the scheme."""

from registry.structs import struct
from registry.tariffs.records import Provision
from service.pricing.claim import Charge, Claim, Line
from service.verification.findings import Assumption, Reason, RemoveLine


@struct(frozen=True, slots=True)
class Allowance:
    """
    Whether a charge may be taken, and how much of it.

    `most_ore` is absent when there is no limit or it is not known. `rule` is the
    one that sets it; absent when none is on record.
    """

    payable: bool = True
    most_ore: int | None = None
    rule: Provision | None = None
    reasons: tuple[Reason, ...] = ()
    assumptions: tuple[Assumption, ...] = ()


def leave_out(line: Line, charge: Charge, claim: Claim) -> tuple[RemoveLine, ...]:
    """The remedy of leaving a line out; none when no line would be left, or another one of its kind would."""
    alike = [each for each in claim.lines if isinstance(each.content, Charge) and each.content.kind == charge.kind]
    return (RemoveLine(line.number),) if len(alike) == 1 and len(claim.lines) > 1 else ()
