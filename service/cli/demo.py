"""`avtalt demo`: a synthetic register and the real tariffs, served at once."""

from typing import Annotated

import typer

from service.cli.options import DEFAULT_TARGET

DATABASE = "sqlite:///var/demo.db"
PORT = int(DEFAULT_TARGET.rsplit(":", 1)[1])


def demo(
    providers: Annotated[int, typer.Option(min=1, help="How many providers a new demo register has.")] = 60,
    seed: Annotated[int, typer.Option(help="Which of the possible registers is made.")] = 1,
    database: Annotated[str, typer.Option(help="Where the demo register is, as a database URL.")] = DATABASE,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")] = PORT,
    log_level: Annotated[str, typer.Option(help="debug, info, warning or error.")] = "warning",
) -> None:
    """Load a synthetic register and the real tariffs, serve them, and say how to ask."""
    from service.cli.serve import run_server

    prepare(database, providers, seed)
    flags = {"database": database, "host": host, "port": port, "log_level": log_level}
    run_server(flags, say_how_to_ask)


def prepare(database: str, providers: int, seed: int) -> None:
    """Make the demo register if the database holds nothing yet."""
    from registry.demo.generator import demo_records
    from registry.migrate import migrate
    from registry.store import Store
    from registry.tariffs.reader import read_tariffs
    from service.cli.databases import make_folder

    make_folder(database)
    migrate(database)
    store = Store(database)
    try:
        if store.newest() is None:
            store.write(demo_records(providers, seed), note="synthetic demo register")
            typer.echo(f"A synthetic register of {providers} providers was made at {database}.")
        else:
            typer.echo(f"The synthetic register at {database} is used as it is.")
    finally:
        store.close()
    typer.echo(f"The tariffs are real: {read_tariffs().digest}. No provider is.")


def say_how_to_ask(address: str) -> None:
    """Print a command that, pasted, prints a priced claim."""
    target = "" if address == DEFAULT_TARGET else f" --target {address}"
    typer.echo(f"Serving at {address}. In another terminal:\n")
    typer.echo(f"  .venv/bin/avtalt price docs/examples/physiotherapy.json --language en{target}")
    typer.echo("\nStop with Ctrl-C.")
