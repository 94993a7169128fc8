"""All that the results of a run depend on besides the archive: for the workers, and to know it again."""

from dataclasses import dataclass

from service.cli.diary.columns import Header
from service.cli.pricing_terms import Terms


@dataclass(frozen=True, slots=True)
class Basis:
    """
    What every answer of a run rests on, and the language it is asked for in, empty when none is told.

    `recorded` is when the revision was recorded, which tells registers apart that
    have the same number of revisions.
    """

    revision: int
    recorded: str
    tariff: str
    rules: str
    authority: str
    evaluated_at: str
    language: str


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is told when it begins."""

    basis: Basis
    header: Header
    database: str | None
    tariffs: str | None
    authority: str | None

    @property
    def terms(self) -> Terms:
        """By what claims are priced."""
        return Terms(
            revision=self.basis.revision,
            evaluated_at=self.basis.evaluated_at,
            authority=self.authority,
            language=self.basis.language or None,
        )
