"""`avtalt status`: is all in place?"""

import typer

from service.cli.failures import DEFAULT_LANGUAGE
from service.cli.options import (
    DEFAULT_TARGET,
    DEFAULT_TIMEOUT,
    AsJson,
    Asking,
    Database,
    Embedded,
    Language,
    Target,
    Timeout,
)


def status(
    target: Target = DEFAULT_TARGET,
    embedded: Embedded = False,
    database: Database = None,
    as_json: AsJson = False,
    language: Language = DEFAULT_LANGUAGE,
    timeout: Timeout = DEFAULT_TIMEOUT,
) -> None:
    """
    What works: connection, version, contract, clock, register, freshness and tariffs.

    One line per layer, with what to do where something does not work. The exit
    code is 0 when nothing fails.
    """
    from service.cli.printing import print_json
    from service.cli.setup import any_fails, check, print_checks
    from service.texts.catalogue import catalogue

    response = check(Asking(target, embedded, database, as_json, language, timeout))
    if as_json:
        print_json(response)
    else:
        print_checks(response.checks, catalogue(language))
    if any_fails(response.checks):
        raise typer.Exit(1)
