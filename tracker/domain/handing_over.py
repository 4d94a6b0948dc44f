"""The work of a colleague who leaves, given to those who go on with it, at once or in shares.

What somebody recorded stays in their name; what waits for somebody to act gets another owner. It is
one piece of work, which `undoing` takes back whole.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, union
from sqlmodel import Session, col

from tracker.access import Action, User, guarded, require
from tracker.domain import accounts, linking, undoing
from tracker.domain.follow_ups.listing import still_open
from tracker.domain.models import (
    Account,
    Agreement,
    AgreementPartner,
    FollowUp,
    Partner,
    SavedView,
    Undertaking,
    UndertakingKind,
    UnfinishedArticle,
    Unit,
)
from tracker.domain.models.records import name_in
from tracker.domain.saving import id_of
from tracker.errors import Invalid, NotFound
from tracker.names.text import search_key

_LONGEST = 60  # letters in the name of a view


class Standing(NamedTuple):
    """How much of each kind is somebody's. The agreements are those of the partners."""

    partners: int
    follow_ups: int
    units: int
    views: int  # that they share; their own private ones stay
    articles: int  # begun, neither saved nor dropped
    agreements: int = 0


class Share(NamedTuple):
    """What of the work goes to somebody other than the successor.

    Partners with their follow-ups, and what else the units have to do.
    """

    to: int
    partner_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()


@guarded(Action.ASSIGN)
def owners(session: Session, *, by: User) -> list[tuple[int, str, bool]]:
    """Colleagues with something to hand over: id, name, and whether they may still sign in."""
    theirs = union(
        *(query.with_only_columns(owner).order_by(None) for query, owner in _all())
    ).subquery()
    query = (
        select(col(Account.id), col(Account.name), col(Account.active))
        .where(col(Account.id).in_(select(theirs.c[0])))
        .order_by(col(Account.active), col(Account.sort_key), col(Account.id))
    )
    return [(number, name, active) for number, name, active in session.execute(query)]


@guarded(Action.ASSIGN)
def standing(session: Session, account_id: int, *, by: User) -> Standing:
    """What would be handed over as things are now. Raises NotFound."""
    _account(session, account_id)
    counts = [
        select(func.count())
        .select_from(query.where(owner == account_id).subquery())
        .scalar_subquery()
        for query, owner in _all()
    ]
    with_them = (
        select(func.count(col(AgreementPartner.agreement_id).distinct()))
        .join(Partner, col(Partner.id) == col(AgreementPartner.partner_id))
        .join(Agreement, col(Agreement.id) == col(AgreementPartner.agreement_id))
        .where(col(Partner.owner_id) == account_id, col(Partner.deleted_at).is_(None))
        .where(col(Agreement.deleted_at).is_(None))
    )
    return Standing(*session.execute(select(*counts, with_them.scalar_subquery())).one())


@guarded(Action.ASSIGN)
def shares(
    session: Session, account_id: int, *, by: User
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The partners and the units of their work, ids and names, to give some to somebody else."""
    busy = _open().where(col(FollowUp.owner_id) == account_id)
    with_partners = busy.with_only_columns(col(FollowUp.partner_id))
    of_units = busy.with_only_columns(col(FollowUp.unit_id))
    theirs = col(Partner.owner_id) == account_id
    known: list[tuple[Any, Any]] = [
        (Partner, theirs | col(Partner.id).in_(with_partners)),
        (Unit, (col(Unit.head_id) == account_id) | col(Unit.id).in_(of_units)),
    ]
    partners, units = (
        [
            (number, name)
            for number, name in session.execute(
                select(col(kind.id), name_in(kind, by.language))
                .where(fits, col(kind.deleted_at).is_(None))
                .order_by(col(getattr(kind, f"sort_{by.language}")), col(kind.id))
            )
        ]
        for kind, fits in known
    )
    return partners, units


@guarded(Action.ASSIGN)
def hand_over(
    session: Session,
    account_id: int,
    *,
    to: int,
    elsewhere: Sequence[Share] = (),
    close: bool = False,
    by: User,
) -> tuple[Undertaking, Standing]:
    """Give everything that is somebody's to a successor, some of it to others.

    With `close` their account is closed too, which taking the hand-over back leaves closed. Raises
    NotFound; Invalid at `to` for who may not sign in or is the same; and what closing raises.
    """
    leaver = _account(session, account_id)
    if close:
        require(session, by, Action.MANAGE_ACCOUNTS)
    successors = linking.colleagues(session, [to, *(each.to for each in elsewhere)], "to")
    if account_id in successors:
        raise Invalid("to", "same_colleague")
    named = select(col(Account.id), col(Account.name)).where(col(Account.id).in_(successors))
    names: dict[int, str] = dict(session.execute(named).all())
    title = f"{leaver.name[:150]} → {', '.join(names[number] for number in successors)}"
    with undoing.recorded(session, UndertakingKind.HAND_OVER, title, by=by) as work:
        moved = _move(session, leaver, to, elsewhere)
    if close and leaver.active:
        accounts.deactivate(session, account_id, revision=leaver.revision, by=by)
    return work, moved


def _move(session: Session, leaver: Account, to: int, elsewhere: Sequence[Share]) -> Standing:
    number = id_of(leaver)
    of_partner = {each: share.to for share in elsewhere for each in share.partner_ids}
    of_unit = {each: share.to for share in elsewhere for each in share.unit_ids}
    partners, follow_ups, units, views, articles = (
        session.scalars(query.where(owner == number).with_for_update()).all()
        for query, owner in _all()
    )
    for partner in partners:
        partner.owner_id = of_partner.get(partner.id, to)
    for each in follow_ups:
        each.owner_id = of_partner.get(each.partner_id) or of_unit.get(each.unit_id, to)
    for unit in units:
        unit.head_id = of_unit.get(unit.id, to)
    _rename(session, views, leaver, to)
    for article in articles:
        article.account_id = to
    session.flush()
    return Standing(*map(len, (partners, follow_ups, units, views, articles)))


def _rename(session: Session, views: Iterable[SavedView], leaver: Account, to: int) -> None:
    """A view of a name that the successor's own have already is told apart by its maker."""
    kept = select(col(SavedView.kind), col(SavedView.key)).where(col(SavedView.account_id) == to)
    taken = {(kind, key) for kind, key in session.execute(kept)}
    for view in views:
        called, count = view.name, 1
        while (view.kind, key := search_key(called)) in taken:
            after = f" · {leaver.name}"[:40] + (f" {count}" if count > 1 else "")
            called, count = view.name[: _LONGEST - len(after)] + after, count + 1
        taken.add((view.kind, key))
        view.name, view.key, view.account_id = called, key, to


def _all() -> list[tuple["Select[Any]", Any]]:
    """What can be somebody's, each with the column that says whose, in the order of `Standing`."""
    partners = select(Partner).where(col(Partner.deleted_at).is_(None))
    units = select(Unit).where(col(Unit.deleted_at).is_(None))
    return [
        (partners.order_by(col(Partner.id)), col(Partner.owner_id)),
        (_open().order_by(col(FollowUp.id)), col(FollowUp.owner_id)),
        (units.order_by(col(Unit.id)), col(Unit.head_id)),
        (
            select(SavedView).where(col(SavedView.is_shared)).order_by(col(SavedView.id)),
            col(SavedView.account_id),
        ),
        (
            select(UnfinishedArticle).order_by(col(UnfinishedArticle.key)),
            col(UnfinishedArticle.account_id),
        ),
    ]


def _open() -> "Select[Any]":
    return select(FollowUp).where(still_open())


def _account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound(f"Account {account_id}")
    return account
