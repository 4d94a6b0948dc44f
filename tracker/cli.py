"""`tracker …`: for the administrator of the server, and for cron.

Whoever has the console owns the database anyway, so nobody signs in here. What changes is written
to the history as done by the system. Exit codes: 0 done, 1 refused or unsafe, 2 wrong usage.
"""

import atexit
import gc

# Nothing of what is loaded is ever garbage. To look for cycles among it takes a sixth of the time
# in which it loads, nearly as much right after, and a quarter of a second when the process ends.
gc.disable()
atexit.register(gc.freeze)

import logging
import os
import secrets
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, NoReturn
from urllib.parse import parse_qsl

import typer
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from tracker import (
    cli_accounts,
    cli_backup,
    cli_imports,
    cli_let_in,
    cli_names,
    cli_press,
    cli_remind,
    cli_wipe,
    db,
    migrating,
)
from tracker.access import Role
from tracker.console import administrator, commands
from tracker.domain import (
    account_keeping,
    accounts,
    addresses,
    drafts,
    duplicates,
    passwords,
    scanning,
)
from tracker.domain.follow_ups import FollowUpFilter, Shown
from tracker.domain.models import AccountDraft, Kind, Language
from tracker.errors import TrackerError
from tracker.export import lists
from tracker.export.lists import Format
from tracker.i18n import knows, speaking, t
from tracker.settings import ROOT, settings

gc.freeze()
gc.enable()

app = commands("Seriktes, the tracker of the university's partners.")
account = commands("Colleagues who may sign in.")
export = commands("Lists as files.")
app.add_typer(account, name="account")
account.add_typer(cli_accounts.second_factor, name="second-factor")
app.add_typer(export, name="export")
account.command("let-in")(cli_let_in.let_in)
app.add_typer(cli_imports.imports, name="imports")
app.command("import")(cli_imports.import_file)
app.add_typer(cli_names.names, name="names")
app.add_typer(cli_press.press, name="press")
app.command("search")(cli_names.search_everything)
app.command("reindex")(cli_names.reindex)
app.command("remind")(cli_remind.remind)
app.command("backup")(cli_backup.backup)
app.command("restore")(cli_backup.restore)
app.command("wipe")(cli_wipe.wipe)

_FORM = Annotated[
    Format,
    typer.Option("--format", help="Kind of file; people also as vcf, follow-ups as pdf and docx."),
]
_LANGUAGE = Annotated[Language | None, typer.Option("--language", help="Language of the file.")]
_OUTPUT = Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")]
_STDIN = typer.Option("--password-stdin", help="Read the password from standard input.")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8501,
) -> None:
    """Serve the tracker until stopped. Put a proxy with TLS in front for other machines."""
    migrating.migrate()
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml of the folder it runs in

    gc.disable()  # as above; `starting` puts it on again when all is loaded
    from tracker.api import haste, tidying

    tidying.one_heap()  # before there is a second thread
    haste.load_streamlit()
    from tracker.api import serving, starting

    shown = "localhost" if host in ("0.0.0.0", "::") else host  # noqa: S104 - it binds to nothing
    starting.shown_at = settings().public_url or f"http://{shown}:{port}"
    typer.echo(f"Seriktes: {starting.shown_at}")
    # One process: sessions and uploads live in its memory. Whose `X-Forwarded-…` headers count is
    # uvicorn's own setting FORWARDED_ALLOW_IPS, by default this machine's.
    # Addresses name records; Streamlit would write each of them to the log again.
    logging.getLogger("uvicorn.access").addFilter(lambda _record: False)
    try:
        serving.run(
            "app:app",
            host=host,
            port=port,
            lifespan="on",
            server_header=False,
            access_log=False,
            log_level=settings().log_level.lower(),
            timeout_graceful_shutdown=5,
        )
    except SystemExit as ended:
        raise typer.Exit(1 if ended.code else 0) from None


