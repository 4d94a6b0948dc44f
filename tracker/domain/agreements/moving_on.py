"""How an agreement goes on: it is renewed by another, amended, or let go.

Renewing makes an agreement of its own, with its own paper, number and days, and the one before
points to it. A paper that only changes something, the last day for instance, is an amendment.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import attachments, linking, saving
from tracker.domain.agreements import promises
from tracker.domain.models import (
    Account,
    Agreement,
    AgreementAmendment,
    AgreementAmendmentDraft,
    AgreementDraft,
    AgreementPartner,
    Attachment,
    Kind,
)
from tracker.domain.models.records import LINE
from tracker.errors import AlreadyRenewed, Invalid, LetGo, NotFound
from tracker.names.text import clean_line

_A_DAY = timedelta(days=1)
_YEAR, _NEARLY = 365.2425, 3  # days


class NewFile(NamedTuple):
    """A file to be kept with an amendment; `key` as in `attachments.add`."""

    name: str
    content: bytes
    key: str | None = None


class AmendmentRow(NamedTuple):
    """One amendment as its agreement's page tells it."""

    id: int
    agreed_on: date
    changed: str
    valid_until_before: date | None
    new_valid_until: date | None
    file_id: int | None
    file: str | None
    who: str


@guarded(Action.EDIT)
def renew(
    session: Session,
    agreement_id: int,
    draft: AgreementDraft,
    *,
    carried: Sequence[int] = (),
    revision: int,
    by: User,
    key: str | None = None,
) -> Agreement:
    """The agreement that goes on where this one ends, with the same parties, also those in the
    trash; `carried` are the promises that go on in it. The same `key` twice stores one.

    Raises Stale, AlreadyRenewed, LetGo; Invalid at `valid_until` for a last day that is not later
    than the one before.
    """
    known = saving.claim(session, key, Kind.AGREEMENT, by=by)
    if known is not None:
        return saving.found(session, Agreement, known)
    before = _unsettled(session, agreement_id, revision)
    ends = (before.valid_until, draft.valid_until)
    if ends[0] and ends[1] and ends[1] <= ends[0]:
        raise Invalid("valid_until", "not_later")
    linking.check(session, draft, before=before)
    new = Agreement.model_validate(draft.model_dump())
    new.partners = [AgreementPartner(**{"partner_id": each.partner_id}) for each in before.partners]
    session.add(new)
    session.flush()
    number = saving.id_of(new)
    promises.carry(session, agreement_id, carried, to=number, since=draft.valid_from)
    before.renewed_as_id = number
    session.flush()
    saving.settle(session, key, number)
    return new


@guarded(Action.EDIT)
def let_lapse(
    session: Session, agreement_id: int, *, on: date, reason: str, revision: int, by: User
) -> Agreement:
    """It is not continued: `on` is its last day. Nobody is reminded of its end any more.

    Raises Stale, AlreadyRenewed, LetGo; Invalid at `reason`, and at `lapses_on` for a day before
    it began.
    """
    agreement = _unsettled(session, agreement_id, revision)
    tidy = clean_line(reason)
    if not tidy:
        raise Invalid("lapse_reason", "required")
    if len(tidy) > LINE:
        raise Invalid("lapse_reason", "too_long", max_length=LINE)
    begun = agreement.valid_from or agreement.signed_on
    if begun and on < begun:
        raise Invalid("lapses_on", "dates_reversed")
    agreement.lapses_on, agreement.lapse_reason = on, tidy
    session.flush()
    return agreement


@guarded(Action.EDIT)
def keep_on(session: Session, agreement_id: int, *, revision: int, by: User) -> Agreement:
    """It is continued after all; one that was not let go stays as it is. Raises Stale."""
    agreement = saving.found(session, Agreement, agreement_id)
    saving.expect(agreement, revision)
    agreement.lapses_on = agreement.lapse_reason = None
    session.flush()
    return agreement


@guarded(Action.EDIT)
def amend(
    session: Session,
    agreement_id: int,
    draft: AgreementAmendmentDraft,
    *,
    revision: int,
    by: User,
    file: NewFile | None = None,
    key: str | None = None,
) -> AgreementAmendment:
    """Write down what a later paper changed; a new last day is the agreement's from now on.

    The same `key` twice stores one. Raises Stale; LetGo where a new day is named for one that was
    let go; Invalid at `agreed_on` for a day that is to come or before the agreement was signed,
    at `new_valid_until` for one before it begins, and at `file`.
    """
    known = saving.claim(session, key, Kind.AGREEMENT, by=by)
    if known is not None:
        return _amendment(session, known)
    agreement = saving.found(session, Agreement, agreement_id)
    saving.expect(agreement, revision)
    _check(agreement, draft)
    kept = file and attachments.add(
        session,
        Kind.AGREEMENT,
        agreement_id,
        name=file.name,
        content=file.content,
        key=file.key,
        by=by,
    )
    beside = {"agreement_id": agreement_id, "added_by": by.id}
    amendment = AgreementAmendment.model_validate(draft.model_dump() | beside)
    amendment.attachment_id = kept.id if kept else None
    if draft.new_valid_until:
        amendment.valid_until_before = agreement.valid_until
        agreement.valid_until = draft.new_valid_until
    session.add(amendment)
    session.flush()
    saving.settle(session, key, amendment.id)
    return amendment


