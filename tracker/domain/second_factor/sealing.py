"""What the database keeps, but only this server can read.

The key follows from TRACKER_SECRET_KEY. Without it one is made and kept in the database itself:
then whoever has all of the database can read everything in it, this too.

The ciphers are loaded with the first secret: they are 7 MiB, and a server without any needs none.
"""

import base64
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col

from tracker import clock
from tracker.domain.models import Secret
from tracker.settings import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_NAME = "sealing key"


def seal(session: Session, value: str) -> str:
    """The value as it may be kept, or given to a browser and taken back."""
    return _keys(session).encrypt_at_time(value.encode(), _now()).decode()


def unseal(session: Session, sealed: str, *, within: timedelta | None = None) -> str | None:
    """What was sealed; None when it was not by this server, or longer ago than `within`."""
    from cryptography.fernet import InvalidToken

    ttl = int(within.total_seconds()) if within else None
    keys = _keys(session)
    try:
        if ttl is None:
            return keys.decrypt(sealed.encode()).decode()
        return keys.decrypt_at_time(sealed.encode(), ttl, _now()).decode()
    except InvalidToken:
        return None


def _keys(session: Session) -> "MultiFernet":
    """The first seals, all unseal: what was kept before the setting was there stays readable."""
    from cryptography.fernet import Fernet, MultiFernet

    said = settings().secret_key.get_secret_value()
    kept = session.scalar(select(col(Secret.value)).where(col(Secret.name) == _NAME))
    if not said and kept is None:
        kept = _made(session)
    return MultiFernet([Fernet(key) for key in (_derived(said) if said else None, kept) if key])


def _made(session: Session) -> str:
    """A new key; of two that make one at the same moment both get the first."""
    from cryptography.fernet import Fernet

    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    row = {"name": _NAME, "value": Fernet.generate_key().decode(), "at": clock.now()}
    session.connection().execute(insert(Secret).values(row).on_conflict_do_nothing())
    made = select(col(Secret.value)).where(col(Secret.name) == _NAME)
    return str(session.execute(made).scalar_one())


def _derived(said: str) -> str:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), length=32, salt=None, info=b"seriktes sealing").derive(said.encode())
    return base64.urlsafe_b64encode(derived).decode()


def _now() -> int:
    return int(clock.now().timestamp())
