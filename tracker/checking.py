"""What is unsafe or missing where this is installed, and the cure: for `tracker check`."""

import os
import resource
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pysqlite3.dbapi2 as sqlite
from sqlmodel import Session, col, select

from tracker import checking_accounts, checking_libraries, checking_postgresql, clock, db, migrating
from tracker.access import Role
from tracker.backups import keeping
from tracker.domain import backup_runs, erasing
from tracker.domain.models import Account
from tracker.domain.reminders import outbox
from tracker.errors import TrackerError
from tracker.findings import Finding as Finding
from tracker.findings import Level as Level
from tracker.mail import smtp
from tracker.mail.messages import sender
from tracker.names.text import is_email
from tracker.settings import ROOT, THIS_MACHINE, Security, settings

CONFIGURATION = ROOT / ".streamlit" / "config.toml"
FREE = 500 * 1024 * 1024  # bytes of disk below which a save may fail half way through the day
OPEN_FILES = 8192  # each open tab takes four
BACKUP_EVERY = timedelta(days=2)
STUCK = timedelta(hours=3)  # for which a mail has waited
T = TypeVar("T")


def findings() -> Iterator[Finding]:
    """Everything there is to look at, in the order in which it should be mended."""
    for look in _LOOKS:
        yield from look()


def _sqlite_is_sound() -> Iterator[Finding]:
    wanted = ".".join(map(str, db.OLDEST_SQLITE))
    if sqlite.sqlite_version_info >= db.OLDEST_SQLITE:
        yield Finding(Level.FINE, f"SQLite {sqlite.sqlite_version}")
    else:
        yield Finding(
            Level.UNSAFE,
            f"SQLite {sqlite.sqlite_version} can corrupt a database",
            f"Install pysqlite3 with SQLite {wanted} or later.",
        )


def _nobody_is_root() -> Iterator[Finding]:
    if os.geteuid() == 0:
        yield Finding(
            Level.UNSAFE,
            "This runs as root",
            "Make an account for the service: `useradd --system seriktes`.",
        )
    else:
        yield Finding(Level.FINE, "This does not run as root")


def _database_answers() -> Iterator[Finding]:
    path = settings().sqlite_file
    if path and not path.exists():
        yield Finding(Level.MISSING, f"There is no database {path} yet", "Run `tracker init`.")
        return
    try:
        with db.reading() as session:
            is_current = migrating.is_current(session.connection())
            boss = select(Account.id).where(Account.role == Role.ADMINISTRATOR, col(Account.active))
            has_boss = is_current and session.exec(boss.limit(1)).first() is not None
    except TrackerError as refused:
        yield Finding(
            Level.UNSAFE,
            f"The database does not answer: {refused}",
            "Look at TRACKER_DATABASE_URL, and at the database itself.",
        )
        return
    if not is_current:
        yield Finding(Level.MISSING, "The tables are not current", "Run `tracker init`.")
    elif not has_boss:
        yield Finding(
            Level.MISSING,
            "There is no administrator",
            "Run `tracker account add EMAIL --name NAME --role administrator`.",
        )
    else:
        yield Finding(Level.FINE, "The database answers, its tables are current")


def _file_is_private() -> Iterator[Finding]:
    path = settings().sqlite_file
    if path is None or not path.exists():
        return
    open_to_others = [
        each
        for each in (path, *path.parent.glob(f"{path.name}-*"), path.parent / "backups")
        if each.exists() and each.stat().st_mode & 0o077
    ]
    for each in open_to_others:
        rights = "700" if each.is_dir() else "600"
        yield Finding(
            Level.UNSAFE,
            f"Others on this machine may read {each}",
            f"Run `chmod {rights} {each}`.",
        )
    if not open_to_others:
        yield Finding(Level.FINE, f"Only its owner may read {path}")


def _backups_are_made() -> Iterator[Finding]:
    folder = keeping.usual_folder()
    path = settings().sqlite_file
    if folder is None:
        yield Finding(
            Level.MISSING,
            "No folder for backups is set",
            "Set TRACKER_BACKUP_FOLDER: the server then makes one every night.",
        )
        return
    if path is not None and not path.exists():
        return
    how = f"Run `tracker backup --into {folder}`"
    try:
        newest = keeping.newest(folder)
    except (TrackerError, OSError) as refused:
        yield Finding(
            Level.UNSAFE,
            f"The newest backup in {folder} can't be used: {refused}",
            f"{how}, and look after the disk.",
        )
        return
    if newest is None or clock.now() - newest.made_at > BACKUP_EVERY:
        yield Finding(
            Level.MISSING,
            f"No backup in {folder} is younger than {BACKUP_EVERY.days} days",
            f"{how} every night, or set TRACKER_BACKUP_FOLDER: the server then does.",
        )
    else:
        yield Finding(Level.FINE, f"A whole backup of {_moment(newest.made_at)} is in {folder}")


