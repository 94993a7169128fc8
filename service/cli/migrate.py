"""`avtalt migrate`: the tables of a database brought up to date."""

from typing import Annotated

import typer

DEFAULT_DATABASE = "sqlite:///var/register.db"


def migrate(
    database: Annotated[
        str, typer.Option(envvar="AVTALT_DATABASE", help="The register, as a database URL.")
    ] = DEFAULT_DATABASE,
) -> None:
    """Make the tables of a register, or bring them up to date. What is recorded stays."""
    from registry.migrate import migrate as bring_up_to_date
    from service.cli.databases import make_folder

    make_folder(database)
    bring_up_to_date(database)
    typer.echo(f"The tables of {database} are up to date.")
