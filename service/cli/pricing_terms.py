"""By what claims are priced, as it was given on the command line: for one claim or for a whole diary."""

from dataclasses import dataclass
from typing import Any

import typer

from service.cli.failures import DEFAULT_LANGUAGE

AUTHORITIES = {"default": "TARIFF_AUTHORITY_DEFAULT", "regulation": "TARIFF_AUTHORITY_REGULATION"}


def known_authority(authority: str | None) -> str | None:
    """The authority, which must be one of the contract."""
    if authority is not None and authority not in AUTHORITIES:
        raise typer.BadParameter(f"it is {' or '.join(AUTHORITIES)}")
    return authority


@dataclass(frozen=True, slots=True)
class Terms:
    """What was given; what was not leaves a request as it is."""

    at_least: int | None = None
    revision: int | None = None
    known_at: str | None = None
    evaluated_at: str | None = None
    authority: str | None = None
    explained: bool = False
    language: str | None = None

    @property
    def spoken(self) -> str:
        """The language of the answers to a request that names none."""
        return self.language or DEFAULT_LANGUAGE

    def fill(self, request: Any) -> None:
        """Put it into a request for one price or for many."""
        from service.cli.reading import select

        select(
            request.read,
            at_least=self.at_least,
            revision=self.revision,
            known_at=self.known_at,
            evaluated_at=self.evaluated_at,
        )
        if self.authority:
            request.tariff_authority = AUTHORITIES[self.authority]
        if self.explained:
            request.view = "VIEW_FULL"
        if self.language:
            request.language_code = self.language
