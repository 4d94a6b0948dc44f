"""Giving an article to be read: pasted, or as a file."""

from dataclasses import replace

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from tracker import clock, db
from tracker.access import User
from tracker.domain import days
from tracker.errors import Invalid, TrackerError
from tracker.i18n import current, sentence, t
from tracker.i18n.formats import moment
from tracker.i18n.plain import plain
from tracker.press import intake
from tracker.press.found import Reading
from tracker.press.intake import Given
from tracker.ui import feeds, help_parts, nav, press_drafts, review_cards, uploads
from tracker.ui.feeds import Item
from tracker.ui.forms.fields import DATES
from tracker.ui.press_drafts import PressDraft
from tracker.ui.tables import badge

_GO_ON, _DROP = "go_on", "drop"
_KINDS = ["txt", "html", "htm", "docx", "pdf"]


def button() -> None:
    """The way to the page that reads articles."""
    if st.button(t("nav.read_article"), key="read_article.open", icon=":material/document_search:"):
        st.switch_page(nav.READ_ARTICLE)


def show(user: User, draft: PressDraft) -> None:
    """The form. What was given stays in it when it cannot be read."""
    key = f"read_article.{draft.key}"
    st.caption(t("read_article.about"))
    help_parts.how("article")
    _offer_unfinished(user)
    draft.given = st.text_area(
        t("read_article.text"),
        draft.given,
        # The row makes the script keep what is typed where the article is kept, too.
        key=f"{key}.{draft.row}.text",
        height=280,
        placeholder=t("read_article.text_placeholder"),
    )
    file = st.file_uploader(
        t("read_article.file"), type=_KINDS, key=f"{key}.file", max_upload_size=intake.MEGABYTES
    )
    _about(draft, key)
    is_file: bool | None = file is not None
    if file is not None and draft.given.strip():
        is_file = _which(file.name, key=f"{key}.which")
    # Above the button: under it, a phone would not show what is wrong.
    refusal = st.empty()
    if st.button(
        t("read_article.read"),
        key="read_article.read",
        type="primary",
        icon=":material/document_search:",
    ):
        try:
            _read(_taken(file, draft, is_file), draft, user)
        except TrackerError as refused:
            refusal.error(plain(sentence(refused)), icon=":material/error:")
    if draft.review is None:
        press_drafts.keep(user, draft)


def _about(draft: PressDraft, key: str) -> None:
    """Where it was published, and when."""
    left, right = st.columns([3, 1])
    with left:
        draft.address = st.text_input(
            t("field.address"),
            draft.address,
            key=f"{key}.address",
            type="url",
            icon="",
            placeholder="https://",
            validate="",
            autocomplete="off",
            max_chars=2000,
            help=t("read_article.address_help"),
        )
    with right:
        draft.published = st.date_input(
            t("field.published_on"),
            draft.published,
            key=f"{key}.published",
            format=DATES[current()],
            min_value=days.FIRST,
            max_value=clock.today(),
            help=t("read_article.published_help"),
        )


def _taken(file: UploadedFile | None, draft: PressDraft, is_file: bool | None) -> Given:
    """The file or the text; None of `is_file` is both. Raises Invalid at `file`."""
    if is_file is None:
        raise Invalid("file", "article_twice")
    if file is not None and is_file:
        return intake.file(file.name, uploads.content(file))
    return intake.pasted(draft.given)


def _offer_unfinished(user: User) -> None:
    """What was begun before the page was loaded anew, or the sign-in ended."""
    rows = press_drafts.others(user)
    if not rows:
        return
    lines = [
        Item(
            row.title or "—",
            place,
            "unfinished_article",
            icon="edit_note",
            badges=(badge(t("read_article.not_saved"), "orange"),) if row.is_read else (),
            when=moment(row.at),
            actions=((_GO_ON, t("read_article.go_on")), (_DROP, t("read_article.drop"))),
        )
        for place, row in enumerate(rows, start=1)
    ]
    st.header(t("read_article.unfinished"))
    st.caption(t("read_article.unfinished_help"))
    done = feeds.show(lines, key="read_article.unfinished", caption=t("read_article.unfinished"))
    if done is not None:
        chosen = rows[done.id - 1].key
        if done.action == _GO_ON:
            press_drafts.resume(user, chosen)
        else:
            press_drafts.forget(user, chosen)
        st.rerun()


def _which(name: str, *, key: str) -> bool | None:
    """Whether the file is meant, where there is a text as well; None until somebody says so."""
    words = {False: t("read_article.text"), True: name}
    return st.radio(
        t("read_article.which_one"),
        [False, True],
        index=None,
        key=key,
        horizontal=True,
        format_func=lambda is_file: plain(words[is_file]),
    )


def _read(given: Given, draft: PressDraft, user: User) -> None:
    # Here: it takes a while to load, and the first page that a server draws has this act.
    from tracker.domain.press import reading

    draft.given = given.text
    published = draft.published or given.published or intake.published_in(draft.address)
    with db.reading() as session:
        found = reading.read(session, given.text, by=user, published=published)
        begun = review_cards.begin(
            session, _with_page(found, given), user, address=draft.address, published=published
        )
        draft.review = review_cards.shown(session, begun, user)
    draft.decided, draft.said = None, {}


def _with_page(found: Reading, given: Given) -> Reading:
    """What the page said of itself comes before what its words seem to say."""
    return replace(found, title=given.title or found.title, tags=given.tags or found.tags)
