"""How a follow-up ends: done, confirmed by a second person, declined; and how it begins anew.

proposed → open → in progress ⇄ waiting → done | to be confirmed → done
each that is not done → declined;  done, declined → open
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import drafts, linking, saving, unchanged
from tracker.domain.follow_ups import comments, repeating
from tracker.domain.follow_ups.listing import NAMED, FollowUpRow, cut, rows
from tracker.domain.follow_ups.verbs import ORIGINS, NextStep, create, movable, put, said, still
from tracker.domain.models import (
    ConfirmedKind,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
)
from tracker.errors import NeedsAnother, NotToConfirm

MOST = 50


@guarded(Action.EDIT)
def complete(
    session: Session,
    follow_up_id: int,
    *,
    outcome: str,
    revision: int,
    by: User,
    then: NextStep | None = None,
) -> FollowUp:
    """It is done, and this came of it. Raises Invalid at `outcome` when that is not said.

    One of a kind that a second person looks at waits for that. What is to be done next becomes a
    follow-up of its own, with the same partner, unit and origin, and the same owner unless the step
    names one; what repeats itself comes again.
    """
    words = said("outcome", outcome)
    done = movable(session, follow_up_id, revision)
    is_last_word = done.kind not in confirmed_kinds(session, by=by)
    put(done, FollowUpStatus.DONE if is_last_word else FollowUpStatus.TO_CONFIRM, words)
    done.reported_by = by.id
    session.flush()
    if then is not None:
        kept = ("partner_id", "unit_id", "direction", "quote", *ORIGINS)
        typed = {field: getattr(done, field) for field in kept}
        typed |= {"subject": then.subject, "kind": then.kind, "due_on": then.due_on}
        typed["owner_id"] = then.owner_id or repeating.owner(session, done.owner_id, by)
        linking.colleagues(session, [typed["owner_id"]], "owner_id")
        create(session, drafts.checked(FollowUpDraft, typed), by=by, after=done)
    if is_last_word:
        repeating.again(session, done, by=by)
    return done


@guarded(Action.EDIT)
def confirm(session: Session, follow_up_id: int, *, revision: int, by: User) -> FollowUp:
    """A second person has looked, and it is done.

    Raises NotToConfirm, and NeedsAnother for the one who said that it is done.
    """
    follow_up = _to_confirm(session, follow_up_id, revision)
    if follow_up.reported_by == by.id:
        raise NeedsAnother(f"FollowUp {follow_up_id}")
    put(follow_up, FollowUpStatus.DONE, follow_up.outcome)
    follow_up.confirmed_by = by.id
    session.flush()
    repeating.again(session, follow_up, by=by)
    return follow_up


@guarded(Action.EDIT)
def send_back(
    session: Session, follow_up_id: int, *, reason: str, revision: int, by: User
) -> FollowUp:
    """It is not done yet; the reason becomes a comment that calls the one who thought so.

    Raises NotToConfirm, Invalid at `reason`.
    """
    words = said("reason", reason)
    follow_up = _to_confirm(session, follow_up_id, revision)
    called = {follow_up.reported_by or follow_up.owner_id} - {by.id}
    put(follow_up, FollowUpStatus.IN_PROGRESS, None)
    session.flush()
    comments.put(session, follow_up_id, words, called, by=by)
    return follow_up


@guarded(Action.EDIT)
def decline(
    session: Session, follow_up_id: int, *, reason: str, revision: int, by: User
) -> FollowUp:
    """It will not be done; the reason is kept as its outcome. Raises Invalid at `reason`."""
    words = said("reason", reason)
    follow_up = still(session, follow_up_id, revision)
    put(follow_up, FollowUpStatus.DECLINED, words)
    session.flush()
    return follow_up


@guarded(Action.EDIT)
def reopen(session: Session, follow_up_id: int, *, revision: int, by: User) -> FollowUp:
    """Take a closed one up again. Its old outcome stays in the history; an open one stays as is.

    Who said that it was done, and who confirmed it, stays noted until the next step: this one may
    be taken back.
    """
    follow_up = saving.found(session, FollowUp, follow_up_id)
    saving.expect(follow_up, revision)
    if follow_up.closed_at is not None:
        said_by = follow_up.reported_by, follow_up.confirmed_by
        put(follow_up, FollowUpStatus.OPEN, None)
        follow_up.reported_by, follow_up.confirmed_by = said_by
        session.flush()
    return follow_up


@guarded(Action.READ)
def to_confirm(session: Session, *, by: User, limit: int = MOST) -> list[FollowUpRow]:
    """What others say is done and the reader may confirm, the longest due first."""
    asked, today = {"me": by.id, "most": limit}, clock.today()

    def read() -> list[FollowUpRow]:
        found = session.execute(_others(by.language, today), asked)
        return [cut(FollowUpRow(*values)) for values in found]

    key = "follow_ups.to_confirm", by.id, by.language, today, limit
    return unchanged.of_kinds(session, NAMED, key, read)


@lru_cache(maxsize=6)
def _others(language: str, today: date) -> "Select[Any]":
    query = rows(language, today).where(
        col(FollowUp.status) == FollowUpStatus.TO_CONFIRM,
        col(FollowUp.deleted_at).is_(None),
        col(FollowUp.reported_by).is_distinct_from(bindparam("me", type_=Integer)),
    )
    soonest = (col(FollowUp.due_on).asc().nulls_last(), col(FollowUp.id))
    return query.order_by(*soonest).limit(bindparam("most", type_=Integer))


@guarded(Action.READ)
def confirmed_kinds(session: Session, *, by: User) -> frozenset[FollowUpKind]:
    """The kinds that are done only once a second person has said so."""
    return frozenset(session.scalars(select(col(ConfirmedKind.kind))))


@guarded(Action.ASSIGN)
def ask_second(session: Session, kinds: Iterable[FollowUpKind], *, by: User) -> None:
    """From now on a second person confirms these kinds, and no others.

    What waits for that already goes on waiting.
    """
    wanted = frozenset(kinds)
    for kind in confirmed_kinds(session, by=by) ^ wanted:
        if kind in wanted:
            session.add(ConfirmedKind(kind=kind))
        else:
            session.delete(session.get_one(ConfirmedKind, kind))
    session.flush()


def _to_confirm(session: Session, follow_up_id: int, revision: int) -> FollowUp:
    follow_up = still(session, follow_up_id, revision)
    if follow_up.status is not FollowUpStatus.TO_CONFIRM:
        raise NotToConfirm(f"FollowUp {follow_up_id}")
    return follow_up
