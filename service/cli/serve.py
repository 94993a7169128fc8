"""`avtalt serve`: answers over gRPC."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.failures import refused

Flag = typer.Option


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served, from the moment calls are taken."""

    address: str
    snapshot: Any
    tariffs: Any


def serve(
    database: Annotated[
        str | None, Flag(help="Where the register is, as a database URL. AVTALT_DATABASE; sqlite:///var/register.db.")
    ] = None,
    host: Annotated[str | None, Flag(help="The address to listen on. AVTALT_HOST; 127.0.0.1.")] = None,
    port: Annotated[int | None, Flag(help="The port to listen on; 0 takes a free one. AVTALT_PORT; 50051.")] = None,
    tariffs: Annotated[
        Path | None, Flag(help="A folder of tariff files. AVTALT_TARIFFS; without it, the ones shipped.")
    ] = None,
    max_message_bytes: Annotated[
        int | None, Flag(help="The largest request that is read. AVTALT_MAX_MESSAGE_BYTES; 8388608.")
    ] = None,
    workers: Annotated[
        int | None, Flag(help="How many processes take calls, all on the one port. AVTALT_WORKERS; 1.")
    ] = None,
    max_calls_in_flight: Annotated[
        int | None,
        Flag(help="How many calls a process works on at once. AVTALT_MAX_CALLS_IN_FLIGHT; 256."),
    ] = None,
    drain_seconds: Annotated[
        float | None, Flag(help="How long calls under way may go on when stopping. AVTALT_DRAIN_SECONDS; 10.0.")
    ] = None,
    log_format: Annotated[
        str | None, Flag(help="How the log is written: text or json. AVTALT_LOG_FORMAT; text.")
    ] = None,
    log_level: Annotated[
        str | None,
        Flag(help="The least level that is logged: debug, info, warning or error. AVTALT_LOG_LEVEL; info."),
    ] = None,
    poll_seconds: Annotated[
        float | None,
        Flag(help="How often to ask for what nobody told. AVTALT_POLL_SECONDS; 1.0."),
    ] = None,
    allow_writes: Annotated[
        bool | None,
        Flag("--allow-writes", help="Let the register be written to, on loopback only. AVTALT_ALLOW_WRITES; False."),
    ] = None,
) -> None:
    """
    Serve the contract over gRPC until stopped.

    A flag wins over the environment, the environment over the file avtalt.toml
    in the current folder, the file over the default. Each option below tells
    its variable of the environment, then its default; in the file it has the
    name of the flag, with underscores.
    """
    flags = {name: value for name, value in locals().items() if value is not None}
    from service.cli.settings import read_settings

    settings = read_settings(flags)
    if settings.workers > 1:
        from service.cli.supervise import run_workers

        run_workers(settings, flags, say_where)
    else:
        run_server(settings, lambda serving: say_where(serving.address))


def say_where(address: str) -> None:
    """Say that calls are taken."""
    typer.echo(f"Serving at {address}.")


def run_server(settings: Any, ready: Callable[[Serving], None]) -> None:
    """Serve with the settings, or say in plain words why not."""
    from service.cli.asking import keep_grpc_quiet
    from service.cli.databases import open_register
    from service.cli.listening import why_not

    keep_grpc_quiet()
    from service.logs import set_up_logs
    from service.server import run

    set_up_logs(settings.log_format, settings.log_level)
    tariffs = read_tariff_folder(settings.tariffs)
    register = open_register(settings.database)
    try:
        run(settings, tariffs, register, lambda address: ready(Serving(address, register.snapshot, tariffs)))
    except RuntimeError as failure:
        if "bind" not in str(failure).lower():
            raise
        raise refused(why_not(settings.host, settings.port)) from None


def read_tariff_folder(folder: Path | None) -> Any:
    """The tariffs to serve; a folder with anything wrong is refused with all that is wrong."""
    from registry.tariffs.errors import TariffError
    from registry.tariffs.reader import SHIPPED, read_tariffs

    try:
        return read_tariffs(folder or SHIPPED)
    except TariffError as error:
        raise refused(f"The tariff files cannot be used:\n{error}") from None
