"""Giving an article to be read: pasted, or as a file."""

from dataclasses import replace

import streamlit as st

from tracker import clock, db
from tracker.access import User
from tracker.domain.press import reading
from tracker.errors import TrackerError
from tracker.i18n import current, t
from tracker.press import intake
from tracker.press.found import Reading
from tracker.press.intake import Given
from tracker.ui import flash, nav, review_cards
from tracker.ui.forms.fields import DATES
from tracker.ui.plain import plain
from tracker.ui.press_drafts import PressDraft

_KINDS = ["txt", "html", "htm", "docx", "pdf"]


def button() -> None:
    """The way to the page that reads articles."""
    if st.button(t("nav.read_article"), key="read_article.open", icon=":material/document_search:"):
        st.switch_page(nav.READ_ARTICLE)


def show(user: User, draft: PressDraft) -> None:
    """The form. What was given stays in it when it cannot be read."""
    key = f"read_article.{draft.key}"
    st.caption(t("read_article.about"))
    draft.given = st.text_area(
        t("read_article.text"),
        draft.given,
        key=f"{key}.text",
        height=280,
        placeholder=t("read_article.text_placeholder"),
    )
    file = st.file_uploader(
        t("read_article.file"), type=_KINDS, key=f"{key}.file", max_upload_size=intake.MEGABYTES
    )
    left, right = st.columns([3, 1])
    with left:
        draft.address = st.text_input(
            t("field.address"),
            draft.address,
            key=f"{key}.address",
            placeholder="https://",
            max_chars=2000,
            help=t("read_article.address_help"),
        )
    with right:
        draft.published = st.date_input(
            t("field.published_on"),
            draft.published,
            key=f"{key}.published",
            format=DATES[current()],
            max_value=clock.today(),
            help=t("read_article.published_help"),
        )
    # Above the button: under it, a phone would not show what is wrong.
    refusal = st.empty()
    if st.button(
        t("read_article.read"),
        key="read_article.read",
        type="primary",
        icon=":material/document_search:",
    ):
        try:
            given = intake.file(file.name, file.getvalue()) if file else intake.pasted(draft.given)
            _read(given, draft, user)
        except TrackerError as refused:
            refusal.error(plain(flash.sentence(refused)), icon=":material/error:")


def _read(given: Given, draft: PressDraft, user: User) -> None:
    draft.given = given.text
    published = draft.published or given.published or intake.published_in(draft.address)
    with db.reading() as session:
        found = reading.read(session, given.text, by=user, published=published)
        draft.review = review_cards.begin(
            session, _with_page(found, given), user, address=draft.address, published=published
        )
    draft.decided, draft.said = None, {}


def _with_page(found: Reading, given: Given) -> Reading:
    """What the page said of itself comes before what its words seem to say."""
    return replace(found, title=given.title or found.title, tags=given.tags or found.tags)
