"""`tracker import …` and `tracker imports …`: whole files, from the console.

It is done in the name of the first administrator, stands on the page of imports like any other,
and can be taken back there or here.
"""

import csv
import gc
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from tracker import clock, db, migrating
from tracker.access import User
from tracker.console import administrator, commands
from tracker.domain import importing
from tracker.domain.foreseen import Shelf
from tracker.domain.importing import Choices, Given, Outcome, helping
from tracker.domain.importing.helping import Helper
from tracker.domain.models import (
    Account,
    Doubt,
    Fate,
    Import,
    ImportMode,
    ImportState,
    Kind,
    Language,
)
from tracker.errors import Invalid, NotAllowed
from tracker.i18n import speaking, t
from tracker.ingest import cells, headers, rejected, running
from tracker.ingest.running import AtHand
from tracker.ingest.tables import Table

imports = commands("Files that came in.")
_NAMED = 20  # rejected rows that are printed


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Look for no cycles: rows hardly make any, and looking takes a twentieth of all time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Noun(StrEnum):
    """What the rows of a file are."""

    PARTNERS = "partners"
    PEOPLE = "people"
    FOLLOW_UPS = "follow-ups"
    INTERACTIONS = "interactions"
    EVENTS = "events"


_KIND = {
    Noun.PARTNERS: Kind.PARTNER,
    Noun.PEOPLE: Kind.PERSON,
    Noun.FOLLOW_UPS: Kind.FOLLOW_UP,
    Noun.INTERACTIONS: Kind.INTERACTION,
    Noun.EVENTS: Kind.EVENT,
}


