"""Personal data as the law sees it: why it is kept, how long, who looked, what was erased."""

from datetime import date, datetime

from pydantic import field_validator
from sqlalchemy import Index
from sqlmodel import Field

from tracker import clock
from tracker.db import Base, Revised, words
from tracker.domain.models.people import PersonDraft
from tracker.domain.models.records import LINE, NOTE, Draft, Link
from tracker.domain.models.vocabulary import Deed, Kind, LegalBasis


class DataBasisDraft(Draft):
    """What a person types about why somebody's data is kept, and what may be done with it."""

    basis: LegalBasis = Field(default=LegalBasis.CONSENT, sa_type=words(LegalBasis))
    given_on: date | None = None
    evidence: str | None = Field(default=None, max_length=LINE)  # the letter, the form, the site
    may_publish: bool = False
    may_transfer: bool = False  # to others, also abroad
    withdrawn_on: date | None = None
    blocked_on: date | None = None  # since then nobody invites them or passes them on: their wish
    keep_until: date | None = Field(default=None, index=True)


class DataBasis(DataBasisDraft, Link, Revised, table=True):
    """Of one person, once. Where there is none, nobody has said why the data is kept."""

    __tablename__ = "data_basis"
    belongs_to = ("person", "person_id")
    shows = ("data_basis", "basis")

    person_id: int = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")


class PersonalContactDraft(Draft):
    """What a person types: how somebody is reached at home rather than at work."""

    personal_phone: str | None = Field(default=None, max_length=60)
    personal_email: str | None = Field(default=None, max_length=254)

    @field_validator("personal_phone")
    @classmethod
    def _has_digits(cls, phone: str | None) -> str | None:
        return PersonDraft._has_digits(phone)

    @field_validator("personal_email")
    @classmethod
    def _is_address(cls, email: str | None) -> str | None:
        return PersonDraft._is_address(email)


class PersonalContact(PersonalContactDraft, Revised, table=True):
    """In a table of its own, so that no query for a person brings it along by chance.

    Without a history: a number that was corrected is of no more use to anybody.
    """

    __tablename__ = "personal_contact"

    person_id: int = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")


class PersonalRule(Base, table=True):
    """The one row of it; where there is none, what `tracker.domain.keeping` begins with holds."""

    __tablename__ = "personal_rule"

    id: int = Field(default=1, primary_key=True)
    keep_months: int  # after the last contact
    log_months: int  # that the access log goes back


class Erasure(Base, table=True):
    """The proof that somebody's data was erased: without a word of it. Never changed by hand.
    Who was merged into them has one of their own; its places are counted with theirs.

    No key to the person: of one who was erased whole, no row is left. `rewritten_at` is when the
    database's own files were last known to hold nothing of it.
    """

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(index=True)
    whole: bool  # False: a nameless former contact is left
    account_id: int = Field(foreign_key="account.id", index=True)
    at: datetime = Field(default_factory=clock.now)
    reason: str = Field(max_length=LINE)
    places: int  # rows that were cleaned
    rewritten_at: datetime | None = None


class Access(Base, table=True):
    """Who saw or took away data of people. Added to, never changed; forgotten when it is old.

    `once` is what there may be only one of: an opening by one colleague of one page in one hour.
    """

    __table_args__ = (Index("ix_access_at", "at", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=clock.now)
    account_id: int = Field(foreign_key="account.id", index=True)
    deed: Deed = Field(sa_type=words(Deed))
    kind: Kind = Field(sa_type=words(Kind))
    record_id: int | None = Field(default=None, index=True)  # None: a list
    form: str = Field(default="", max_length=8)
    asked: str = Field(default="", max_length=4000)  # as `addresses.query` spells it
    held: int | None = None  # rows of the file
    fields: str = Field(default="", max_length=NOTE)
    once: str | None = Field(default=None, max_length=60, unique=True)