def _last_backup_went_well() -> Iterator[Finding]:
    trouble = _asked(backup_runs.last_trouble)
    if trouble is not None:
        yield Finding(
            Level.UNSAFE,
            f"The backup of {_moment(trouble.at)} failed: {trouble.refusal} {trouble.why}".rstrip(),
            "Mend that, and run `tracker backup --into FOLDER`.",
        )


def _disk_has_room() -> Iterator[Finding]:
    path = settings().sqlite_file or ROOT / "data"
    folder = next(each for each in path.parents if each.exists())
    free = shutil.disk_usage(folder).free
    if free < FREE:
        yield Finding(
            Level.UNSAFE,
            f"{free // 2**20} MB are free in {folder}",
            f"Make room: {FREE // 2**20} MB at least.",
        )
    else:
        yield Finding(Level.FINE, f"{free // 2**20} MB are free in {folder}")


def _address_is_known() -> Iterator[Finding]:
    address = urlsplit(settings().public_url)
    if not settings().public_url:
        yield Finding(
            Level.MISSING,
            "TRACKER_PUBLIC_URL is not set: the tracker answers to no name of its own",
            "Set it to the address in the browser, such as https://partners.uni.kz.",
        )
    elif address.scheme != "https" and address.hostname not in THIS_MACHINE:
        yield Finding(
            Level.UNSAFE,
            f"{settings().public_url} sends passwords in the clear",
            "Put a proxy with TLS in front, and set TRACKER_PUBLIC_URL to https://….",
        )
    else:
        yield Finding(Level.FINE, f"The tracker is at {settings().public_url}")
    if "*" in settings().allowed_hosts:
        yield Finding(
            Level.MISSING,
            "TRACKER_ALLOWED_HOSTS knows no patterns, so * lets nobody in",
            "List the names under which people open the tracker, separated by commas.",
        )


def _zone_is_known() -> Iterator[Finding]:
    name = settings().timezone
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        yield Finding(Level.UNSAFE, f"No time zone is called {name!r}", "Mend TRACKER_TIMEZONE.")
        return
    almaty = datetime(2024, 6, 1, tzinfo=ZoneInfo("Asia/Almaty")).utcoffset()
    if almaty != timedelta(hours=5):
        yield Finding(
            Level.UNSAFE,
            "The time zones are older than the change of 1 March 2024",
            "Update the system's tzdata; if it has none, run `pip install --upgrade tzdata`.",
        )
    else:
        yield Finding(Level.FINE, f"It is {clock.now().astimezone(zone):%H:%M} in {zone}")


def _files_may_be_opened() -> Iterator[Finding]:
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit < OPEN_FILES:
        yield Finding(
            Level.MISSING,
            f"{limit} files may be open at once: enough for about {limit // 4} open tabs",
            f"Set LimitNOFILE={OPEN_FILES} in the service, or run `ulimit -n {OPEN_FILES}`.",
        )
    else:
        yield Finding(Level.FINE, f"{limit} files may be open at once")


def _bytecode_is_kept() -> Iterator[Finding]:
    packages = Path(sqlite.__file__).parent
    if (packages / "__pycache__").exists():
        yield Finding(Level.FINE, "The installed packages are compiled")
    else:
        yield Finding(
            Level.MISSING,
            "The installed packages are not compiled: each start takes three times as long",
            f"Run `{sys.executable} -m compileall -q {packages.parent}`.",
        )


class _Option(NamedTuple):
    """A setting of Streamlit: whether a value is safe, what it is when unset, and what for."""

    is_safe: Callable[[Any], bool]
    unset: object
    wanted: str
    why: str


def _exactly(value: object, why: str, *, unset: object = None) -> _Option:
    return _Option(lambda given: given == value, unset, str(value).lower(), why)


def _at_most(number: int, why: str) -> _Option:
    return _Option(
        lambda given: isinstance(given, int) and given <= number, 10**9, str(number), why
    )


