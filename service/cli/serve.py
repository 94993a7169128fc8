"""`avtalt serve`: answers over gRPC."""

from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.failures import complain

Flag = typer.Option


def serve(
    database: Annotated[str | None, Flag(help="Where the register is. [env AVTALT_DATABASE]")] = None,
    host: Annotated[str | None, Flag(help="The address to listen on; 127.0.0.1. [env AVTALT_HOST]")] = None,
    port: Annotated[int | None, Flag(help="The port; 50051, and 0 takes a free one. [env AVTALT_PORT]")] = None,
    tariffs: Annotated[Path | None, Flag(help="A folder of tariff files. [env AVTALT_TARIFFS]")] = None,
    max_message_bytes: Annotated[
        int | None, Flag(help="The largest request that is read; 1048576. [env AVTALT_MAX_MESSAGE_BYTES]")
    ] = None,
    drain_seconds: Annotated[
        float | None, Flag(help="How long calls may go on when stopping; 10. [env AVTALT_DRAIN_SECONDS]")
    ] = None,
    log_format: Annotated[str | None, Flag(help="text or json. [env AVTALT_LOG_FORMAT]")] = None,
    log_level: Annotated[str | None, Flag(help="debug, info, warning or error. [env AVTALT_LOG_LEVEL]")] = None,
    poll_seconds: Annotated[
        float | None, Flag(help="How often to look for newer revisions; 0.2. [env AVTALT_POLL_SECONDS]")
    ] = None,
) -> None:
    """
    Serve the contract over gRPC until stopped.

    A flag wins over the environment, the environment over the file avtalt.toml
    in the current folder, the file over what stands here.
    """
    flags = {name: value for name, value in locals().items() if value is not None}
    run_server(flags, lambda address: typer.echo(f"Serving at {address}."))


def run_server(flags: dict[str, Any], ready: Any) -> None:
    """Serve with the settings, or say in plain words why not."""
    from service.cli.databases import open_register
    from service.logs import set_up_logs
    from service.server import run

    settings = read_settings(flags)
    set_up_logs(settings.log_format, settings.log_level)
    tariffs = read_tariff_folder(settings.tariffs)
    register = open_register(settings.database)
    try:
        run(settings, tariffs, register, ready)
    except RuntimeError as failure:
        if "bind" not in str(failure).lower():
            raise
        complain(f"{settings.host}:{settings.port} is taken. Stop what listens there, or name another with --port.")
        raise typer.Exit(1) from None


def read_settings(flags: dict[str, Any]) -> Any:
    """The settings from flags, environment and file."""
    from pydantic import ValidationError

    from service.settings import Settings

    try:
        return Settings(**flags)
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"])
            complain(f"The setting {name} cannot be used: {problem['msg']}. See `avtalt serve --help`.")
        raise typer.Exit(1) from None


def read_tariff_folder(folder: Path | None) -> Any:
    """The tariffs to serve; a folder with anything wrong is refused with all that is wrong."""
    from registry.tariffs.errors import TariffError
    from registry.tariffs.reader import SHIPPED, read_tariffs

    try:
        return read_tariffs(folder or SHIPPED)
    except TariffError as error:
        complain(f"The tariff files cannot be used:\n{error}")
        raise typer.Exit(1) from None
