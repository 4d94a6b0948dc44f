"""News: articles about the university and its partners, the latest first."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import news
from tracker.domain.addresses import Asked
from tracker.domain.lists import ByDay
from tracker.domain.models import Kind, Language
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import empty, filters, list_tools, tables
from tracker.ui.acts import add_news_item, take_article
from tracker.ui.signin import current_user

user = current_user()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.news"))
    with st.container(horizontal=True, width="content"):
        if can(user, Action.EDIT):
            take_article.button()
            add_news_item.button()
        tools = list_tools.place()

with filters.bar():
    wanted = news.NewsFilter(
        text=filters.text(t("news.search")),
        language=filters.word("in", t("field.language"), Language),
        since=filters.day("since", t("list.since")),
        until=filters.day("until", t("list.until")),
        tag=filters.kept_tag(),
    )
oldest_first = tables.oldest_first()

with db.reading() as session:
    page = news.search(
        session, wanted, by=user, oldest_first=oldest_first, page=tables.page_number()
    )

list_tools.show(tools, user, Kind.NEWS_ITEM, Asked(wanted, ByDay.DAY, not oldest_first))

if not page.rows:
    empty.show(
        t("news.none") if wanted == news.NewsFilter() else t("list.nothing_fits"),
        icon="newspaper",
    )
else:
    tables.show(
        page.rows,
        [
            tables.Column(t("news_item.title"), lambda row: row.title),
            tables.Column(
                t("field.published_on"), lambda row: day(row.published_on), "day", "date"
            ),
            tables.Column(
                t("field.language"), lambda row: tables.badge(t(f"language.{row.language}"))
            ),
            tables.Column(t("field.source"), lambda row: row.source),
            tables.Column(t("news.mentions"), lambda row: str(row.mentions or ""), kind="number"),
        ],
        key="news",
        kind=Kind.NEWS_ITEM,
        caption=t("nav.news"),
        sort="day",
        descending=not oldest_first,
    )
    tables.pager(page)

add_news_item.dialog(user)
list_tools.dialog(user)
