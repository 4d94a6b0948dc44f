"""The files of a record: taking them away, adding more, removing one."""

from collections.abc import Iterable, Sequence

import streamlit as st
from sqlmodel import Session
from streamlit.runtime.uploaded_file_manager import UploadedFile

from tracker import clock, db
from tracker.access import Action, User, can
from tracker.domain import attachments
from tracker.domain.attachments import FileRow
from tracker.domain.models import Kind
from tracker.errors import TrackerError
from tracker.i18n import sentence, t
from tracker.i18n.formats import day, file_size
from tracker.i18n.plain import plain
from tracker.malware import Scanned
from tracker.ui import dialogs, feeds, flash, uploads

_REMOVE = "file.remove"
_TURN = "files.turn"  # a new number empties the field once its files are stored

_ICONS = {"application/pdf": "picture_as_pdf", "image": "image", "text": "description"}


def show(user: User, kind: Kind, record_id: int, rows: Sequence[FileRow] | None = None) -> None:
    """The section with the record's files; asked for here where the page has not asked already."""
    if rows is None:
        with db.reading() as session:
            rows = attachments.of(session, kind, record_id, by=user)
    may_edit = can(user, Action.EDIT)
    st.header(t("files.title"))
    if rows:
        lines = _lines(rows, may_edit=may_edit)
        act = feeds.show(lines, key=f"files.{kind}.{record_id}", caption=t("files.title"))
        if act is not None:
            dialogs.open(_REMOVE, id=act.id)
    else:
        st.caption(t("files.none"))
    if may_edit:
        with st.expander(t("files.add"), icon=":material/attach_file:"):
            _add(user, kind, record_id)
    _dialog(user, {row.id: row.name for row in rows})


def evidence(key: str) -> UploadedFile | None:
    """One file in a form, kept when the form is saved."""
    return st.file_uploader(
        t("follow_up.evidence"),
        key=key,
        max_upload_size=attachments.MEGABYTES,
        help=t("files.limits", limit=attachments.MEGABYTES),
    )


def keep(
    session: Session, kind: Kind, record_id: int, file: UploadedFile, content: Scanned, user: User
) -> None:
    """Store one file. Streamlit names every upload: the same one, sent again, is stored once."""
    attachments.add(
        session,
        kind,
        record_id,
        name=file.name,
        content=content,
        by=user,
        key=file.file_id,
    )


def _lines(rows: Sequence[FileRow], *, may_edit: bool) -> list[feeds.Item]:
    return [
        feeds.Item(
            row.name,
            row.id,
            "file",
            icon=_ICONS.get(row.media_type)
            or _ICONS.get(row.media_type.partition("/")[0], "draft"),
            meta=" · ".join((_type(row.name), file_size(row.size), row.added_by)),
            when=day(clock.local(row.added_at).date()),
            actions=((_REMOVE, t("form.remove")),) if may_edit else (),
            file=f"/download/file/{row.id}",
        )
        for row in rows
    ]


def _type(name: str) -> str:
    return name.rpartition(".")[2].upper()


def _add(user: User, kind: Kind, record_id: int) -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    given = st.file_uploader(
        t("files.choose"),
        key=f"files.{kind}.{record_id}.{turn}",
        accept_multiple_files=True,
        max_upload_size=attachments.MEGABYTES,
        help=t("files.limits", limit=attachments.MEGABYTES),
    )
    if not given:
        return
    if _store(given, user, kind, record_id):
        st.session_state[_TURN] = turn + 1
        flash.say(t("files.added", n=len(given)))
        st.rerun()


def _store(given: Iterable[UploadedFile], user: User, kind: Kind, record_id: int) -> bool:
    """Keep each file; say of every one that is refused why. True when all were kept."""
    is_whole = True
    for file in given:
        try:
            content = uploads.content(file)
            with db.transaction() as session:
                keep(session, kind, record_id, file, content, user)
        except TrackerError as refused:
            st.error(plain(sentence(refused)), icon=":material/error:")
            is_whole = False
    return is_whole


def _dialog(user: User, names: dict[int, str]) -> None:
    """Ask before a file goes: unlike a record it does not come back."""
    about = dialogs.opened(_REMOVE)
    if about is None or about["id"] not in names:
        return
    number, name = about["id"], names[about["id"]]

    @st.dialog(t("files.remove_title"), on_dismiss=dialogs.close)
    def draw() -> None:
        st.text(name)
        st.caption(t("files.remove_explained"))
        if not st.button(t("form.remove"), key=f"{_REMOVE}.confirm", type="primary"):
            return
        with flash.refusals(), db.transaction() as session:
            attachments.remove(session, number, by=user)
        dialogs.close()
        flash.say(t("files.removed", name=name))
        st.rerun()

    draw()