@guarded(Action.EDIT)
def take_amendment_back(session: Session, amendment_id: int, *, revision: int, by: User) -> None:
    """As if it had not been written down: the last day is again what it was, unless it has been
    changed since. Its file stays with the agreement. `revision` is the agreement's.

    Raises NotFound, Stale.
    """
    agreement_id = _amendment(session, amendment_id).agreement_id
    agreement = saving.found(session, Agreement, agreement_id)
    saving.expect(agreement, revision)
    amendment = _amendment(session, amendment_id)  # now that nobody else changes it
    moved = amendment.new_valid_until
    later = _moved_next(session, amendment) if moved else None
    if later is not None:
        # The last day is a later one's, and that one's way back leads past this one from now on.
        if later.valid_until_before == moved:
            later.valid_until_before = amendment.valid_until_before
    elif moved and agreement.valid_until == moved:
        agreement.valid_until = amendment.valid_until_before
    session.delete(amendment)
    session.flush()


@guarded(Action.READ)
def amendments(session: Session, agreement_id: int, *, by: User) -> list[AmendmentRow]:
    """Of one agreement, the latest first."""
    query = (
        select(
            col(AgreementAmendment.id),
            col(AgreementAmendment.agreed_on),
            col(AgreementAmendment.changed),
            col(AgreementAmendment.valid_until_before),
            col(AgreementAmendment.new_valid_until),
            col(Attachment.id),
            col(Attachment.name),
            col(Account.name),
        )
        .join(Account, col(Account.id) == col(AgreementAmendment.added_by))
        .outerjoin(Attachment, col(Attachment.id) == col(AgreementAmendment.attachment_id))
        .where(col(AgreementAmendment.agreement_id) == agreement_id)
        .order_by(col(AgreementAmendment.agreed_on).desc(), col(AgreementAmendment.id).desc())
    )
    return [AmendmentRow(*row) for row in session.execute(query)]


def next_period(before: AgreementDraft) -> tuple[date | None, date | None]:
    """The days of a period as long as the one before, which begins when that ends; of whole years
    if it was. None for what cannot be told."""
    begun, ended = before.valid_from or before.signed_on, before.valid_until
    if ended is None or ended == date.max:
        return None, None
    start = ended + _A_DAY
    if begun is None or ended < begun:
        return start, None
    length = ended - begun
    years = round(length.days / _YEAR)
    try:
        if years and abs(length.days - years * _YEAR) < _NEARLY:
            # 29 February has no namesake in most years.
            last = 28 if (ended.month, ended.day) == (2, 29) else ended.day
            return start, date(ended.year + years, ended.month, last)
        return start, start + length
    except (OverflowError, ValueError):
        return start, None


def _check(agreement: Agreement, draft: AgreementAmendmentDraft) -> None:
    if draft.agreed_on > clock.today():
        raise Invalid("agreed_on", "day_ahead")
    if agreement.signed_on and draft.agreed_on < agreement.signed_on:
        raise Invalid("agreed_on", "before_signing")
    begun, until = agreement.valid_from or agreement.signed_on, draft.new_valid_until
    if until and begun and until < begun:
        raise Invalid("new_valid_until", "dates_reversed")
    if until and agreement.lapses_on is not None:
        raise LetGo(agreement.title)


def _unsettled(session: Session, agreement_id: int, revision: int) -> Agreement:
    """One that may be renewed or let go. Raises Stale, AlreadyRenewed, LetGo."""
    agreement = saving.found(session, Agreement, agreement_id)
    saving.expect(agreement, revision)
    if agreement.lapses_on is not None:
        raise LetGo(agreement.title)
    alive = select(col(Agreement.title)).where(
        col(Agreement.id) == agreement.renewed_as_id, col(Agreement.deleted_at).is_(None)
    )
    if (title := session.scalar(alive)) is not None:
        raise AlreadyRenewed(agreement.title, title=title)
    return agreement


def _moved_next(session: Session, amendment: AgreementAmendment) -> AgreementAmendment | None:
    """The amendment that moved the last day after this one did."""
    query = select(AgreementAmendment).where(
        col(AgreementAmendment.agreement_id) == amendment.agreement_id,
        col(AgreementAmendment.id) > amendment.id,
        col(AgreementAmendment.new_valid_until).is_not(None),
    )
    return session.scalars(query.order_by(col(AgreementAmendment.id)).limit(1)).first()


def _amendment(session: Session, amendment_id: int) -> AgreementAmendment:
    amendment = session.get(AgreementAmendment, amendment_id, populate_existing=True)
    if amendment is None:
        raise NotFound(f"AgreementAmendment {amendment_id}")
    return amendment
