"""A listing asked for page by page, until there is no more or enough of it."""

from typing import Any

import typer

from avtalt.v1.agreement_pb2 import AgreementKind
from avtalt.v1.provider_pb2 import CompetenceKind
from service.cli.asking import session
from service.cli.options import Asking

LIST = "ListProviders"
LARGEST_PAGE = 1_000
AGREEMENTS = {
    "settlement": AgreementKind.AGREEMENT_KIND_DIRECT_SETTLEMENT,
    "funding": AgreementKind.AGREEMENT_KIND_MUNICIPAL_FUNDING,
    "region": AgreementKind.AGREEMENT_KIND_REGIONAL_HEALTH_AUTHORITY,
}
COMPETENCES = {
    value.name.removeprefix("COMPETENCE_KIND_").lower().replace("_", "-"): value.number
    for value in CompetenceKind.DESCRIPTOR.values
    if value.number
}


def list_all(request: Any, limit: int, asking: Asking) -> Any:
    """The pages of a listing put together, up to `limit` entries; its token is kept when there are more."""
    with session(asking, LIST) as put:
        request.page_size = min(limit, LARGEST_PAGE)
        whole = put(LIST, request)
        while whole.next_page_token and len(whole.providers) < limit:
            request.page_token = whole.next_page_token
            request.page_size = min(limit - len(whole.providers), LARGEST_PAGE)
            page = put(LIST, request)
            whole.providers.extend(page.providers)
            whole.next_page_token = page.next_page_token
    return whole


def read_agreements(names: list[str]) -> list[Any]:
    """The kinds of agreement by their short names."""
    for name in names:
        if name not in AGREEMENTS:
            raise typer.BadParameter(f"it is one of {', '.join(AGREEMENTS)}", param_hint="--agreement")
    return [AGREEMENTS[name] for name in names]


def read_competence(name: str | None) -> Any:
    """A competence by its short name; 0 when none is asked for."""
    if name is None:
        return 0
    if name not in COMPETENCES:
        raise typer.BadParameter(f"it is one of {', '.join(COMPETENCES)}", param_hint="--competence")
    return COMPETENCES[name]
