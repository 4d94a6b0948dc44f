"""Correcting a news item and what it speaks of."""

import streamlit as st

from tracker.access import User
from tracker.domain import news
from tracker.domain.models import NewsItem
from tracker.i18n import t
from tracker.ui import dialogs, flash, unsent
from tracker.ui.acts import editing
from tracker.ui.forms import news_item as news_item_form

_NAME = "news_item.edit"


def button(item: NewsItem) -> None:
    editing.button(_NAME, item)


def dialog(
    user: User, item: NewsItem, mentioned: news_item_form.Mentioned, own_tags: list[str]
) -> None:
    if (about := dialogs.opened(_NAME)) is None or item.id is None:
        return
    number = item.id

    @st.dialog(t("news_item.edit"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = news_item_form.show(
            f"{_NAME}.{number}.{about['key']}",
            user,
            item,
            news_item_id=number,
            mentioned=mentioned,
            own_tags=own_tags,
        )
        if typed is None:
            return
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(mine=typed.draft), unsent.saving(about["key"]) as session:
            everything = news_item_form.save_new(session, typed, user=user)
            news.update(
                session,
                number,
                typed.draft,
                revision=revision,
                by=user,
                tag_names=typed.tags,
                **everything._asdict(),
            )
        dialogs.close()
        flash.say(t("app.saved", name=typed.draft.title))
        st.rerun()

    draw()