@app.command()
def init(
    example: Annotated[
        bool, typer.Option("--example", help="Add the Science Week example.")
    ] = False,
) -> None:
    """Make the database, or bring its tables up to date."""
    migrating.migrate()
    typer.echo("The database is ready.")
    if example:
        from tracker import example as world  # here, as the articles' reader in `cli_press`

        with db.transaction() as session:
            counts = world.load(session, by=administrator(session))
        typer.echo(", ".join(f"{number} {what}" for what, number in counts._asdict().items()))


@app.command()
def check() -> None:
    """Say what is unsafe or missing in this installation, with the cure."""
    # Here, because what they look at no other command needs.
    from tracker import checking, checking_provider, checking_scanner

    looks = checking.findings, checking_scanner.findings, checking_provider.findings
    found = [finding for look in looks for finding in look()]
    for finding in found:
        typer.echo(f"{finding.level:8}{finding.what}")
        if finding.cure:
            typer.echo(f"{'':8}→ {finding.cure}")
    if any(finding.level is checking.Level.UNSAFE for finding in found):
        raise typer.Exit(1)


@app.command("duplicates")
def find_duplicates(
    everything: Annotated[
        bool, typer.Option("--everything", help="Compare all, not only what was changed since.")
    ] = False,
    scan: Annotated[int, typer.Option(hidden=True)] = 0,
) -> None:
    """Find partners and people that are there twice, for the page of duplicates."""
    migrating.migrate()
    if not scan:
        with db.reading() as session:
            by = administrator(session)
        with db.transaction() as session:
            scan = duplicates.begin(session, by=by)
    found = scanning.scan(scan, everything=everything, progress=_say_how_far)
    typer.echo(f"{found} new pairs to look at.")


def _say_how_far(done: int, total: int) -> None:
    if sys.stdout.isatty():
        typer.echo(f"\r{done} of {total} pairs", nl=done >= total)


@account.command("add")
def add_account(
    email: str,
    name: Annotated[str, typer.Option(help="First name and surname.")],
    role: Annotated[Role, typer.Option(help="What the colleague may do.")],
    language: Annotated[
        Language, typer.Option(help="What the tracker speaks to them.")
    ] = Language.KK,
    password_stdin: Annotated[bool, _STDIN] = False,
) -> None:
    """Add a colleague. Prints a new password, unless it is given."""
    typed = {"email": email, "name": name, "role": role, "language": language}
    draft = drafts.checked(AccountDraft, typed)
    password = _password(password_stdin)
    hashed = passwords.chosen(password, draft.name, draft.email)
    migrating.migrate()
    with db.transaction() as session:
        account_keeping.add(session, draft, hashed)
    typer.echo(f"{draft.email} may sign in as {draft.role}.")
    _show(password, was_given=password_stdin)


@account.command("reset")
def reset_password(email: str, password_stdin: Annotated[bool, _STDIN] = False) -> None:
    """Give a colleague a new password and sign them out everywhere."""
    password = _password(password_stdin)
    migrating.migrate()
    with db.transaction() as session:
        found = account_keeping.with_email(session, email)
        about = found.name, found.email
    hashed = passwords.chosen(password, *about)
    with db.transaction() as session:
        found = account_keeping.with_email(session, email)
        account_keeping.replace_password(session, found, hashed)
    typer.echo(f"{about[1]} has a new password and is signed out everywhere.")
    _show(password, was_given=password_stdin)


@account.command("list")
def list_accounts() -> None:
    """List the colleagues who may sign in, and those who no longer may."""
    migrating.migrate()
    with db.reading() as session:
        by, page = administrator(session), 1
        while True:
            found = accounts.search(session, by=by, page=page)
            for row in found.rows:
                state = "active" if row.active else "closed"
                typer.echo(f"{row.email:40} {row.role:14} {row.language}  {state}  {row.name}")
            if page >= found.pages:
                return
            page += 1


