"""One news item: the article, and everything that it speaks of."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import news, tags
from tracker.domain.models import Kind, NewsTag
from tracker.domain.press import told
from tracker.i18n import t
from tracker.i18n.formats import long_day
from tracker.ui import feeds, flash, heading, nav, news_items, tag_links
from tracker.ui.acts import add_follow_up, delete_record, edit_news_item, files, record_history
from tracker.ui.signin import current_user
from tracker.ui.tables import badge

user = current_user()
may_edit = can(user, Action.EDIT)
item_id = nav.record_id()

with flash.refusals(), db.reading() as session:
    item = news.get(session, item_id, by=user)
    own_tags = tags.of(session, NewsTag, item_id, by=user)
    mentions = news.mentions(session, item_id, by=user)
    versions = news.versions(session, item_id, by=user)
    came_of_it = told.of(session, item_id, by=user)

published = long_day(item.published_on)
heading.show(
    item.title,
    badges=[badge(t(f"language.{item.language}"))],
    caption=f"{published} · {item.source}" if item.source else published,
    back=(nav.NEWS, t("nav.news")),
)
with st.container(horizontal=True):
    if item.address:
        st.link_button(t("news_item.open_source"), item.address, icon=":material/open_in_new:")
    if may_edit:
        add_follow_up.button(news_item_id=item_id, label=t("event.record_request"))
        edit_news_item.button(item)
        delete_record.button(user, Kind.NEWS_ITEM, item_id, item.revision, item.title)

left, right = st.columns([3, 2], gap="large")
with left:
    tag_links.show(own_tags, of="news")
    if item.text:
        news_items.article(item, mentions, came_of_it, at=nav.place())
    else:
        st.caption(t("news_item.no_text"))
with right:
    st.header(t("news_item.mentioned"))
    for word, lines in news_items.mentions(mentions):
        st.caption(f"{word} · {len(lines)}")
        feeds.show(lines, key=f"mentions.{lines[0].kind}", caption=word)
    if not mentions:
        st.caption(t("news_item.no_mentions"))
    if came_of_it:
        st.header(t("news_item.came_of_it"))
        lines = news_items.came_of_it(came_of_it)
        feeds.show(lines, key="came_of_it", caption=t("news_item.came_of_it"))
    if versions:
        st.header(t("news_item.versions"))
        feeds.show(news_items.items(versions), key="versions", caption=t("news_item.versions"))
    files.show(user, Kind.NEWS_ITEM, item_id)
    record_history.show(user, Kind.NEWS_ITEM, item_id)

edit_news_item.dialog(user, item, news_items.ids(mentions), own_tags)
add_follow_up.dialog(user)
delete_record.dialog(user)