@_undisturbed()
def import_file(
    file: Annotated[Path, typer.Argument(help="XLSX, CSV or vCard.", exists=True, dir_okay=False)],
    noun: Annotated[Noun, typer.Option("--kind", help="What its rows are.")],
    mapping: Annotated[
        Path | None,
        typer.Option("--map", help="TOML or CSV: header → field.", exists=True, dir_okay=False),
    ] = None,
    mode: Annotated[ImportMode, typer.Option(help="Which rows to take.")] = ImportMode.BOTH,
    doubtful: Annotated[
        Doubt, typer.Option(help="A name that is like a known one is a new one, or is skipped.")
    ] = Doubt.NEW,
    create_partners: Annotated[
        bool, typer.Option("--create-partners", help="Create partners that rows name.")
    ] = False,
    sheet: Annotated[str, typer.Option(help="Sheet of the workbook; as a rule the first.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    rejects: Annotated[
        Path | None, typer.Option("--rejected", help="File to write the rejected rows to.")
    ] = None,
    language: Annotated[Language, typer.Option(help="Of what is said.")] = Language.EN,
) -> None:
    """Import a file. Ends with 1 when it was refused or rows were rejected; the others are in."""
    kind = _KIND[noun]
    migrating.migrate()
    with speaking(language), closing(Helper()) as helper:
        content = file.read_bytes()
        at_hand = AtHand(Table(file.name, content, sheet), Shelf(), helper)
        with db.reading() as session:
            by = administrator(session, language)
            helping.begin(session, helper, len(content), by=by)
        given = _named(running.looked_at(kind, at_hand.table, content), kind, mapping)
        for note, values in given.notes:
            typer.echo(t(f"import_note.{note}", **values), err=True)
        if dry_run:
            choices = Choices(mode, create_partners, doubtful)
            outcome = _check(kind, at_hand, given, choices, by)
        else:
            number = _keep(kind, given, (mode, create_partners, doubtful), by)
            content, given = b"", given._replace(content=b"")  # it is in the database now
            db.engine().dispose()  # a connection remembers what it was given last: the file
            outcome = _run(number, at_hand, by)
        _tell(kind, given, outcome)
        if rejects is not None and outcome.problems:
            content = content or _kept(number, by)
            written = rejected.write(given.name, content, sheet, kind, outcome.problems)
            rejects.write_bytes(written)
    if outcome.problems:
        raise typer.Exit(1)


@imports.command("list")
def list_imports() -> None:
    """List the files that came in, the latest first."""
    migrating.migrate()
    with db.reading() as session:
        page = importing.search(session, by=administrator(session, Language.EN))
    for row in page.rows:
        when = clock.local(row.created_at)
        counts = f"{row.created} created, {row.updated} updated, {row.left} left"
        typer.echo(
            f"{row.id:6} {when:%Y-%m-%d %H:%M} {row.kind:12} {row.state:9} "
            f"{counts}, {row.rejected} rejected  {row.file_name} ({row.who})"
        )


@imports.command("undo")
def undo(
    number: int,
    keep_changed: Annotated[
        bool, typer.Option("--keep-changed", help="Leave records that were changed since.")
    ] = False,
) -> None:
    """Take an import back: every record is as it was before."""
    migrating.migrate()
    with db.transaction() as session:
        by = administrator(session, Language.EN)
        importing.take_back(session, number, by=by, keep_changed=keep_changed)
    typer.echo(f"Import {number} is taken back.")


@imports.command("work", hidden=True)
@_undisturbed()
def work(number: int) -> None:
    """Do the step that an import waits for. The server calls this."""
    with db.reading() as session:
        by = _who(session, number)
    running.work(number, by=by)


def _check(kind: Kind, at_hand: AtHand, given: Given, choices: Choices, by: User) -> Outcome:
    with db.reading() as session:
        at_hand.lend(session)
        rows = cells.rows(at_hand.table, kind, given.columns)
        return importing.check(session, kind, rows, choices, by=by)


def _keep(kind: Kind, given: Given, chosen: tuple[ImportMode, bool, Doubt], by: User) -> int:
    """Begin an import by the same steps as on the page; returns its number."""
    mode, creates_partners, doubt = chosen
    with db.transaction() as session:
        number = importing.keep(session, kind, given, by=by).id or 0
        importing.choose(
            session,
            number,
            given.columns,
            mode=mode,
            creates_partners=creates_partners,
            doubt=doubt,
            by=by,
        )
        importing.begin(session, number, ImportState.CHECKING, by=by)
    return number


def _kept(number: int, by: User) -> bytes:
    with db.reading() as session:
        return importing.content(session, number, by=by)


def _run(number: int, at_hand: AtHand, by: User) -> Outcome:
    """Check it and store it."""
    for state in (None, ImportState.RUNNING):
        if state is not None:
            with db.transaction() as session:
                importing.begin(session, number, state, by=by)
        running.work(number, by=by, at_hand=at_hand)
        _refuse_failed(number, by)
    typer.echo(f"Import {number}. To take it back: tracker imports undo {number}")
    with db.reading() as session:
        job = importing.get(session, number, by=by)
        report = importing.report(session, number, by=by)
    counts = {fate: getattr(job, fate) for fate in Fate}
    return Outcome(counts, *report, job.partners)


def _refuse_failed(number: int, by: User) -> None:
    with db.reading() as session:
        job = importing.get(session, number, by=by)
    if job.state is ImportState.FAILED:
        raise Invalid("file", job.failure)


def _tell(kind: Kind, given: Given, outcome: Outcome) -> None:
    counts = ", ".join(f"{number} {t(f'fate.{fate}')}" for fate, number in outcome.counts.items())
    typer.echo(f"{given.name}: {given.total} rows: {counts}")
    if outcome.partners:
        typer.echo(t("import.partners_beside", n=outcome.partners))
    for asked in outcome.questions[:_NAMED]:
        typer.echo(t("import.like", row=asked.row, typed=asked.typed, name=asked.candidates[0][1]))
    for number, said in list(rejected.by_row(kind, outcome.problems).items())[:_NAMED]:
        typer.echo(t("import.row_says", row=number, said=said), err=True)
    if (more := len({each.number for each in outcome.problems}) - _NAMED) > 0:
        typer.echo(f"… {more} more: see --rejected", err=True)


def _named(given: Given, kind: Kind, mapping: Path | None) -> Given:
    """The file with the columns named as the mapping says. Raises BadParameter."""
    if mapping is None:
        return given
    wanted = {headers.plain(header): word for header, word in _read_map(mapping).items()}
    if unknown := wanted.keys() - {headers.plain(header) for header in given.headers}:
        raise typer.BadParameter(f"no column {min(unknown)}", param_hint="--map")
    chosen: dict[str, str | None] = {}
    for header, word in wanted.items():
        chosen[header] = headers.field(kind, word) if word.strip("-") else None
        if word.strip("-") and chosen[header] is None:
            fields = ", ".join(importing.FIELDS[kind])
            raise typer.BadParameter(f"no field {word}; there are {fields}", param_hint="--map")
    taken = set(chosen.values())
    columns = [
        chosen.get(plain, None if guessed in taken else guessed)
        for plain, guessed in zip(map(headers.plain, given.headers), given.columns, strict=True)
    ]
    return given._replace(columns=columns)


def _read_map(file: Path) -> dict[str, str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix.lower() == ".toml":
            found: Any = tomllib.loads(text)
            found = found.get("columns", found)
            return {str(header): str(word) for header, word in found.items()}
        rows = list(csv.reader(text.splitlines()))
        return {row[0]: row[1] for row in rows if len(row) > 1 and row[:2] != ["header", "field"]}
    except (ValueError, AttributeError) as wrong:
        raise typer.BadParameter(f"{file.name}: {wrong}", param_hint="--map") from None


def _who(session: Session, number: int) -> User:
    """Who gave the word to go on with an import."""
    job = session.get(Import, number)
    found = session.get(Account, job.created_by) if job else None
    if found is None or found.id is None:
        raise NotAllowed(f"nobody gave the word to import {number}")
    return User(found.id, found.email, found.name, found.role, found.language)
