"""Settings: the only place that reads the environment."""

import tempfile
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from pydantic import Field, HttpUrl, SecretStr, TypeAdapter, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.failures import Failed

OPENREVIEW_V1 = "https://api.openreview.net"
OPENREVIEW_V2 = "https://api2.openreview.net"
SEMANTIC_SCHOLAR = "https://api.semanticscholar.org"


class BadSettings(Failed):
    """A setting that can't be used; the message names the variable and what it should hold."""


class Settings(BaseSettings):
    """Where the services are, who we are to them, how fast we ask and where tables lie.

    Secrets are ``SecretStr``: neither ``repr`` nor a log shows them. An interval of None means
    the service's own limit; 0 is for the stand-in.
    """

    model_config = SettingsConfigDict(
        frozen=True, env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    openreview_username: str | None = Field(None, validation_alias="OPENREVIEW_USERNAME")
    openreview_password: SecretStr | None = Field(None, validation_alias="OPENREVIEW_PASSWORD")
    openreview_token: SecretStr | None = Field(None, validation_alias="OPENREVIEW_TOKEN")
    semantic_scholar_api_key: SecretStr | None = Field(
        None, validation_alias="SEMANTIC_SCHOLAR_API_KEY"
    )
    openreview_v1_url: str = Field(OPENREVIEW_V1, validation_alias="PRECITED_OPENREVIEW_V1_URL")
    openreview_v2_url: str = Field(OPENREVIEW_V2, validation_alias="PRECITED_OPENREVIEW_V2_URL")
    semantic_scholar_url: str = Field(
        SEMANTIC_SCHOLAR, validation_alias="PRECITED_SEMANTIC_SCHOLAR_URL"
    )
    openreview_interval: float | None = Field(
        None, ge=0, validation_alias="PRECITED_OPENREVIEW_INTERVAL"
    )
    semantic_scholar_interval: float | None = Field(
        None, ge=0, validation_alias="PRECITED_SEMANTIC_SCHOLAR_INTERVAL"
    )
    warehouse: Path = Field(Path("warehouse-data"), validation_alias="PRECITED_WAREHOUSE")
    watch_list: Path = Field(Path("watch.toml"), validation_alias="PRECITED_WATCH_LIST")
    copies_folder: Path = Field(
        default_factory=lambda: _own_folder() / "s3", validation_alias="PRECITED_COPIES_FOLDER"
    )
    pace_folder: Path = Field(
        default_factory=lambda: _own_folder() / "pace", validation_alias="PRECITED_PACE_FOLDER"
    )
    alert_block: str | None = Field(
        None, pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", validation_alias="PRECITED_ALERT_BLOCK"
    )
    # Whoever knows the address can write to the channel behind it.
    alert_webhook: SecretStr | None = Field(None, validation_alias="PRECITED_ALERT_WEBHOOK")

    @field_validator("openreview_v1_url", "openreview_v2_url", "semantic_scholar_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        TypeAdapter(HttpUrl).validate_python(value)
        return value.rstrip("/")

    @field_validator("alert_webhook")
    @classmethod
    def _is_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            TypeAdapter(HttpUrl).validate_python(value.get_secret_value())
        return value


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        BadSettings: A variable holds something that can't be used; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        msg = f"{name} is set to something unusable: {first['msg']}. Correct it or unset it."
        # The cause is dropped: pydantic's text repeats the value, which may be a secret.
        raise BadSettings(msg) from None


PREFECT_DEFAULTS = {
    # A first start migrates its database, which takes longer than Prefect's own 20 s.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # SQLite answers 503 for a while after thousands of events; waiting is better than failing.
    "PREFECT_CLIENT_MAX_RETRIES": "20",
}

QUIET_PREFECT = {"PREFECT_LOGGING_LEVEL": "CRITICAL", "PREFECT_LOGGING_TO_API_ENABLED": "false"}


def prepare_prefect(environ: MutableMapping[str, str], *, quiet: bool) -> None:
    """Set what Prefect needs before its import; what is already set stays.

    Args:
        environ: Usually ``os.environ``.
        quiet: Whether our own lines replace Prefect's (the command line).
    """
    for name, value in (PREFECT_DEFAULTS | (QUIET_PREFECT if quiet else {})).items():
        environ.setdefault(name, value)
    if "PREFECT_HOME" not in environ:
        environ["PREFECT_HOME"] = str(_home())


def prepare_serving(environ: MutableMapping[str, str]) -> None:
    """Set what Prefect needs where it runs flows by a schedule, before its import.

    The lines of our own loggers go to the server, where they stand with the run they speak of.
    """
    prepare_prefect(environ, quiet=False)
    environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "flows")
    # Lines that speak of no run, as those of the schedule itself, stay in the terminal.
    environ.setdefault("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")


def server_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a Prefect server of our own: without credentials, which it has no use for.

    Its leases lie in files. In memory, as is Prefect's default, they are gone when a server is
    killed, and the slots of the runs it then had are taken for ever. And its SQLite waits longer
    for another writer than Prefect's 10 s; what it still refuses Prefect asks again.
    """
    kept = {k: v for k, v in environ.items() if not k.startswith(("OPENREVIEW_", "SEMANTIC_"))}
    leases = "prefect.server.concurrency.lease_storage.filesystem"
    usual = {
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": leases,
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    }
    return usual | kept


def _own_folder() -> Path:
    """Where all runs of this user on this machine meet; in a container, those of the container."""
    try:
        return Path.home() / ".cache" / "precited"
    except RuntimeError:
        return Path(tempfile.gettempdir()) / "precited"


def _home() -> Path:
    """Prefect's own folder, made if need be.

    Prefect does not make the folders above it, and then can't open its database: so for a user
    whose home does not exist yet.
    """
    try:
        home = Path.home() / ".prefect"
        home.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return Path(tempfile.mkdtemp(prefix="prefect-"))
    return home
