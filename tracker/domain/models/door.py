"""What guards the door: sign-ins, what is before and beside them, and who tried in vain.

Of every token only a hash is kept: whoever reads these tables can't come in by what they hold.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from tracker import clock
from tracker.db import Base, words
from tracker.domain.models.records import LINE


class Door(Base):
    """Parent of the tables about the door. They keep no history, and nothing takes them back."""


class SignIn(Door, table=True):
    """One browser that is signed in. Only the hash of its cookie is known here."""

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(default_factory=clock.now)
    seen_at: datetime = Field(default_factory=clock.now)
    expires_at: datetime = Field(index=True)
    revoked_at: datetime | None = None
    agent: str = Field(default="", max_length=LINE)
    address: str = Field(default="", max_length=64)  # of the network, from which it was opened
    # What the university's provider calls its own session, if it says so; None: it was not asked.
    provider_session: str | None = Field(default=None, max_length=LINE)
    proved_at: datetime | None = None  # when its owner last showed who they are


class HalfSignIn(Door, table=True):
    """A browser whose owner gave the right password, and has to give a code. It opens nothing."""

    __tablename__ = "half_sign_in"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True, max_length=64)
    expires_at: datetime


class KnownBrowser(Door, table=True):
    """A browser in which an account was signed in before: strangers can't shut it out."""

    __tablename__ = "known_browser"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True, max_length=64)
    seen_at: datetime = Field(default_factory=clock.now)


class SecondFactor(Door, table=True):
    """What an account and its owner's telephone make codes from."""

    __tablename__ = "second_factor"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    secret: str = Field(max_length=LINE)  # encrypted
    last_step: int = 0  # of the last code that was used: neither it nor an older one is taken again


class RecoveryCode(Door, table=True):
    """One of the codes for whoever has lost the telephone. Used, it is gone."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    code_hash: str = Field(max_length=64)


class Purpose(StrEnum):
    """What a link in a mail is for."""

    INVITATION = "invitation"  # to choose the first password
    RESET = "reset"  # to choose another


class AccountLink(Door, table=True):
    """A link by which a person chooses a password: the latest of its purpose, until it is used."""

    __tablename__ = "account_link"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    purpose: Purpose = Field(primary_key=True, sa_type=words(Purpose))
    token_hash: str = Field(default="", unique=True, max_length=64)
    email: str = Field(default="", max_length=254)  # it went to; another one ends it
    expires_at: datetime


class Attempt(Door, table=True):
    """One failed try at the door, kept for the rate limit."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True, max_length=200)
    at: datetime = Field(default_factory=clock.now, index=True)


class Secret(Door, table=True):
    """A named value the server keeps to itself: the hash of the set-up code, a key."""

    name: str = Field(primary_key=True, max_length=60)
    value: str = Field(max_length=LINE)
    at: datetime = Field(default_factory=clock.now)
