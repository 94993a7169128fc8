"""
A worker: a process that a supervisor has started to serve on its port.

Started with `python -m service.cli.worker`; standard input has its settings and
ends with the supervisor, and standard output takes what becomes of the start.
"""

import io
import os
import signal
import sys
from contextlib import redirect_stderr
from typing import Any

import typer

from service.supervising.reports import Orders, Ready, Refused, Report, report_line

STANDARD_INPUT, STANDARD_OUTPUT = 0, 1


def main() -> None:
    """Serve as told until told to stop."""
    from service.cli.asking import keep_grpc_quiet
    from service.cli.failures import speak
    from service.cli.settings import OPERATORS_LANGUAGE

    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # it is for the supervisor
    speak(OPERATORS_LANGUAGE)
    keep_grpc_quiet()
    orders = Orders.read(_first_line())
    problem = io.StringIO()
    try:
        with redirect_stderr(problem):
            tariffs, register = _opened(orders.settings)
    except typer.Exit as refusal:
        _report(Refused(problem.getvalue().strip()))
        sys.exit(refusal.exit_code)
    _serve(orders, tariffs, register)


def _opened(settings: Any) -> tuple[Any, Any]:
    """Tariffs and register; what keeps from using them is told on standard error."""
    from service.cli.databases import open_register
    from service.cli.serve import read_tariff_folder

    return read_tariff_folder(settings.tariffs), open_register(settings.database)


def _serve(orders: Orders, tariffs: Any, register: Any) -> None:
    from service.cli.listening import why_not
    from service.logs import set_up_logs
    from service.server import run

    settings = orders.settings
    set_up_logs(settings.log_format, settings.log_level, worker=orders.worker)
    try:
        run(settings, tariffs, register, lambda address: _report(Ready(address, tariffs.digest)), STANDARD_INPUT)
    except RuntimeError as failure:
        if "bind" not in str(failure).lower():
            raise
        _report(Refused(why_not(settings.host, settings.port)))
        sys.exit(1)


def _first_line() -> bytes:
    """The orders, and nothing of what comes after them."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(STANDARD_INPUT, 1)
        if not byte:
            sys.exit(1)  # whoever was to give them is gone
        line += byte
    return line


def _report(report: Report) -> None:
    os.write(STANDARD_OUTPUT, report_line(report))


if __name__ == "__main__":
    main()
