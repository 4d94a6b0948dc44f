"""Reminders by mail: how often a colleague wants them, and the mails on their way."""

from datetime import datetime
from enum import StrEnum

from pydantic import field_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Field

from tracker import clock
from tracker.db import Base, words
from tracker.domain.models.records import LINE, NAME, Draft
from tracker.domain.models.vocabulary import Rhythm
from tracker.names import text


class MailState(StrEnum):
    WAITING = "waiting"  # to be sent, or to be tried again
    SENT = "sent"
    GIVEN_UP = "given_up"


class DigestChoiceDraft(Draft):
    """What a person chooses. Without an address the digest goes to the account's own."""

    rhythm: Rhythm = Field(default=Rhythm.DAILY, sa_type=words(Rhythm))
    mail_to: str | None = Field(default=None, max_length=254)

    @field_validator("mail_to")
    @classmethod
    def _is_address(cls, address: str | None) -> str | None:
        if address is not None and not text.is_email(address):
            raise PydanticCustomError("email", "not a mail address")
        return address


class DigestChoice(DigestChoiceDraft, Base, table=True):
    """One a colleague, from the first look or choice on.

    `looked_at` decides when the next digest is due, `told_at` from when on its news are new: they
    differ when there was nothing to tell, or when the mail that told it was given up.
    """

    __tablename__ = "digest_choice"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    looked_at: datetime | None = None
    told_at: datetime | None = None


class OutgoingMail(Base, table=True):
    """A mail to a colleague, whole, so that every attempt sends the same one.

    It is sent to the address that its account has at that moment, unless it names one. While
    `claimed_until` is to come, the process that knows `claim` is sending it.
    """

    __tablename__ = "outgoing_mail"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=100)  # what it is, so that it is there once
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    subject: str = Field(max_length=NAME)
    text: str
    html: str
    message_id: str = Field(max_length=LINE)
    address: str | None = Field(default=None, max_length=254)  # instead of the account's
    direct: bool = False  # about the account itself: to its own address, and its text is not kept
    told_before: datetime | None = None  # the choice's `told_at` before this mail told more
    created_at: datetime = Field(default_factory=clock.now)  # of a digest, its `told_at`
    state: MailState = Field(default=MailState.WAITING, sa_type=words(MailState), index=True)
    attempts: int = 0  # that failed
    refusal: str | None = Field(default=None, max_length=LINE)  # what the server said last
    next_at: datetime = Field(default_factory=clock.now)
    claim: str | None = Field(default=None, max_length=40)
    claimed_until: datetime | None = None
    ended_at: datetime | None = None  # when it was sent or given up
