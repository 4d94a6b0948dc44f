"""What would become of the rows of a file, or what became of them."""

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st
from sqlmodel import Session

from tracker import db
from tracker.access import User
from tracker.domain import history, importing
from tracker.domain.importing import Change, Problem, Question, Report
from tracker.domain.models import Doubt, Fate, Import, ImportState, Kind
from tracker.i18n import t
from tracker.i18n.formats import number
from tracker.i18n.plain import plain
from tracker.ingest import rejected, running
from tracker.ui import changes, feeds, field_names, flash, nav
from tracker.ui.acts import take_import_back

_NAMED = 50  # rejected rows, questions
_ICONS = {Fate.CREATED: "add_circle", Fate.UPDATED: "edit", Fate.LEFT: "check"}
_FOUND_BY = {"name": "import.by_name", "bin": "import.by_bin"}
# What is told in its own words: history knows these by ids that a check does not have.
_PLAIN = ("tags", "positions_")


def show(user: User, job: Import, report: Report) -> None:
    """The check: counts, what is asked, what is wrong, what would change; then the button."""
    _counts(job)
    with st.container(horizontal=True):
        if job.created or job.updated or report.questions:
            _run(user, job)
        if st.button(t("import.back"), key="import.back", icon=":material/arrow_back:"):
            with flash.refusals(), db.transaction() as session:
                importing.reopen(session, job.id or 0, by=user)
            st.rerun()
    if not (job.created or job.updated or report.questions or report.problems):
        st.info(t("import.nothing"), icon=":material/check:")
    _questions(user, job, report.questions)
    _problems(job, report.problems)
    _shown(user, job, report.shown)


def result(user: User, job: Import, report: Report) -> None:
    """What the import did."""
    if job.state is ImportState.DONE:
        st.success(t("import.done"), icon=":material/check_circle:")
    else:
        st.info(t("import.undone"), icon=":material/undo:")
    _counts(job)
    take_import_back.button(job)
    _problems(job, report.problems)
    _shown(user, job, report.shown)


def _counts(job: Import) -> None:
    with st.container(horizontal=True, key="import.counts"):
        for fate in Fate:
            st.metric(_fate(job, fate), number(getattr(job, fate)), border=True, width=170)
    if job.partners:
        st.caption(t("import.partners_beside", n=job.partners))


def _fate(job: Import, fate: Fate) -> str:
    """What became of rows, or would become."""
    is_over = job.state is not ImportState.CHECKED
    return t(f"fate.{fate}").capitalize() if is_over else t(f"import.would_{fate}")


def _run(user: User, job: Import) -> None:
    label = t("import.run", n=job.created + job.updated)
    if st.button(label, key="import.run", type="primary", icon=":material/upload:"):
        with flash.refusals():
            running.start(job.id or 0, ImportState.RUNNING, by=user)
        st.rerun()


def _questions(user: User, job: Import, questions: Sequence[Question]) -> None:
    if not questions:
        return
    st.header(t("import.questions", n=len(questions)))
    st.caption(t(f"import.unanswered_{job.doubt}"))
    answers = {asked.key: _answer(job, asked) for asked in questions[:_NAMED]}
    new = {key: word for key, word in answers.items() if word and job.answers.get(key) != word}
    if new:
        with flash.refusals(), db.transaction() as session:
            importing.answer(session, job.id or 0, new, by=user)
    if len(questions) > _NAMED:
        st.caption(t("import.more_questions", n=len(questions) - _NAMED))


def _answer(job: Import, asked: Question) -> str | None:
    names = {str(number): name for number, name in asked.candidates}
    words = [*names, *map(str, Doubt)]
    now = job.answers.get(asked.key)
    return st.selectbox(
        plain(t("import.who_is", row=asked.row, typed=asked.typed)),
        words,
        index=words.index(now) if now in words else None,
        format_func=lambda word: (
            t("import.it_is", name=names[word]) if word in names else t(f"doubt.{word}")
        ),
        key=f"import.{job.id}.answer.{sha256(asked.key.encode()).hexdigest()[:16]}",
        placeholder=t("form.choose"),
    )


def _problems(job: Import, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    said = rejected.by_row(job.kind, problems)
    st.header(t("import.rejected", n=len(said)))
    st.link_button(
        t("import.rejected_file"),
        f"/download/import/{job.id}/rejected",
        icon=":material/download:",
        help=t("import.rejected_help"),
    )
    lines = [
        feeds.Item(t("import.row", row=row), icon="error", text=sentence)
        for row, sentence in list(said.items())[:_NAMED]
    ]
    feeds.show(lines, key=f"import.{job.id}.rejected", caption=t("import.rejected_rows"))
    if len(said) > _NAMED:
        st.caption(t("import.more_rejected", n=len(said) - _NAMED))


def _shown(user: User, job: Import, shown: Sequence[Change]) -> None:
    for fate in (Fate.UPDATED, Fate.CREATED, Fate.LEFT):
        rows = [each for each in shown if each.fate == fate]
        if rows:
            title = f"{_fate(job, fate)}: {number(getattr(job, fate))}"
            with st.expander(
                title, expanded=fate is Fate.UPDATED, icon=f":material/{_ICONS[fate]}:"
            ):
                lines = [_line(user, job.kind, each) for each in rows]
                feeds.show(lines, key=f"import.{job.id}.{fate}", caption=title)
                if getattr(job, fate) > len(rows):
                    st.caption(t("import.first_only", n=len(rows)))


def _line(user: User, kind: Kind, change: Change) -> feeds.Item:
    there = change.record_id > 0 and change.fate != Fate.CREATED
    return feeds.Item(
        change.name or t(f"kind.{kind}"),
        change.record_id if there else 0,
        kind if there else "",
        icon=nav.ICON_OF[kind],
        meta=t("import.row", row=change.number),
        text="\n".join(_sentences(user, kind, change)),
    )


def _sentences(user: User, kind: Kind, change: Change) -> list[str]:
    told = [t(_FOUND_BY[change.by], name=change.known)] if change.by else []
    with db.reading() as session:
        for field, old, new in change.fields:
            before, after = (_meant(user, session, kind, field, value) for value in (old, new))
            said = t("history.replaced", old=before, new=after) if before else after
            label = field_names.label(field, str(kind))
            told.append(t("history.of_field", field=label, change=said))
    return told


def _meant(user: User, session: Session, kind: Kind, field: str, value: str | None) -> str:
    """A value as people read it: names instead of ids."""
    if value is None or field.startswith(_PLAIN):
        return value or ""
    if value.startswith("-") and value[1:].isdecimal():
        return t("import.from_file")
    (title,) = history.meanings(session, kind, [(field, value)], by=user)
    return changes.value(field, title)
