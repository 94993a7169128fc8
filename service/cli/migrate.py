"""`avtalt migrate`: the tables of a database brought up to date."""

from typing import Annotated

import typer


def migrate(
    database: Annotated[
        str | None,
        typer.Option(help="The register, as a database URL. Without it, the one that `avtalt serve` reads."),
    ] = None,
) -> None:
    """Make the tables of a register, or bring them up to date. What is recorded stays."""
    from registry.migrate import migrate as bring_up_to_date
    from service.cli.databases import database_problems, make_folder
    from service.cli.settings import read_settings

    url = read_settings({"database": database} if database else {}).database
    with database_problems(url):
        make_folder(url)
        bring_up_to_date(url)
    typer.echo(f"The tables of {url} are up to date.")
