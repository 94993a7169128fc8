"""
Which rules were applied, in order: the computation's own trace.

A rule records its name, the line it is about, the records of the tariff and the
register that it went by, and the values that it came to. Prose is made of it
only when somebody asks why.
"""

from enum import StrEnum

from registry.structs import struct


class Rule(StrEnum):
    """
    The rules that an answer can rest on.

    What each says stands in the texts, and where it comes from in `docs/rules.md`.
    """

    TARIFF_OF_THE_DAY = "TARIFF_OF_THE_DAY"
    REQUIREMENT = "REQUIREMENT"
    MEMBERSHIP = "MEMBERSHIP"
    EXEMPTION_GROUND = "EXEMPTION_GROUND"
    CHILD_EXEMPTION = "CHILD_EXEMPTION"
    EXEMPTION_CARD = "EXEMPTION_CARD"
    TREATMENT_AS_CODES = "TREATMENT_AS_CODES"
    CODE_IN_FORCE = "CODE_IN_FORCE"
    OPENED_BY_COMPETENCE = "OPENED_BY_COMPETENCE"
    INTERN_CODES = "INTERN_CODES"
    CHILD_CODES = "CHILD_CODES"
    SENIOR_SUPPLEMENT = "SENIOR_SUPPLEMENT"
    GROUP_SIZE = "GROUP_SIZE"
    UNSOCIAL_HOURS = "UNSOCIAL_HOURS"
    REPETITIONS = "REPETITIONS"
    COMBINATIONS = "COMBINATIONS"
    COMPANIONS = "COMPANIONS"
    FREQUENCY = "FREQUENCY"
    SAME_DAY = "SAME_DAY"
    OVERLAP_IN_TIME = "OVERLAP_IN_TIME"
    FEE = "FEE"
    SHARE_OF_FEES = "SHARE_OF_FEES"
    DISPUTED_FIGURES = "DISPUTED_FIGURES"
    REFUND_CATEGORY = "REFUND_CATEGORY"
    ONE_USER_FEE_PER_REQUISITION = "ONE_USER_FEE_PER_REQUISITION"
    USER_FEE_OF_REGION = "USER_FEE_OF_REGION"
    WHO_PAYS = "WHO_PAYS"
    CHARGE_AT_COST = "CHARGE_AT_COST"
    CHARGE_FORBIDDEN = "CHARGE_FORBIDDEN"
    CHARGE_MAXIMUM = "CHARGE_MAXIMUM"
    NO_SHOW = "NO_SHOW"
    TREATMENT_ABROAD = "TREATMENT_ABROAD"
    USER_FEE_CEILING = "USER_FEE_CEILING"
    REFUND_MINIMUM = "REFUND_MINIMUM"
    REPORTING = "REPORTING"


@struct(frozen=True, slots=True)
class Step:
    """
    One rule applied.

    Line number 0 is the whole claim. `practice_id` is told when the performer has
    several that give different answers. `records` are what the rule went by: fees,
    provisions, agreements, ceilings and the like, each with its days and source.
    """

    rule: Rule
    line_number: int
    records: tuple[object, ...]
    data: dict[str, str]
    practice_id: str | None = None


class Trace:
    """The steps of one computation, in order."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.practice_id: str | None = None

    def step(self, rule: Rule, line_number: int = 0, *records: object, **data: object) -> None:
        """Record that a rule was applied. Records that are absent are left out."""
        went_by = tuple(record for record in records if record is not None)
        self.steps.append(
            Step(rule, line_number, went_by, {key: str(value) for key, value in data.items()}, self.practice_id)
        )

    def __bool__(self) -> bool:
        """Whether anybody will read it; what costs something is recorded only then."""
        return True


class Silent(Trace):
    """A trace that nobody will read."""

    def step(self, rule: Rule, line_number: int = 0, *records: object, **data: object) -> None:
        """Record nothing."""

    def __bool__(self) -> bool:
        """Nobody will."""
        return False


SILENT = Silent()
