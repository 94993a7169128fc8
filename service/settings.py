"""What can be set about a server: by flag, by environment (AVTALT_...), or in a file, in this order."""

from ipaddress import ip_address
from pathlib import Path

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from service.limits import MOST_MESSAGE_BYTES

CONFIG_FILE = Path("avtalt.toml")
MOST_WORKERS = 64


class UnusableSettingsError(Exception):
    """Settings that cannot be used; the sentences say why, and what belongs there."""


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine only."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Settings(BaseSettings):
    """
    All settings of a server.

    A flag wins over the environment, the environment over the file, the file
    over what stands here.
    """

    model_config = SettingsConfigDict(env_prefix="AVTALT_", toml_file=CONFIG_FILE, extra="forbid")

    database: str = Field(default="sqlite:///var/register.db", description="Where the register is, as a database URL.")
    host: str = Field(
        default="127.0.0.1", description="The address to listen on. Loopback until access control exists."
    )
    port: int = Field(default=50051, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    tariffs: Path | None = Field(default=None, description="A folder of tariff files; absent means the ones shipped.")
    max_message_bytes: int = Field(default=MOST_MESSAGE_BYTES, ge=1024, description="The largest request that is read.")
    workers: int = Field(
        default=1, ge=1, le=MOST_WORKERS, description="How many processes take calls, all on the one port."
    )
    max_calls_in_flight: int = Field(
        default=256, ge=1, description="How many calls a process works on at once; further ones are told to try again."
    )
    drain_seconds: float = Field(default=10.0, ge=0, description="How long calls under way may go on when stopping.")
    log_format: str = Field(
        default="text", pattern="^(text|json)$", description="How the log is written: text or json."
    )
    log_level: str = Field(
        default="info", pattern="^(debug|info|warning|error)$", description="The least level that is logged."
    )
    poll_seconds: float = Field(
        default=1.0, gt=0, description="How often the database is asked for what nobody told about."
    )
    allow_writes: bool = Field(
        default=False, description="Whether the register may be written to over the network. Only on loopback."
    )

    @field_validator("allow_writes")
    @classmethod
    def _on_loopback_only(cls, allowed: bool, info: ValidationInfo) -> bool:
        """Refuse writes from elsewhere: there is no access control yet."""
        host = info.data.get("host", "")
        if allowed and not is_loopback(host):
            raise ValueError(f"it asks for a loopback host such as 127.0.0.1, and the host is {host}")
        return allowed

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags first, then the environment, then the file; no other source."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


class HandedSettings(Settings):
    """The settings of a process as another one has read them; neither environment nor file is asked again."""

    model_config = SettingsConfigDict(toml_file=None)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is the library's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is handed over."""
        return (init_settings,)
