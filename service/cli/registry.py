"""`avtalt registry`: what the register is made of, and how fresh it is."""

from typing import Annotated

import typer

from service.cli.failures import DEFAULT_LANGUAGE
from service.cli.options import (
    DEFAULT_TARGET,
    DEFAULT_TIMEOUT,
    LARGEST_REVISION,
    AsJson,
    Asking,
    AtLeast,
    AtRevision,
    Database,
    Embedded,
    EvaluatedAt,
    KnownAt,
    Language,
    Target,
    Timeout,
)

app = typer.Typer(help="What the register is made of, and how fresh it is.", no_args_is_help=True)


@app.command("status")
def status(
    area: Annotated[
        str, typer.Option(help="Only this area: a municipality code, a health authority's number, or NO.")
    ] = "",
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    as_json: AsJson = False,
    language: Language = DEFAULT_LANGUAGE,
    at_least: AtLeast = None,
    revision: AtRevision = None,
    known_at: KnownAt = None,
    evaluated_at: EvaluatedAt = None,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """For which municipalities and health regions the register is complete, and how fresh that is."""
    from avtalt.v1.registry_service_pb2 import ListCoverageRequest
    from service.cli.asking import ask
    from service.cli.printing import print_json
    from service.cli.reading import select
    from service.cli.registry_tables import print_coverage
    from service.texts.catalogue import catalogue

    request = ListCoverageRequest(area=area)
    select(request.read, at_least=at_least, revision=revision, known_at=known_at, evaluated_at=evaluated_at)
    response = ask("ListCoverage", request, Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    else:
        print_coverage(response, catalogue(language))


@app.command("revisions")
def revisions(
    after: Annotated[int, typer.Option(min=0, max=LARGEST_REVISION, help="Only revisions after this one.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are listed at the most.")] = 100,
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    as_json: AsJson = False,
    language: Language = DEFAULT_LANGUAGE,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """What was written, when and why."""
    from avtalt.v1.registry_service_pb2 import ListRevisionsRequest
    from service.cli.asking import ask
    from service.cli.printing import print_json
    from service.cli.registry_tables import print_revisions

    request = ListRevisionsRequest(after_revision=after, page_size=limit)
    response = ask("ListRevisions", request, Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    else:
        print_revisions(response)
