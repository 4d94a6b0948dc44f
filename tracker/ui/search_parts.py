"""What a search found: a list for each kind, with the words that answered."""

from collections.abc import Sequence

import streamlit as st

from tracker.domain import search
from tracker.domain.search import Group, Hit
from tracker.domain.word_index import FILE
from tracker.i18n import t
from tracker.ui import empty, feeds, labels, nav

ADDRESS = "text"  # where the page of results keeps its question; `q` is the lists' own
_LONGEST = 200  # letters of a question
_PAGE = "found"


def ask(typed: str) -> None:
    """Let the page of results begin with this question, also when it is the page on show."""
    st.session_state[_PAGE] = typed


def of_page() -> str:
    """The question of the page of results; it is in the address."""
    typed = field(_PAGE, "" if _PAGE in st.session_state else st.query_params.get(ADDRESS, ""))
    st.query_params[ADDRESS] = typed
    return typed


def field(key: str, typed: str = "") -> str:
    """The field that searches while one types."""
    found = st.text_input(
        t("search.question"),
        typed,
        key=key,
        type="search",
        placeholder=t("search.example"),
        help=t("search.help"),
        live=True,
    )
    return (found or "")[:_LONGEST]


def results(groups: Sequence[Group], typed: str, *, key: str) -> None:
    """Everything that was found, best first; or why there is nothing."""
    if len(typed.strip()) < search.SHORTEST:
        st.caption(t("search.shorter"))
        return
    if not groups:
        empty.show(t("search.nothing", typed=typed), icon="search_off")
        return
    for group in groups:
        name = _name(group.kind)
        st.markdown(f"**{name}**{' · ' + t('search.more') if group.more else ''}")
        feeds.show([_item(hit) for hit in group.hits], key=f"{key}.{group.kind}", caption=name)


def _name(kind: str) -> str:
    return t("search.files") if kind == FILE else t(f"nav.{nav.address(nav.LIST_OF[kind])}")


def _item(hit: Hit) -> feeds.Item:
    title = labels.title(hit.title)
    return feeds.Item(
        hit.file or title,
        hit.id,
        hit.kind,
        icon="attach_file" if hit.file else "",
        meta=title if hit.file else "",
        passage=[list(piece) for piece in hit.passage],
    )
