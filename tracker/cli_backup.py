"""`tracker backup` and `tracker restore`: everything in one file, and back."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from tracker import clock, migrating
from tracker.backups import keeping, making, restoring
from tracker.backups.container import Manifest
from tracker.settings import settings

_PIPE = "-"


def backup(
    what: Annotated[
        str, typer.Argument(metavar="FILE|-", help="File to write; - is standard output.")
    ] = "",
    file: Annotated[
        str, typer.Argument(metavar="", help="After the word `verify`: the backup to try out.")
    ] = "",
    into: Annotated[
        Path | None, typer.Option(help="Folder in which to make a dated backup, and try it out.")
    ] = None,
    keep: Annotated[
        str,
        typer.Option(help="How many to keep there: of the last days, weeks, months, years."),
    ] = "",
) -> None:
    """Write everything into one file, while people work. `backup verify FILE` tries one out.

    The file holds the database with its attachments, and the settings with their passwords: keep it
    where only the administrator may read it.
    """
    if what == "verify" and file:
        with _opened(file) as given:
            _tell(restoring.verify(given), "can be restored")
        return
    if (what == "") == (into is None) or file or what == "verify":
        raise typer.BadParameter("give a FILE, or -, or --into FOLDER, or verify FILE")
    migrating.migrate()
    if into is not None:
        typer.echo(keeping.make(into, keep or settings().backup_keep))
    elif what == _PIPE:
        if sys.stdout.isatty():
            raise typer.BadParameter("a backup is not for the screen", param_hint="FILE")
        making.pour(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        path, ours = Path(what), settings().sqlite_file
        if ours and path.resolve() == ours.resolve():
            raise typer.BadParameter("this is the database itself", param_hint="FILE")
        _tell(making.make(path), f"is in {what}")


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The backup; - is standard input.")],
) -> None:
    """Put everything back as it was when the backup was made. Stop the server first."""
    with _opened(file) as given:
        done = restoring.restore(given)
    _tell(done.manifest, "is restored")
    if done.aside:
        typer.echo(f"What was there before is now {done.aside}.")
    if done.erased is None:
        typer.echo("Who was erased since this backup was made is back, and could not be looked up.")
    elif done.erased:
        people = ", ".join(map(str, done.erased))
        typer.echo(f"Erased since it was made, so erase them again: people {people}.")
    typer.echo("Everybody has to sign in again. Mails that waited are held back: see Accounts.")


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """What comes by a pipe is kept first: all of it is looked at before anything is touched."""
    if file != _PIPE:
        with Path(file).open("rb") as given:
            yield given
        return
    with tempfile.TemporaryFile() as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        yield kept


def _tell(manifest: Manifest, how: str) -> None:
    rows = sum(manifest.counts.values())
    made_at = clock.local(manifest.made_at)
    typer.echo(f"The backup of {made_at:%Y-%m-%d %H:%M}, {rows} rows, {how}.")
