"""The command `avtalt`: its subcommands, and how a failure is told."""

import os
import sys
from io import TextIOWrapper
from secrets import token_hex

import typer

from service.cli import (
    backup,
    demo,
    gateway,
    importing,
    migrate,
    price,
    pricelist,
    providers,
    registry,
    reprice,
    serve,
    status,
    tariffs,
    verify,
)
from service.cli.failures import complain, explain
from service.cli.output import reader_may_leave
from service.cli.phrases import phrase
from service.errors import ErrorReason, ServiceError

INTERRUPTED = 128 + 2
app = typer.Typer(
    help="Answers before a Norwegian health treatment starts: is it reimbursed, who pays what, and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("gateway")(gateway.gateway)
app.command("status")(status.status)
app.command("migrate")(migrate.migrate)
app.command("price")(price.price)
app.command("reprice")(reprice.reprice)
app.command("pricelist")(pricelist.pricelist)
app.command("verify")(verify.verify)
app.command("import")(importing.import_)
app.command("export")(importing.export)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(providers.app, name="providers")
app.add_typer(registry.app, name="registry")
app.add_typer(tariffs.app, name="tariffs")


def main() -> None:
    """Run the command; a failure is one paragraph on standard error, and no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    with reader_may_leave():
        _run()


def _run() -> None:
    try:
        app()
    except ServiceError as error:
        explain(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception:
        if os.environ.get("AVTALT_DEBUG"):
            raise
        explain(ServiceError(ErrorReason.INTERNAL, incident=token_hex(4)))
        complain(phrase("DEBUG"))
        sys.exit(1)
