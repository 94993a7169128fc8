"""`avtalt migrate`: the tables of a database brought up to date."""

from typing import Annotated

import typer


def migrate(
    database: Annotated[
        str | None,
        typer.Option(help="The register, as a database URL. Without it, the one that `avtalt serve` reads."),
    ] = None,
    down_to: Annotated[
        str | None,
        typer.Option(help="Go back to the older tables of this number, such as 0001, with what they can hold."),
    ] = None,
) -> None:
    """Make the tables of a register, or bring them up to date. What is recorded stays."""
    from registry.migrate import downgrade
    from registry.migrate import migrate as bring_up_to_date
    from registry.urls import shown_url
    from service.cli.databases import database_problems, make_folder
    from service.cli.settings import read_settings

    url = read_settings({"database": database} if database else {}).database
    with database_problems(url):
        make_folder(url)
        if down_to:
            downgrade(url, down_to)
        else:
            bring_up_to_date(url)
    state = f"as in version {down_to}" if down_to else "up to date"
    typer.echo(f"The tables of {shown_url(url)} are {state}.")
