"""`avtalt demo`: a synthetic register and the real tariffs, served at once."""

from datetime import date
from typing import Annotated, Any

import typer

from service.cli.failures import refused
from service.cli.options import DEFAULT_TARGET
from service.cli.serve import Serving

DATABASE = "sqlite:///var/demo.db"
PORT = int(DEFAULT_TARGET.rsplit(":", 1)[1])
NOTE = "synthetic demo register"
FIRST_REVISION = 1


def demo(
    providers: Annotated[int, typer.Option(min=1, help="How many providers a new demo register has.")] = 60,
    seed: Annotated[int, typer.Option(help="Which of the possible registers is made.")] = 1,
    database: Annotated[str, typer.Option(help="Where the demo register is, as a database URL.")] = DATABASE,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")] = PORT,
    log_level: Annotated[str, typer.Option(help="debug, info, warning or error.")] = "warning",
    allow_writes: Annotated[bool, typer.Option("--allow-writes", help="Let the demo register be written to.")] = False,
) -> None:
    """Load a synthetic register and the real tariffs, serve them, and say how to ask."""
    from service.cli.serve import run_server
    from service.cli.settings import read_settings

    flags: dict[str, Any] = {"database": database, "host": host, "port": port}
    flags |= {"log_level": log_level, "allow_writes": allow_writes, "workers": 1}
    settings = read_settings(flags)
    prepare(database, providers, seed)
    run_server(settings, say_how_to_ask)


def prepare(database: str, providers: int, seed: int) -> None:
    """Make the demo register if the database holds nothing yet; refuse one that holds something else."""
    from registry.demo.generator import demo_records
    from registry.migrate import migrate
    from registry.store import Store
    from service.cli.databases import database_problems, make_folder

    with database_problems(database):
        make_folder(database)
        migrate(database)
        store = Store(database)
        try:
            if store.newest() is None:
                store.write(demo_records(providers, seed), note=NOTE)
                typer.echo(f"A synthetic register was made at {database}.")
            elif store.revision(FIRST_REVISION).note == NOTE:
                typer.echo(f"The synthetic register at {database} is used as it is.")
            else:
                raise refused(
                    f"{database} holds a register that is no demo. "
                    f"Serve it with `avtalt serve --database {database}`, or name another database."
                )
        finally:
            store.close()


def say_how_to_ask(serving: Serving) -> None:
    """Print what is served, and a command that, pasted, prints a priced claim."""
    snapshot, (first, last) = serving.snapshot, tariff_days(serving.tariffs)
    typer.echo(f"Providers: {snapshot.providers}, all of them synthetic (revision {snapshot.revision}).")
    typer.echo(f"Tariffs: real, from {first} and confirmed through {last} (digest {serving.tariffs.digest}).")
    typer.echo(f"Serving at {serving.address}. In another terminal:\n")
    typer.echo(f"  .venv/bin/avtalt price docs/examples/physiotherapy.json --language en --target {serving.address}")
    typer.echo("\nStop with Ctrl-C.")


def tariff_days(tariffs: Any) -> tuple[date, date]:
    """The first day with a fee on record, and the last one for which a fee is confirmed."""
    from registry.tariffs.records import Discipline

    newest = [tariffs.day(discipline, tariffs.runs(discipline)[-1]) for discipline in Discipline]
    confirmed = [entry.fee.confirmed_through for day in newest for entry in day.fees.values()]
    return min(tariffs.first_date(discipline) for discipline in Discipline), max(confirmed)
