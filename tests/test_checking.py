"""`tracker check`: what it calls unsafe, and that it names a cure."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.mail.letters import put
from tests.world import MARAT, build, dana
from tracker import checking, checking_postgresql, clock, db
from tracker.backups import keeping
from tracker.checking import Finding, Level
from tracker.domain import backup_runs, erasing
from tracker.domain.models import Account
from tracker.domain.reminders import outbox
from tracker.settings import settings

SAFE = """
[server]
xsrfCookieSameSite = "strict"
maxUploadSize = 20
maxMessageSize = 50
disconnectedSessionTTL = 60
fileWatcherType = "none"
trustedUserHeaders = '{"x-user": "user"}'
[client]
showErrorDetails = "none"
disableDataExport = true
toolbarMode = "minimal"
[logger]
enableRich = false
[browser]
gatherUsageStats = false
[runner]
magicEnabled = false
postScriptGC = false
"""


@pytest.fixture
def streamlit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A safe configuration of Streamlit, to be spoiled."""
    file = tmp_path / "config.toml"
    file.write_text(SAFE)
    monkeypatch.setattr(checking, "CONFIGURATION", file)
    return file


def found(about: str) -> list[Finding]:
    return [each for each in checking.findings() if about in each.what + each.cure]


def level(about: str) -> Level:
    (finding,) = found(about)
    return finding.level


