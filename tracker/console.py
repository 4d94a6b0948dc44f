"""What the commands of the console have in common."""

import typer
from sqlmodel import Session, col, select

from tracker.access import Role, User
from tracker.domain.models import Account, Language
from tracker.errors import NoAdministrator


def commands(about: str) -> typer.Typer:
    """A group of commands, plain in how they explain themselves and in what goes wrong."""
    return typer.Typer(
        help=about,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def administrator(session: Session, language: Language | None = None) -> User:
    """In whose name the console works: the first administrator's. Raises NoAdministrator."""
    first = (
        select(Account)
        .where(Account.role == Role.ADMINISTRATOR, col(Account.active))
        .order_by(col(Account.id))
    )
    found = session.exec(first).first()
    if found is None or found.id is None:
        raise NoAdministrator
    return User(found.id, found.email, found.name, found.role, language or found.language)