@export.command("follow-ups")
def export_follow_ups(
    form: _FORM = Format.CSV,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those past their day.")] = False,
    owner: Annotated[str, typer.Option(help="Only those of this colleague (mail address).")] = "",
    every: Annotated[bool, typer.Option("--all", help="Also those done or declined.")] = False,
    language: _LANGUAGE = None,
    output: _OUTPUT = None,
) -> None:
    """Export the open follow-ups to a file, or to standard output."""
    usual = addresses.LISTS[Kind.FOLLOW_UP].usual

    def asked(session: Session) -> addresses.Asked:
        wanted = FollowUpFilter(
            shown=Shown.ALL if every else Shown.OPEN,
            overdue=overdue,
            owner_id=account_keeping.with_email(session, owner).id if owner else None,
        )
        return usual._replace(wanted=wanted)

    _export(Kind.FOLLOW_UP, form, asked, language, output)


def _add_export(name: str, kind: Kind) -> None:
    @export.command(name, help=f"Export the {name} to a file, or to standard output.")
    def export_list(
        form: _FORM = Format.CSV,
        where: Annotated[
            str, typer.Option(help="Filters and order as in the address of the list.")
        ] = "",
        language: _LANGUAGE = None,
        output: _OUTPUT = None,
    ) -> None:
        told = dict(parse_qsl(where))
        _export(kind, form, lambda _session: addresses.asked(kind, told), language, output)


for _name, _kind in lists.NAMES.items():
    if _kind is not Kind.FOLLOW_UP:
        _add_export(_name, _kind)


def _export(
    kind: Kind,
    form: Format,
    asked: Callable[[Session], addresses.Asked],
    language: Language | None,
    output: Path | None,
) -> None:
    """Write a list beside its place first, so that a refusal leaves an older file as it was."""
    if form not in lists.formats_of(kind):
        raise typer.BadParameter(f"this list has no {form}", param_hint="--format")
    if output is None and not form.is_text and sys.stdout.isatty():
        raise typer.BadParameter(f"a {form} is not for the screen", param_hint="--output")
    migrating.migrate()
    with (
        NamedTemporaryFile(dir=output.absolute().parent if output else None, delete=False) as file,
        db.reading() as session,
    ):
        ready = Path(file.name)
        try:
            wanted = asked(session)
            by = administrator(session, language)
            base = settings().public_url or "http://localhost:8501"
            lists.write(session, file, kind, wanted, by=by, form=form, base=base)
            file.flush()
            if output:
                ready.replace(output)
            else:
                with ready.open("rb") as written:
                    shutil.copyfileobj(written, sys.stdout.buffer)
        finally:
            ready.unlink(missing_ok=True)


def main(arguments: list[str] | None = None) -> None:
    """Run a command; a refusal is one sentence and exit code 1, not a stack trace."""
    try:
        app(args=arguments, prog_name="tracker")
    except drafts.InvalidDraft as refused:
        _refuse(*(f"{each.field}: {_sentence(each)}" for each in refused.problems))
    except TrackerError as refused:
        _refuse(_sentence(refused))
    except ValidationError as wrong:
        _refuse(*(f"TRACKER_{str(e['loc'][0]).upper()}: {e['msg']}" for e in wrong.errors()))
    except DBAPIError as failed:
        _refuse(f"The database says: {failed.orig}")
    except OSError as failed:
        _refuse(f"{failed.filename}: {failed.strerror}" if failed.filename else str(failed))


def _refuse(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    sys.exit(1)


def _sentence(refused: TrackerError) -> str:
    key = f"error.{refused.code}"
    with speaking("en"):
        said = t(key, **refused.values) if knows(key) else refused.code
    return f"{said} ({refused})"


def _password(given: bool) -> str:
    return sys.stdin.readline().rstrip("\r\n") if given else secrets.token_urlsafe(12)


def _show(password: str, *, was_given: bool) -> None:
    if not passwords.are_on():
        typer.echo("Passwords are switched off: the university's provider lets people in.")
    elif not was_given:
        typer.echo(f"Password: {password}")


if __name__ == "__main__":
    main()
