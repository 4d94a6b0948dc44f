"""Erasing a person's data for good: what would change, how much, and why; all that is held."""

from typing import Any

import streamlit as st

from tracker import db, wiping
from tracker.access import Action, User, can
from tracker.domain import erasing
from tracker.domain.erasing import Preview
from tracker.domain.models import Kind, Person
from tracker.domain.models.records import LINE
from tracker.errors import TrackerError
from tracker.i18n import t
from tracker.ui import dialogs, feeds, flash, help_parts, nav

_NAME = "person.erase"
_SHOWN = 15  # passages


def buttons(user: User, person: Person) -> None:
    """All that is held, who looked at it, and erasing it: for those who may."""
    if not can(user, Action.ERASE) or person.id is None:
        return
    with st.container(horizontal=True):
        for form, icon in (("docx", "description"), ("json", "data_object")):
            st.link_button(
                t(f"held.as_{form}"),
                f"/download/person/{person.id}/held.{form}",
                icon=f":material/{icon}:",
                type="tertiary",
                help=t("held.take"),
            )
        if can(user, Action.MANAGE_ACCOUNTS):
            st.page_link(
                nav.ACCESS,
                label=t("erase.who_looked"),
                query_params={"person": str(person.id)},
                icon=":material/visibility:",
            )
        if person.erased_at is None:
            st.button(
                t("erase.begin"),
                key=_NAME,
                type="tertiary",
                icon=":material/person_off:",
                on_click=dialogs.open,
                args=(_NAME,),
                kwargs={"revision": person.revision},
            )


def dialog(user: User, person: Person) -> None:
    if (about := dialogs.opened(_NAME)) is None or person.id is None:
        return

    @st.dialog(t("erase.title"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        _draw(about, person.id or 0, person.name, user)

    draw()


def _draw(about: dict[str, Any], number: int, name: str, user: User) -> None:
    key = f"{_NAME}.{number}"
    st.text(name)
    st.caption(t("erase.explained"))
    help_parts.how("personal_data")
    whole = st.radio(
        t("erase.how"),
        [False, True],
        format_func=lambda each: t("erase.whole" if each else "erase.nameless"),
        captions=[t("erase.nameless_help"), t("erase.whole_help")],
        key=f"{key}.whole",
    )
    spellings = st.multiselect(
        t("erase.spellings"),
        [],
        key=f"{key}.spellings",
        accept_new_options=True,
        help=t("erase.spellings_help"),
        placeholder=t("form.type_words"),
        select_all=False,
    )
    with flash.refusals(), db.reading() as session:
        found = erasing.preview(session, number, by=user, spellings=spellings)
    in_texts = st.checkbox(t("erase.in_texts"), True, key=f"{key}.texts")
    _passages(found)
    files = _files(found, key)
    why = st.text_input(
        t("erase.reason"), key=f"{key}.reason", max_chars=LINE, help=t("erase.reason_help")
    )
    sure = st.checkbox(t("erase.sure"), key=f"{key}.sure")
    if not st.button(
        t("erase.do"), key=f"{key}.do", type="primary", disabled=not (sure and why.strip())
    ):
        return
    with flash.refusals(), db.transaction() as session:
        erasing.erase(
            session,
            number,
            reason=why,
            revision=about["revision"],
            whole=bool(whole),
            in_texts=in_texts,
            spellings=spellings,
            file_ids=files,
            by=user,
        )
    _finish(is_whole=bool(whole), number=number)


def _finish(*, is_whole: bool, number: int) -> None:
    """The bytes that are left in the database's file go as well, or are said to be there."""
    is_wiped = False
    with st.spinner(t("erase.wiping")):
        try:
            if is_wiped := wiping.wipe():
                with db.transaction() as session:
                    erasing.rewritten(session)
        except TrackerError:
            is_wiped = False
    dialogs.close()
    flash.say(t("erase.done" if is_wiped else "erase.done_but"))
    if is_whole:
        st.switch_page(nav.PEOPLE)
    nav.go(Kind.PERSON, number)


def _passages(found: Preview) -> None:
    """Where the name stands in the texts of others."""
    total = sum(found.rows.values())
    st.markdown(f"**{t('erase.places', n=total)}**")
    if found.namesakes:
        st.warning(t("erase.namesakes", n=len(found.namesakes)), icon=":material/group:")
    lines = [
        feeds.Item(
            each.words,
            each.record_id,
            meta=t(f"kind.{each.kind}") if each.kind else t("erase.elsewhere"),
        )
        for each in found.passages[:_SHOWN]
    ]
    if lines:
        feeds.show(lines, key=f"{_NAME}.passages", caption=t("erase.title"))
    if len(found.passages) > _SHOWN:
        st.caption(t("erase.more"))


def _files(found: Preview, key: str) -> list[int]:
    if not found.files:
        return []
    names = dict(found.files)
    return st.multiselect(
        t("erase.files"),
        list(names),
        format_func=lambda number: names[number],
        key=f"{key}.files",
        help=t("erase.files_help"),
        placeholder=t("form.choose"),
        select_all=False,
    )
