"""What the administrator of the server can set: environment variables `TRACKER_…`, read once."""

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parents[1]


class Settings(BaseSettings):
    """One frozen answer for the process. The README's administrator page explains each."""

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
    log_level: str = "INFO"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

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
    return Settings()
