"""Parts of the pages of imports: the lines of the list, notes on a file, and the waiting."""

from collections.abc import Sequence

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import importing
from tracker.domain.importing import ImportRow
from tracker.domain.models import Fate, Import, ImportState, Kind
from tracker.i18n import t
from tracker.i18n.formats import moment, number
from tracker.i18n.plain import plain
from tracker.ingest import running
from tracker.ui import feeds, flash
from tracker.ui.tables import badge

_TONES = {
    ImportState.NEW: "gray",
    ImportState.CHECKING: "blue",
    ImportState.CHECKED: "amber",
    ImportState.RUNNING: "blue",
    ImportState.DONE: "green",
    ImportState.UNDONE: "gray",
    ImportState.FAILED: "red",
}


def state(value: ImportState) -> dict[str, str]:
    return badge(t(f"import_state.{value}"), _TONES[value])


def about(job: Import) -> str:
    return " · ".join((_kind(job.kind), t("import.rows", n=job.total), moment(job.created_at)))


def lines(rows: Sequence[ImportRow]) -> list[feeds.Item]:
    return [
        feeds.Item(
            row.file_name,
            row.id,
            "import",
            badges=(state(row.state),),
            meta=" · ".join((_kind(row.kind), row.who)),
            text=counted({fate: getattr(row, fate) for fate in Fate}) if _is_counted(row) else "",
            when=moment(row.created_at),
        )
        for row in rows
    ]


def counted(counts: dict[Fate, int]) -> str:
    """What became of the rows: "12 created · 3 rejected"."""
    said = (f"{number(each)} {t(f'fate.{fate}')}" for fate, each in counts.items() if each)
    return " · ".join(said)


def notes(job: Import, twin: Import | None) -> None:
    """What a person should know of the file before they go on."""
    if job.state in (ImportState.DONE, ImportState.UNDONE):
        return
    for note, values in job.notes:
        st.warning(plain(t(f"import_note.{note}", **values)), icon=":material/info:")
    if twin is not None:
        said = t("import.twin", moment=moment(twin.finished_at or twin.created_at))
        st.warning(plain(said), icon=":material/content_copy:")


def wait(user: User, job: Import) -> None:
    """How far the process is; the page moves on by itself when it is done."""
    word = "import.checking" if job.state is ImportState.CHECKING else "import.running"
    if importing.is_silent(job):
        st.error(t("import.silent"), icon=":material/error:")
        if st.button(t("import.again"), key="import.again", type="primary"):
            with flash.refusals():
                running.start(job.id or 0, job.state, by=user)
            st.rerun()
        return
    number_of, before = job.id or 0, job.state

    @st.fragment(run_every="1s")
    def progress() -> None:
        with db.reading() as session:
            now = importing.get(session, number_of, by=user)
        if now.state is not before or importing.is_silent(now):
            st.rerun()
        done = now.looked_at
        st.progress(min(1.0, done / max(1, now.total)), t(word, done=number(done), n=now.total))

    progress()
    st.caption(t("import.may_leave"))


def _kind(kind: Kind) -> str:
    nouns = {
        Kind.PARTNER: "partners",
        Kind.PERSON: "people",
        Kind.FOLLOW_UP: "follow_ups",
        Kind.INTERACTION: "interactions",
        Kind.EVENT: "events",
    }
    return t(f"nav.{nouns[kind]}")


def _is_counted(row: ImportRow) -> bool:
    return row.state in (ImportState.CHECKED, ImportState.DONE, ImportState.UNDONE)
