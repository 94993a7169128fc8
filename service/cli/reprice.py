"""`avtalt reprice`: an archive of claims priced again, beside what was paid."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import LANGUAGE_HELP, AtRevision, EvaluatedAt, KnownAt, known_language
from service.cli.pricing_terms import Terms, known_authority

Archive = Annotated[Path, typer.Argument(help="The archive: a .csv or a .parquet, a row for each line of a claim.")]
Out = Annotated[Path, typer.Option(help="Where to write the result: a .csv or a .parquet, a row for each claim.")]
Report = Annotated[Path | None, typer.Option(help="Where to write the report of the differences too, as JSON.")]
Database = Annotated[
    str | None, typer.Option(help="The register to read, as a database URL. Without it, the demo register.")
]
Tariffs = Annotated[
    Path | None, typer.Option(help="A folder of tariff files. Without it, those that come with avtalt.")
]
Authority = Annotated[
    str | None, typer.Option(help="Whose figure counts: default or regulation.", callback=known_authority)
]
Language = Annotated[str | None, typer.Option(help=LANGUAGE_HELP, callback=known_language)]
Workers = Annotated[
    int | None, typer.Option(min=1, help="How many processes price. Without it, as many as there are cores.")
]
Restart = Annotated[
    bool, typer.Option("--restart", help="Begin anew, and write over what is there of an earlier run and its result.")
]


def reprice(
    archive: Archive,
    out: Out,
    report: Report = None,
    database: Database = None,
    tariffs: Tariffs = None,
    revision: AtRevision = None,
    known_at: KnownAt = None,
    evaluated_at: EvaluatedAt = None,
    authority: Authority = None,
    language: Language = None,
    workers: Workers = None,
    restart: Restart = False,
) -> None:
    """
    Price an archive of claims again, and tell where that differs from what was paid.

    All of it is answered from one revision of the register and for one moment.
    After an interruption the same command goes on where it was: see
    docs/repricing.md.
    """
    from service.cli.repricing.command import Asked
    from service.cli.repricing.command import reprice as run

    terms = Terms(
        revision=revision, known_at=known_at, evaluated_at=evaluated_at, authority=authority, language=language
    )
    run(Asked(archive, out, report, database, tariffs, terms, workers, restart))
