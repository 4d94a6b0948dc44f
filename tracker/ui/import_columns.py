"""Which field each column of a file is, and how its rows are taken."""

from collections.abc import Sequence

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import importing
from tracker.domain.models import Doubt, Import, ImportMode, ImportState
from tracker.errors import Invalid, TrackerError
from tracker.i18n import sentence, t
from tracker.i18n.plain import plain
from tracker.ingest import rejected, running
from tracker.ui import flash


def show(user: User, job: Import) -> None:
    """Everything that is chosen is kept at once, so the page can be left."""
    if job.failure:
        key = f"error.{job.failure}"
        st.error(plain(t(key)), icon=":material/error:")
    st.header(t("import.columns"))
    st.caption(t("import.columns_help"))
    columns = [_column(job, place) for place in range(len(job.headers))]
    st.header(t("import.how"))
    mode = _mode(job)
    creates = st.checkbox(
        t("import.creates_partners"), job.creates_partners, key=f"import.{job.id}.creates"
    )
    doubt = _doubt(job)
    st.caption(t("import.empty_cells"))
    if not _kept(user, job, columns, mode, creates, doubt):
        return
    if st.button(
        t("import.check"), key="import.check", type="primary", icon=":material/fact_check:"
    ):
        with flash.refusals():
            running.start(job.id or 0, ImportState.CHECKING, by=user)
        st.rerun()


def _column(job: Import, place: int) -> str | None:
    fields = list(importing.FIELDS[job.kind])
    now = job.columns[place]
    examples = [row[place] for row in job.sample if place < len(row) and row[place]]
    with st.container(border=True):
        said, choice = st.columns([3, 2], vertical_alignment="center")
        with said:
            st.markdown(f"**{plain(job.headers[place]) or '—'}**")
            said_there = " · ".join(dict.fromkeys(each[:60] for each in examples[:4]))
            st.caption(plain(said_there) or "—")
        with choice:
            return st.selectbox(
                t("import.field_of", header=job.headers[place] or place + 1),
                fields,
                index=fields.index(now) if now in fields else None,
                format_func=lambda field: rejected.label(job.kind, field),
                key=f"import.{job.id}.column.{place}",
                placeholder=t("import.not_taken"),
                label_visibility="collapsed",
            )


def _mode(job: Import) -> ImportMode:
    modes = list(ImportMode)
    chosen = st.radio(
        t("import.mode"),
        modes,
        index=modes.index(job.mode),
        format_func=lambda mode: t(f"import_mode.{mode}"),
        key=f"import.{job.id}.mode",
    )
    return ImportMode(chosen)


def _doubt(job: Import) -> Doubt:
    doubts = list(Doubt)
    chosen = st.radio(
        t("import.doubt"),
        doubts,
        index=doubts.index(job.doubt),
        format_func=lambda doubt: t(f"doubt.{doubt}"),
        key=f"import.{job.id}.doubt",
        help=t("import.doubt_help"),
    )
    return Doubt(chosen)


def _kept(
    user: User,
    job: Import,
    columns: Sequence[str | None],
    mode: ImportMode,
    creates: bool,
    doubt: Doubt,
) -> bool:
    """Keep what is chosen, or say why it cannot be."""
    if (list(columns), mode, creates, doubt) == (
        job.columns,
        job.mode,
        job.creates_partners,
        job.doubt,
    ):
        return True
    try:
        with db.transaction() as session:
            importing.choose(
                session,
                job.id or 0,
                columns,
                mode=mode,
                creates_partners=creates,
                doubt=doubt,
                by=user,
            )
    except TrackerError as refused:
        said = sentence(refused)
        if isinstance(refused, Invalid) and refused.code == "column_needed":
            said = f"{rejected.label(job.kind, refused.field)}: {said}"
        st.error(plain(said), icon=":material/error:")
        return False
    return True