def set_to(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    settings.cache_clear()


def test_whatever_is_not_fine_has_a_cure(sqlite_database: str, streamlit: Path) -> None:
    streamlit.write_text("")
    for finding in checking.findings():
        assert (finding.level is Level.FINE) == (finding.cure == "")


def test_our_own_configuration_of_streamlit_is_safe(sqlite_database: str) -> None:
    assert level("settings of Streamlit") is Level.FINE


@pytest.mark.parametrize(
    ("safe", "spoiled", "about"),
    [
        ("maxUploadSize = 20", "maxUploadSize = 200", "maxUploadSize"),
        ('showErrorDetails = "none"', 'showErrorDetails = "full"', "showErrorDetails"),
        ("gatherUsageStats = false", "", "gatherUsageStats"),
        ("enableRich = false", "", "enableRich"),
        ("""trustedUserHeaders = '{"x-user": "user"}'""", "", "trustedUserHeaders"),
        ("[client]", "enableCORS = false\n[client]", "enableCORS"),
    ],
)
def test_a_spoiled_setting_of_streamlit_is_unsafe(
    sqlite_database: str, streamlit: Path, safe: str, spoiled: str, about: str
) -> None:
    assert level("settings of Streamlit") is Level.FINE
    streamlit.write_text(SAFE.replace(safe, spoiled))
    assert level(about) is Level.UNSAFE


def test_a_missing_configuration_is_unsafe(sqlite_database: str, streamlit: Path) -> None:
    streamlit.unlink()
    assert level("config.toml") is Level.UNSAFE


def test_a_database_not_yet_made_is_missing_and_stays_so(
    tmp_path: Path, sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_to(monkeypatch, "TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    assert level("tracker init") is Level.MISSING
    assert not (tmp_path / "none.db").exists()


def test_an_empty_database_lacks_an_administrator(database: str) -> None:
    assert level("no administrator") is Level.MISSING
    build()
    assert level("tables are current") is Level.FINE


def test_managers_with_a_password_alone_are_counted(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    with db.transaction() as session:
        for account in session.exec(select(Account)):
            account.password_hash = "hash"
    assert found("2 managers and administrators")[0].level is Level.MISSING
    with db.transaction() as session:
        for account in session.exec(select(Account)):
            account.second_factor = True
    assert level("by a password alone") is Level.FINE
    assert level("TRACKER_SECRET_KEY") is Level.MISSING
    set_to(monkeypatch, "TRACKER_SECRET_KEY", "guess me")
    assert level("TRACKER_SECRET_KEY") is Level.UNSAFE
    set_to(monkeypatch, "TRACKER_SECRET_KEY", "x" * 32)
    assert not found("TRACKER_SECRET_KEY")
    set_to(monkeypatch, "TRACKER_SECOND_FACTOR", "required")
    assert level("need a second factor") is Level.FINE
    set_to(monkeypatch, "TRACKER_SECOND_FACTOR", "everybody")
    assert level("Everybody needs a second factor") is Level.FINE


def test_old_tables_want_an_update(database: str) -> None:
    with db.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM alembic_version")
    assert level("not current") is Level.MISSING


def test_later_tables_are_unsafe(database: str) -> None:
    with db.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert level("9999") is Level.UNSAFE


def test_a_server_that_is_gone_is_unsafe(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_to(monkeypatch, "TRACKER_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:9/none")
    db.engine.cache_clear()
    assert level("does not answer") is Level.UNSAFE


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("db1.uni.kz/seriktes", Level.UNSAFE),
        ("db1.uni.kz/seriktes?sslmode=prefer", Level.UNSAFE),
        ("db1.uni.kz/seriktes?sslmode=require", Level.MISSING),
        ("db1.uni.kz/seriktes?sslmode=verify-full", Level.FINE),
        ("/seriktes?host=db1.uni.kz:5432&host=db2.uni.kz:5432", Level.UNSAFE),
        ("/seriktes?host=localhost,db1.uni.kz&sslmode=verify-full", Level.FINE),
        ("/seriktes?host=/var/run/postgresql", None),
        ("localhost/seriktes", None),
        ("[::1]/seriktes", None),
        ("/seriktes", None),
    ],
)
def test_the_way_to_another_host_is_encrypted(
    monkeypatch: pytest.MonkeyPatch, address: str, expected: Level | None
) -> None:
    set_to(monkeypatch, "TRACKER_DATABASE_URL", f"postgresql+psycopg://seriktes@{address}")
    said = [each.level for each in checking_postgresql._way()]
    assert said == ([] if expected is None else [expected])
    if expected is not None:  # said before anybody is asked, as no such host answers
        assert next(checking_postgresql.look()).level is expected
    settings.cache_clear()


def test_an_account_of_postgresql_that_may_too_much_is_unsafe(postgresql_database: str) -> None:
    build()
    assert level("may do more than own") is Level.UNSAFE
    with db.transaction() as session:
        name = f"plain_{os.getpid()}"
        session.connection().exec_driver_sql(f"CREATE ROLE {name}")
        session.connection().exec_driver_sql(f"SET LOCAL ROLE {name}")
        assert session.scalar(checking_postgresql._MIGHTY) is False
        session.rollback()


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "TRACKER_SECRET_KEY").write_text("of a file, and long enough for it\n")
    (tmp_path / "TRACKER_SMTP_PASSWORD").write_text("of a file")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    set_to(monkeypatch, "TRACKER_SMTP_PASSWORD", "of the environment, which is nearer")
    said = settings()
    assert said.secret_key.get_secret_value() == "of a file, and long enough for it"
    assert said.smtp_password.get_secret_value().startswith("of the environment")
    settings.cache_clear()


def test_a_file_that_others_may_read_is_unsafe(sqlite_database: str) -> None:
    path = Path(sqlite_database.removeprefix("sqlite:///"))
    path.chmod(0o644)
    assert level(f"chmod 600 {path}`") is Level.UNSAFE
    for each in path.parent.glob("test.db*"):
        each.chmod(0o600)
    assert level("Only its owner") is Level.FINE


def test_a_backup_is_fresh_for_two_days_and_whole(sqlite_database: str) -> None:
    assert level("No backup") is Level.MISSING
    folder = Path(sqlite_database.removeprefix("sqlite:///")).parent / "backups"
    backup = keeping.make(folder, "7d")
    assert level("A whole backup") is Level.FINE
    with clock.at(clock.now() + timedelta(days=3)):
        assert level("No backup") is Level.MISSING
    os.truncate(backup, 999)
    assert level("can't be used") is Level.UNSAFE


def test_a_backup_that_failed_is_unsafe(sqlite_database: str) -> None:
    assert not found("The backup of")
    with db.transaction() as session:
        backup_runs.settle(session, refusal="backup_failed", why="No space left on device")
    assert level("failed: backup_failed No space left on device") is Level.UNSAFE


def test_a_server_database_wants_a_folder_for_backups(
    postgresql_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert level("No folder for backups") is Level.MISSING
    set_to(monkeypatch, "TRACKER_BACKUP_FOLDER", str(tmp_path))
    assert level("No backup in") is Level.MISSING


@pytest.mark.parametrize(
    ("name", "value", "about", "expected"),
    [
        ("TRACKER_PUBLIC_URL", "http://partners.uni.kz", "in the clear", Level.UNSAFE),
        ("TRACKER_PUBLIC_URL", "https://partners.uni.kz", "partners.uni.kz", Level.FINE),
        ("TRACKER_PUBLIC_URL", "http://localhost:8501", "localhost", Level.FINE),
        ("TRACKER_ALLOWED_HOSTS", "*.uni.kz", "no patterns", Level.MISSING),
        ("TRACKER_TIMEZONE", "Asia/Semey", "Asia/Semey", Level.UNSAFE),
    ],
)
def test_settings_are_looked_at(
    sqlite_database: str,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    about: str,
    expected: Level,
) -> None:
    set_to(monkeypatch, name, value)
    assert level(about) is expected


def test_a_full_disk_is_unsafe(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "FREE", 2**60)
    assert level("Make room") is Level.UNSAFE


def test_a_way_for_mail_is_missing_safe_or_unsafe(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert level("nobody is reminded") is Level.MISSING
    for name, value in {
        "SMTP_HOST": "mail.uni.kz",
        "MAIL_SENDER": "tracker",
        "SMTP_USER": "tracker",
        "SMTP_PASSWORD": "a secret phrase",
    }.items():
        set_to(monkeypatch, f"TRACKER_{name}", value)
    assert level("no mail address") is Level.UNSAFE
    assert level("Links in mails") is Level.MISSING
    set_to(monkeypatch, "TRACKER_MAIL_SENDER", "Seriktes <tracker@uni.kz>")
    assert level("Mail leaves by mail.uni.kz:587") is Level.FINE
    set_to(monkeypatch, "TRACKER_SMTP_SECURITY", "none")
    assert level("in the clear") is Level.UNSAFE
    set_to(monkeypatch, "TRACKER_PUBLIC_URL", "https://partners.uni.kz")
    assert not found("Links in mails")
    assert not found("a secret phrase")


def test_who_was_erased_and_may_still_be_in_the_file_is_said(sqlite_database: str) -> None:
    build()
    assert not found("who were erased")
    with db.transaction() as session:
        erasing.erase(session, MARAT, reason="Asked", revision=1, by=dana)
    assert level("may still hold 1 who were erased") is Level.MISSING


def test_mails_that_wait_for_long_or_were_given_up_are_said(sqlite_database: str) -> None:
    build()
    put("a", "b")
    assert not found("mails wait")
    with db.transaction() as session:
        claimed = outbox.claim(session)
        assert claimed
        outbox.failed(session, claimed, "550 Nobody here", for_good=True)
    with clock.at(clock.now() + checking.STUCK + timedelta(minutes=1)):
        assert level("1 mails wait") is Level.MISSING
    assert level("1 mails of the last 30 days were given up") is Level.MISSING
