"""Writing down what has to happen next: a wish, an offer or a promise, ours or a partner's."""

from datetime import timedelta
from typing import Any

import streamlit as st

from tracker import clock, db
from tracker.access import User
from tracker.domain import events, follow_ups
from tracker.domain.agreements.promises import PromiseRow
from tracker.domain.models import Direction, FollowUpDraft, FollowUpKind, PromisedBy
from tracker.domain.models.records import NAME
from tracker.i18n import t
from tracker.ui import dialogs, flash, labels, unsent
from tracker.ui.forms import follow_up as follow_up_form

_NAME = "follow_up.add"
_USUALLY = timedelta(days=14)  # until it is due


def button(
    *,
    partner_id: int | None = None,
    event_id: int | None = None,
    interaction_id: int | None = None,
    news_item_id: int | None = None,
    label: str | None = None,
    is_primary: bool = False,
) -> None:
    """The button; what is known already on this page is filled in. At most one origin."""
    st.button(
        label or t("follow_up.add"),
        key=_NAME,
        type="primary" if is_primary else "secondary",
        icon=":material/add_task:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={
            "partner_id": partner_id,
            "event_id": event_id,
            "interaction_id": interaction_id,
            "news_item_id": news_item_id,
        },
    )


def open(promise: PromiseRow, *, partner_id: int | None) -> None:
    """Begin one that is to fulfil what was promised in an agreement."""
    nothing = dict.fromkeys(("event_id", "interaction_id", "news_item_id"))
    dialogs.open(_NAME, **nothing, partner_id=partner_id, promise=promise)


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("follow_up.add"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = follow_up_form.show(
            f"{_NAME}.{about['key']}", user, _start(about, user), first=_present(about, user)
        )
        if typed is None:
            return
        with flash.refusals(), unsent.saving(about["key"]) as session:
            draft = follow_up_form.save_partner(session, typed, user=user, key=about["key"])
            follow_ups.create(
                session,
                draft,
                status=typed.status,
                tag_names=typed.tag_names,
                by=user,
                key=about["key"],
            )
        dialogs.close()
        flash.say(t("app.saved", name=labels.follow_up(draft.kind, draft.subject)))
        st.rerun()

    draw()


def _start(about: dict[str, Any], user: User) -> FollowUpDraft:
    promise: PromiseRow | None = about.get("promise")
    is_ours = promise is None or promise.promised_by is not PromisedBy.THEY
    return FollowUpDraft(
        kind=promise.kind if promise else FollowUpKind.OTHER,
        subject=promise.subject[:NAME] if promise else None,
        direction=Direction.WE_OWE if is_ours else Direction.THEY_OWE,
        promise_id=promise.id if promise else None,
        partner_id=about["partner_id"] or follow_up_form.NOBODY,
        owner_id=user.id,
        due_on=clock.today() + _USUALLY,
        event_id=about["event_id"],
        interaction_id=about["interaction_id"],
        news_item_id=about["news_item_id"],
    )


def _present(about: dict[str, Any], user: User) -> list[tuple[int, str]]:
    """The partners that took part in the event it comes from."""
    if about["event_id"] is None:
        return []
    with db.reading() as session:
        rows = events.participants(session, about["event_id"], by=user)
    return [(row.partner_id, row.name) for row in rows]
