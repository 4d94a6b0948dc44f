"""Adding a news item with everything it speaks of."""

from collections.abc import Sequence

import streamlit as st

from tracker.access import User
from tracker.domain import news
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import dialogs, flash, nav, unsent
from tracker.ui.forms import news_item as news_item_form

_NAME = "news_item.add"


def button(*, event_id: int | None = None, partner_ids: Sequence[int] = ()) -> None:
    """The button; on an event's page the event and its participants are filled in."""
    st.button(
        t("news.add"),
        key=_NAME,
        type="secondary" if event_id else "primary",
        icon=":material/add:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={"event_ids": [event_id] if event_id else [], "partner_ids": list(partner_ids)},
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("news.add"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        known = news_item_form.Mentioned(
            partner_ids=about["partner_ids"], event_ids=about["event_ids"]
        )
        typed = news_item_form.show(f"{_NAME}.{about['key']}", user, mentioned=known)
        if typed is None:
            return
        with flash.refusals(), unsent.saving(about["key"]) as session:
            everything = news_item_form.save_new(session, typed, user=user, key=about["key"])
            added = news.create(
                session,
                typed.draft,
                by=user,
                tag_names=typed.tags,
                key=about["key"],
                **everything._asdict(),
            )
        dialogs.close()
        flash.say(t("app.saved", name=added.title))
        nav.go(Kind.NEWS_ITEM, added.id or 0)

    draw()
