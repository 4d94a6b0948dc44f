"""The templates of documents: taken to be edited in Word, replaced, left for the usual again."""

from collections.abc import Sequence

import streamlit as st

from tracker import clock, db
from tracker.access import User
from tracker.domain import paper_templates
from tracker.domain.models import Document, Language
from tracker.domain.paper_templates import MEGABYTES, TemplateRow
from tracker.i18n import OWN_NAMES, speaking, t, word
from tracker.i18n.formats import day
from tracker.ui import flash, help_parts, uploads

_TURN = "templates.turn"  # a new number empties the field once its file is taken in


def show(user: User, kept: Sequence[TemplateRow]) -> None:
    """The section with a line for each document, in the language that is chosen."""
    st.header(t("reports.templates"))
    st.caption(t("reports.templates_help"))
    help_parts.how("templates")
    language = Language(
        st.segmented_control(
            t("reports.template_language"),
            list(Language),
            format_func=lambda each: OWN_NAMES[each],
            default=Language(user.language),
            required=True,
            key="templates.language",
        )
    )
    own = {row.document: row for row in kept if row.language is language}
    for document in Document:
        with st.container(border=True, key=f"template.{document}"):
            _line(user, document, language, own.get(document))


def _line(user: User, document: Document, language: Language, own: TemplateRow | None) -> None:
    st.markdown(f"**{word(document)}**")
    if own is None:
        st.caption(t("reports.usual"))
    else:
        when = day(clock.local(own.changed_at).date())
        st.text(t("reports.own", name=own.name, day=when, who=own.changed_by))
    with st.container(horizontal=True):
        st.link_button(
            t("reports.take_template"),
            f"/download/template/{document}.docx?language={language}",
            icon=":material/download:",
        )
        if own is not None and st.button(
            t("reports.back_to_usual"),
            key=f"template.drop.{document}.{language}",
            icon=":material/undo:",
        ):
            with flash.refusals(), db.transaction() as session:
                paper_templates.drop(session, document, language, by=user)
            flash.say(t("reports.usual_again"))
            st.rerun()
    _give(user, document, language)


def _give(user: User, document: Document, language: Language) -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    given = st.file_uploader(
        t("reports.give_template"),
        type=["docx"],
        key=f"template.give.{document}.{language}.{turn}",
        max_upload_size=MEGABYTES,
    )
    if given is None:
        return
    from tracker.export import documents  # here: it is large, and few give templates

    with flash.refusals():
        # Looked at before the transaction: it is filled and printed once.
        content = uploads.content(given)
        with speaking(language):
            documents.check(document, content)
        with db.transaction() as session:
            paper_templates.keep(session, document, language, given.name, content, by=user)
    st.session_state[_TURN] = turn + 1
    flash.say(t("reports.template_kept"))
    st.rerun()
