"""The settings of a server from flags, environment and file, or why they cannot be used."""

import os
from typing import Any

from service.cli.failures import refused, speak

OPERATORS_LANGUAGE = "en"
PREFIX = "AVTALT_"


def read_settings(flags: dict[str, Any]) -> Any:
    """The settings; whatever is wrong with them is told with where it stands and what belongs there."""
    from service.settings import UnusableSettingsError

    speak(OPERATORS_LANGUAGE)
    try:
        return usable_settings(flags)
    except UnusableSettingsError as error:
        raise refused(str(error)) from None


def usable_settings(flags: dict[str, Any]) -> Any:
    """The settings; raises `UnusableSettingsError` with all that is wrong with them."""
    from tomllib import TOMLDecodeError

    from pydantic import ValidationError

    from service.settings import CONFIG_FILE, Settings, UnusableSettingsError

    try:
        return Settings(**flags)
    except TOMLDecodeError as error:
        raise UnusableSettingsError(f"{CONFIG_FILE} is not TOML: {error}") from None
    except (OSError, UnicodeDecodeError):
        raise UnusableSettingsError(
            f"{CONFIG_FILE} cannot be read. Check that it is a text file you may read."
        ) from None
    except ValidationError as error:
        raise UnusableSettingsError("\n".join(_told(problem, flags) for problem in error.errors())) from None


def _told(problem: Any, flags: dict[str, Any]) -> str:
    """One thing that is wrong, in words."""
    from service.settings import CONFIG_FILE, Settings

    name = str(problem["loc"][0])
    field = Settings.model_fields.get(name)
    if field is None:
        known = ", ".join(Settings.model_fields)
        return f"{CONFIG_FILE} has a setting {name}, which does not exist. Those that exist: {known}."
    if name in flags:
        place = f"--{name.replace('_', '-')}"
    elif any(variable.upper() == f"{PREFIX}{name}".upper() for variable in os.environ):
        place = f"{PREFIX}{name.upper()}"
    else:
        place = f"{name} in {CONFIG_FILE}"
    what = problem["msg"].removeprefix("Value error, ")
    return f"{place} cannot be used: {what}. {field.description} See `avtalt serve --help`."
