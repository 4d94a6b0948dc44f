"""`tracker remind`: digests by mail, for cron, and to see what would be sent."""

from typing import Annotated

import typer

from tracker import db, migrating
from tracker.errors import NoMailServer


def remind(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say who would get what; write and send nothing.")
    ] = False,
) -> None:
    """Write the digest of everybody who is due one, and send what waits. For cron."""
    from tracker.mail import reminding, smtp  # here, because no other command writes mail

    if not (dry_run or smtp.is_set_up()):
        raise NoMailServer
    migrating.migrate()
    failed = False
    for each in reminding.prepare(dry=dry_run):
        failed = failed or each.failed
        said = "failed; see above" if each.failed else each.subject or "nothing to remind of"
        typer.echo(f"{each.email:40} {said}")
    if not dry_run:
        failed = _send() or failed
    if failed:
        raise typer.Exit(1)


def _send() -> bool:
    """Send what waits, and say so; whether something was given up."""
    from tracker.domain.reminders import outbox
    from tracker.mail import reminding, sending

    reminding.purge()
    done = sending.send_all()
    with db.reading() as session:
        left = outbox.queue(session)
    typer.echo(f"{done.sent} sent, {left.waiting} waiting, {done.given_up} given up.")
    return done.given_up > 0
