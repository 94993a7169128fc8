"""`avtalt serve` with several workers: a supervisor, and what keeps it from its work in plain words."""

import sys
from collections.abc import Callable
from typing import Any

from service.cli.failures import refused

WORKER = (sys.executable, "-m", "service.cli.worker")


def run_workers(settings: Any, flags: dict[str, Any], ready: Callable[[str], None]) -> None:
    """Have workers serve with the settings, which are read again from the same flags at SIGHUP."""
    from service.cli.listening import why_not
    from service.cli.settings import usable_settings
    from service.logs import set_up_logs
    from service.sockets import PortTakenError
    from service.supervising.crew import CrewError
    from service.supervising.supervisor import supervise

    set_up_logs(settings.log_format, settings.log_level)
    try:
        supervise(WORKER, settings, lambda: usable_settings(flags), ready)
    except PortTakenError:
        raise refused(why_not(settings.host, settings.port)) from None
    except CrewError as error:
        raise refused(str(error)) from None