_OPTIONS = {
    "server.enableCORS": _exactly(True, "other sites could open our socket", unset=True),
    "server.enableXsrfProtection": _exactly(True, "other sites could upload", unset=True),
    "server.xsrfCookieSameSite": _exactly("strict", "other sites could send our cookie"),
    "server.maxUploadSize": _at_most(20, "uploads are kept in memory"),
    "server.maxMessageSize": _at_most(50, "messages are kept in memory"),
    "server.disconnectedSessionTTL": _at_most(60, "closed tabs are kept in memory"),
    "server.enableStaticServing": _exactly(False, "files would be served to anybody", unset=False),
    "server.enableAgentApi": _exactly(False, "it knows no sign-in", unset=False),
    "server.fileWatcherType": _exactly("none", "each new tab would wait for it"),
    "server.trustedUserHeaders": _Option(
        bool, "", "what the gate sends", "one person could resume another's session"
    ),
    "client.showErrorDetails": _exactly("none", "a fault would show data to everybody"),
    "logger.enableRich": _exactly(False, "what a fault quotes would be printed past the log"),
    "client.disableDataExport": _exactly(True, "tables would be exported past the rules"),
    "client.toolbarMode": _exactly("minimal", "the menu is for developers"),
    "browser.gatherUsageStats": _exactly(False, "browsers would call a foreign server"),
    "runner.magicEnabled": _exactly(False, "a bare expression would print itself"),
    "runner.postScriptGC": _exactly(False, "each click would take 80 ms longer"),
}


def _streamlit_is_tamed() -> Iterator[Finding]:
    try:
        given = tomllib.loads(CONFIGURATION.read_text(encoding="utf-8"))
    except (OSError, ValueError) as missing:
        yield Finding(
            Level.UNSAFE, f"{CONFIGURATION}: {missing}", "Take the file from the package."
        )
        return
    wrong = 0
    for name, option in _OPTIONS.items():
        section, key = name.split(".")
        if not option.is_safe(given.get(section, {}).get(key, option.unset)):
            wrong += 1
            yield Finding(
                Level.UNSAFE,
                f"{name} is not as it should be: {option.why}",
                f"Set {key} to {option.wanted} under [{section}] in {CONFIGURATION}.",
            )
    if not wrong:
        yield Finding(Level.FINE, f"{len(_OPTIONS)} settings of Streamlit are safe")


def _mail_is_sent() -> Iterator[Finding]:
    said = settings()
    if not smtp.is_set_up():
        yield Finding(
            Level.MISSING,
            "No mail server is set: nobody is reminded by mail",
            "Set TRACKER_SMTP_HOST and TRACKER_MAIL_SENDER, then run `tracker remind --dry-run`.",
        )
        return
    if not is_email(sender()):
        yield Finding(
            Level.UNSAFE,
            f"TRACKER_MAIL_SENDER is no mail address: {said.mail_sender}",
            "Set it to one that the mail server lets us send from.",
        )
    elif said.smtp_security is Security.NONE and said.smtp_host not in THIS_MACHINE:
        yield Finding(
            Level.UNSAFE,
            f"Mail goes to {said.smtp_host} in the clear, and so does a password",
            "Set TRACKER_SMTP_SECURITY to starttls or tls.",
        )
    else:
        yield Finding(Level.FINE, f"Mail leaves by {said.smtp_host}:{said.smtp_port}")
    if not said.public_url:
        yield Finding(
            Level.MISSING,
            "Links in mails lead to this machine only",
            "Set TRACKER_PUBLIC_URL.",
        )


def _no_mail_is_stuck() -> Iterator[Finding]:
    queue = _asked(outbox.queue)
    if queue is None:
        return
    if queue.since is not None and clock.now() - queue.since > STUCK:
        yield Finding(
            Level.MISSING,
            f"{queue.waiting} mails wait, the oldest since {_moment(queue.since)}",
            "Run `tracker remind`: it says why. The page Accounts tells which mails were refused.",
        )
    if queue.given_up:
        yield Finding(
            Level.MISSING,
            f"{queue.given_up} mails of the last 30 days were given up",
            "The page Accounts tells which and why; mend the address, and try again there.",
        )


def _erased_are_gone() -> Iterator[Finding]:
    if left := _asked(erasing.left_in_files):
        yield Finding(
            Level.MISSING,
            f"The database's files may still hold {left} who were erased",
            "Run `tracker wipe` when nobody works, for instance from cron at night.",
        )


def _asked(ask: Callable[[Session], T]) -> T | None:
    """What the database says; None where it has no current tables, which is said elsewhere."""
    path = settings().sqlite_file
    if path is None or path.exists():
        with suppress(TrackerError), db.reading() as session:
            if migrating.is_current(session.connection()):
                return ask(session)
    return None


def _moment(at: datetime) -> str:
    return f"{clock.local(at):%d.%m. %H:%M}"


_LOOKS = (
    _sqlite_is_sound,
    _nobody_is_root,
    _database_answers,
    checking_postgresql.look,
    checking_accounts.look,
    _file_is_private,
    _backups_are_made,
    _last_backup_went_well,
    _disk_has_room,
    _address_is_known,
    _zone_is_known,
    _files_may_be_opened,
    _bytecode_is_kept,
    checking_libraries.look,
    _streamlit_is_tamed,
    _mail_is_sent,
    _no_mail_is_stuck,
    _erased_are_gone,
)
