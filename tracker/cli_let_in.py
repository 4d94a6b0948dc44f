"""`tracker account let-in`: the administrator's way in when no other is open."""

import typer

from tracker import db, migrating
from tracker.domain import console_ways
from tracker.settings import settings


def let_in(email: str) -> None:
    """Print an address that signs an administrator in: once, and within ten minutes."""
    migrating.migrate()
    with db.transaction() as session:
        secret = console_ways.open_for(session, email)
    base = settings().public_url.rstrip("/") or "http://localhost:8501"
    typer.echo(f"{base}/sign-in/let-in?key={secret}")
    minutes = int(console_ways.LASTS.total_seconds() // 60)
    typer.echo(f"Open it within {minutes} minutes. It works once; show it to nobody.", err=True)
