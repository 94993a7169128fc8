"""The other side of a comparison: the same claim with something else, or the same from another state."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import typer

from avtalt.v1.basis_pb2 import Basis
from avtalt.v1.claim_pb2 import Claim
from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest
from avtalt.v1.discipline_pb2 import Discipline
from service.cli.options import Asking
from service.cli.phrases import phrase_of
from service.cli.pricing_terms import Terms
from service.cli.tariff_folders import read_date
from service.texts.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Against:
    """What is different on the other side; what is absent is the same."""

    day: str | None = None
    provider: str | None = None
    practice: str | None = None
    minutes: int | None = None
    revision: int | None = None
    known_at: str | None = None
    authority: str | None = None
    tariffs: Path | None = None

    def __bool__(self) -> bool:
        """Whether anything is different, so that there is something to compare with."""
        return any(getattr(self, each.name) is not None for each in fields(self))

    def check(self, asking: Asking, terms: Terms) -> None:
        """Refuse what cannot be compared."""
        if self.day is not None:
            read_date(self.day)
        if self.revision is not None and self.known_at is not None:
            raise typer.BadParameter("give only one of them", param_hint="--against-revision and --against-known-at")
        if self.tariffs is not None and not asking.embedded:
            hint = "a server has its own; use it together with --embedded"
            raise typer.BadParameter(hint, param_hint="--against-tariffs")
        if self and terms.explained:
            raise typer.BadParameter("two answers are told by their differences; leave it out", param_hint="--explain")

    def claims(self, claims: Sequence[Claim]) -> list[Claim]:
        """The claims as they are on the other side."""
        treatments = [line for claim in claims for line in claim.lines if line.HasField("treatment")]
        if self.minutes is not None and not treatments:
            hint = "only a plainly described treatment has a length, and there is none"
            raise typer.BadParameter(hint, param_hint="--against-minutes")
        return [self._claim(claim) for claim in claims]

    def _claim(self, claim: Claim) -> Claim:
        changed = Claim()
        changed.CopyFrom(claim)
        if self.day is not None:
            changed.treatment_date = self.day
        if self.provider is not None:
            person = claim.discipline in (Discipline.DISCIPLINE_UNSPECIFIED, Discipline.DISCIPLINE_PHYSIOTHERAPY)
            setattr(changed.performer, "hpr_number" if person else "organisation_number", self.provider)
            changed.performer.practice_id = ""
        if self.practice is not None:
            changed.performer.practice_id = self.practice
        if self.minutes is not None:
            for line in changed.lines:
                if line.HasField("treatment"):
                    line.treatment.minutes = self.minutes
        return changed

    def terms(self, terms: Terms, basis: Basis) -> Terms:
        """
        By what the other side is priced: all as on the first one, whose basis this is, but for what is different.

        What was known at a moment is answered for that moment, unless another
        one was asked for: so it is the answer that was given then.
        """
        here = self.revision is None and self.known_at is None
        return replace(
            terms,
            at_least=None,
            revision=basis.revision if here else self.revision,
            known_at=self.known_at,
            evaluated_at=terms.evaluated_at or self.known_at or basis.evaluated_at.ToJsonString(),
            authority=self.authority or terms.authority,
        )

    def request(self, request: PriceClaimRequest, terms: Terms, basis: Basis) -> PriceClaimRequest:
        """The request for one price on the other side."""
        changed = PriceClaimRequest()
        changed.CopyFrom(request)
        (claim,) = self.claims([request.claim])
        changed.claim.CopyFrom(claim)
        self.terms(terms, basis).fill(changed)
        if self.tariffs is not None:
            changed.read.tariff_digest = ""
        return changed

    def asking(self, asking: Asking) -> Asking:
        """Whom the other side is asked from."""
        return replace(asking, tariffs=self.tariffs or asking.tariffs, again=True)

    def label(self, texts: Catalogue) -> str:
        """What is different, as the heading of a column."""
        told = {
            "DAY": self.day,
            "PROVIDER": self.provider,
            "PRACTICE": self.practice,
            "MINUTES": self.minutes,
            "REVISION": self.revision,
            "KNOWN_AT": self.known_at,
            "AUTHORITY": self.authority and texts.word(self.authority.upper()),
            "TARIFFS": self.tariffs,
        }
        return ", ".join(
            phrase_of("comparison", f"WITH_{key}", what=what) for key, what in told.items() if what is not None
        )
