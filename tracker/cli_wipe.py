"""`tracker wipe`: nothing of those who were erased is left in the database's own files."""

import typer

from tracker import db, migrating, wiping
from tracker.domain import erasing


def wipe() -> None:
    """Write the database's files anew after somebody was erased. For cron, at night."""
    migrating.migrate()
    with db.reading() as session:
        left = erasing.left_in_files(session)
    if not left:
        typer.echo("Nothing to clean.")
        return
    if not wiping.wipe():
        typer.echo("Somebody was reading all the while; try again.", err=True)
        raise typer.Exit(1)
    with db.transaction() as session:
        erasing.rewritten(session)
    typer.echo(f"The files hold nothing any more of {left} erased.")
