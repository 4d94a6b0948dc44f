"""Giving a file to import: what its rows are, then the file itself."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from tracker import db
from tracker.access import User
from tracker.domain import importing
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ingest import running
from tracker.ingest.shapes import MEGABYTES, MOST_ROWS
from tracker.ingest.tables import ENDINGS
from tracker.ui import flash, nav, uploads

_NOUNS = {
    Kind.PARTNER: "partners",
    Kind.PERSON: "people",
    Kind.FOLLOW_UP: "follow_ups",
    Kind.INTERACTION: "interactions",
    Kind.EVENT: "events",
}


def show(user: User) -> None:
    with st.container(border=True, key="give_file"):
        kind = st.segmented_control(
            t("import.what"),
            list(_NOUNS),
            format_func=lambda each: t(f"nav.{_NOUNS[each]}"),
            default=Kind.PARTNER,
            required=True,
            key="import.kind",
        )
        given = st.file_uploader(
            t("import.choose"),
            type=list(ENDINGS),
            key="import.file",
            max_upload_size=MEGABYTES,
            help=t("import.limits", megabytes=MEGABYTES, rows=MOST_ROWS),
        )
        if given is not None and kind is not None:
            _take(user, Kind(kind), given)


def _take(user: User, kind: Kind, file: UploadedFile) -> None:
    with flash.refusals(), st.spinner(t("import.reading")):
        # Read before the transaction: a file takes longer than others should wait.
        read = running.given(kind, file.name, uploads.content(file))
        with db.transaction() as session:
            job = importing.keep(session, kind, read, by=user)
    nav.go("import", job.id or 0)
