"""`avtalt providers`: what the register holds about a provider."""

from typing import Annotated

import typer

from service.cli.failures import DEFAULT_LANGUAGE
from service.cli.options import (
    DEFAULT_TARGET,
    DEFAULT_TIMEOUT,
    AsJson,
    Asking,
    Database,
    Embedded,
    Hpr,
    Language,
    Target,
    Timeout,
)

app = typer.Typer(help="What the register holds about providers.", no_args_is_help=True)


@app.callback()
def providers() -> None:
    """What the register holds about providers."""


@app.command("get")
def get(
    number: Annotated[str, typer.Argument(help="An HPR number, or an organisation number.")],
    hpr: Hpr = False,
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    as_json: AsJson = False,
    language: Language = DEFAULT_LANGUAGE,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """All that is recorded about one provider, past and future agreements included."""
    from avtalt.v1.provider_directory_service_pb2 import GetProviderRequest
    from service.cli.asking import ask
    from service.cli.identities import is_organisation
    from service.cli.printing import print_json
    from service.cli.provider_tables import print_provider
    from service.texts.catalogue import catalogue

    request = GetProviderRequest()
    if is_organisation(number, hpr=hpr):
        request.organisation_number = number
    else:
        request.hpr_number = number
    response = ask("GetProvider", request, Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    else:
        print_provider(response.provider, catalogue(language))
