"""A way in from the server's console, for an administrator who can't come in by any other.

The console owns the database anyway: it could take a second factor away as well, so the link asks
for none, and whoever lost telephone and codes is not locked out. It is good for one browser and ten
minutes.
"""

import secrets
from datetime import timedelta

from sqlmodel import Session

from tracker.access import Role
from tracker.domain import account_keeping, sign_ins, tickets
from tracker.domain.models import Account
from tracker.domain.saving import id_of
from tracker.domain.sign_ins import Opened, Proof
from tracker.door_errors import TicketGone
from tracker.errors import NotAllowed

LASTS = timedelta(minutes=10)
_KIND = "from the console"


def open_for(session: Session, email: str) -> str:
    """The secret of the link. Raises NotFound, and NotAllowed unless it is an administrator's."""
    account = account_keeping.with_email(session, email)
    if account.role != Role.ADMINISTRATOR or not account.active:
        raise NotAllowed(f"{account.email} is no administrator who may work")
    secret = secrets.token_urlsafe(32)
    tickets.give(session, _KIND, secret, content={"account": id_of(account)}, lasts=LASTS)
    return secret


def enter(session: Session, secret: str, *, agent: str = "", address: str = "") -> Opened:
    """Let in whoever has the link. Raises TicketGone."""
    kept = tickets.take(session, _KIND, secret)
    account = session.get(Account, kept["account"]) if kept else None
    if account is None:
        raise TicketGone("of the console")
    return sign_ins.open_for(session, account, agent=agent, address=address, proof=Proof.CONSOLE)
