"""Writing agreements down and correcting them; how they go on is in `moving_on`."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import linking, saving
from tracker.domain.models import Agreement, AgreementDraft, AgreementPartner, Kind, Partner
from tracker.errors import Invalid


@guarded(Action.EDIT)
def create(
    session: Session,
    draft: AgreementDraft,
    *,
    partner_ids: Sequence[int],
    by: User,
    news_item_id: int | None = None,
    quote: str | None = None,
    key: str | None = None,
) -> Agreement:
    """The same `key` twice stores one agreement and returns it. The stage of a partner is a
    judgement and stays as it is. `news_item_id` and `quote`: the article that tells of it.

    Raises Invalid when no partner is named, or something named is not there.
    """
    known = saving.claim(session, key, Kind.AGREEMENT, by=by)
    if known is not None:
        return saving.found(session, Agreement, known)
    linking.check(session, draft)
    told = {"news_item_id": news_item_id, "quote": quote or None}
    agreement = Agreement.model_validate(draft.model_dump() | told)
    _set_partners(session, agreement, partner_ids)
    session.add(agreement)
    session.flush()
    saving.settle(session, key, agreement.id)
    return agreement


@guarded(Action.EDIT)
def update(
    session: Session,
    agreement_id: int,
    draft: AgreementDraft,
    *,
    partner_ids: Sequence[int],
    revision: int,
    by: User,
) -> Agreement:
    """Raises Stale, and Invalid as `create` does. A partner in the trash stays linked."""
    agreement = saving.found(session, Agreement, agreement_id)
    saving.expect(agreement, revision)
    linking.check(session, draft, before=agreement)
    agreement.sqlmodel_update(draft.model_dump())
    _set_partners(session, agreement, partner_ids)
    session.flush()
    return agreement


def _set_partners(session: Session, agreement: Agreement, partner_ids: Sequence[int]) -> None:
    if not partner_ids:
        raise Invalid("partner_ids", "required")
    present = {link.partner_id: link for link in agreement.partners}
    new = [number for number in partner_ids if number not in present]
    for number in linking.records(session, Partner, new, "partner_ids"):
        agreement.partners.append(AgreementPartner(**{"partner_id": number}))
    gone = present.keys() - set(partner_ids)
    if gone:
        _remove(session, agreement, [present[number] for number in sorted(gone)])


def _remove(session: Session, agreement: Agreement, links: list[AgreementPartner]) -> None:
    """Unlink partners, but not those in the trash: nobody saw them to take them away."""
    ids = [link.partner_id for link in links]
    there = select(col(Partner.id)).where(
        col(Partner.id).in_(ids), col(Partner.deleted_at).is_(None)
    )
    visible = set(session.scalars(there))
    for link in links:
        if link.partner_id in visible:
            agreement.partners.remove(link)
            # Said aloud: what only falls out of the list is deleted too, but leaves no history.
            session.delete(link)
