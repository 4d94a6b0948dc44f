"""What the administrator of the server can set: environment variables `TRACKER_…`, read once.

Each may also be a file of that name among the credentials that systemd hands to the service: the
environment is seen by every program that the service starts, such a file by whoever opens it.
"""

import os
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parents[1]
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")  # what it calls itself in an address


class Security(StrEnum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"  # in the clear at first, then TLS, or not at all
    TLS = "tls"  # from the first byte
    NONE = "none"  # for a server on this machine


class Factor(StrEnum):
    """Whether a code is asked for after the password."""

    OFF = "off"
    OFFERED = "offered"  # of those who have set it up
    REQUIRED = "required"  # also managers and administrators have to set it up
    EVERYBODY = "everybody"  # all have to


class Otherwise(StrEnum):
    """What becomes of somebody whom the provider knows, and none of the mapped groups holds."""

    REFUSE = "refuse"
    VIEWER = "viewer"


class LogFormat(StrEnum):
    """How a line of the log looks."""

    TEXT = "text"
    JSON = "json"


class Settings(BaseSettings):
    """One frozen answer for the process. The administrator's guide explains each."""

    model_config = SettingsConfigDict(env_prefix="TRACKER_", frozen=True, extra="ignore")

    database_url: str = f"sqlite:///{ROOT / 'data' / 'tracker.db'}"
    timezone: str = "Asia/Almaty"
    public_url: str = ""
    allowed_hosts: str = ""
    university_kk: str = "Шәкәрім университеті"
    university_ru: str = "Университет Шакарима"
    university_en: str = "Shakarim University"
    idle_minutes: int = 60
    session_hours: int = 12
    passwords: bool = True
    calendar_addresses: bool = True
    second_factor: Factor = Factor.OFFERED
    secret_key: SecretStr = SecretStr("")
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = ""
    oidc_scopes: str = "openid email profile"
    oidc_groups_claim: str = "groups"
    oidc_verified_claim: str = "email_verified"
    oidc_administrators: str = ""
    oidc_managers: str = ""
    oidc_liaison: str = ""
    oidc_viewers: str = ""
    oidc_otherwise: Otherwise = Otherwise.REFUSE
    oidc_new_accounts: bool = True
    log_level: str = "INFO"
    drain_seconds: float = Field(default=0, ge=0, le=60)
    log_format: LogFormat = LogFormat.TEXT
    metrics_token: SecretStr = SecretStr("")
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Security = Security.STARTTLS
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_sender: str = ""
    remind_by_server: bool = True
    remind_at: int = Field(default=7, ge=0, le=23)
    escalate_after: int = Field(default=14, ge=1)
    clamd: str = ""
    backup_folder: str = ""
    backup_by_server: bool = True
    backup_keep: str = "7d4w12m"
    backup_at: int = Field(default=3, ge=0, le=23)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def university(self, language: str) -> str:
        """What the university is called in a language."""
        return str(getattr(self, f"university_{language}"))

    @property
    def sqlite_file(self) -> Path | None:
        """The database file, or None on a server database."""
        prefix = "sqlite:///"
        if not self.database_url.startswith(prefix):
            return None
        # Also of an address such as `sqlite:///file:/path/name.db?mode=ro&uri=true`.
        path = self.database_url.removeprefix(prefix).removeprefix("file:")
        return Path(path.partition("?")[0])


@cache
def settings() -> Settings:
    """The settings of this process. Tests clear the cache after changing the environment."""
    where: dict[str, Any] = {"_secrets_dir": os.environ.get("CREDENTIALS_DIRECTORY")}
    return Settings(**where)
