"""The access log and the proofs of erasure as lines of a feed."""

from collections.abc import Sequence
from enum import StrEnum
from urllib.parse import urlencode

import streamlit as st

from tracker.domain.access_log import AccessFilter, AccessRow
from tracker.domain.erasing import ErasureRow
from tracker.domain.models import Deed, Kind
from tracker.export.access import what
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.ui import empty, feeds
from tracker.ui.feeds import Item

_ICONS = {
    Deed.OPENED: "visibility",
    Deed.EXPORTED: "download",
    Deed.TOLD: "contact_page",
    Deed.BRIEF: "description",
    Deed.REPORT: "description",
    Deed.PACK: "folder_zip",
    Deed.FILE: "attach_file",
}


class Record(StrEnum):
    """What is on record: who looked, who was erased."""

    LOG = "log"
    ERASURES = "erasures"


def lines(rows: Sequence[AccessRow]) -> list[Item]:
    return [
        Item(
            what(row),
            row.record_id or row.id,
            Kind(row.kind) if row.record_id and row.title else "",
            icon=_ICONS[row.deed],
            meta=" · ".join(
                part
                for part in (
                    row.who,
                    t(f"deed.{row.deed}"),
                    row.form.upper(),
                    t("access.of_rows", n=row.held) if row.held is not None else "",
                )
                if part
            ),
            text=row.asked,
            when=moment(row.at),
        )
        for row in rows
    ]


def take(wanted: AccessFilter) -> None:
    """The log as a workbook, as it is narrowed."""
    asked = {
        "person": wanted.person_id,
        "colleague": wanted.account_id,
        "deed": wanted.deed,
        "from": wanted.since,
        "to": wanted.until,
    }
    told = urlencode({key: str(value) for key, value in asked.items() if value})
    st.link_button(t("access.take"), f"/download/access.xlsx?{told}", icon=":material/download:")


def erasures(rows: Sequence[ErasureRow]) -> None:
    """Who was erased: by number, for no name is left."""
    if not rows:
        empty.show(t("access.no_erasures"), icon="person_off")
        return
    found = [
        Item(
            t("access.erased_number", number=row.person_id),
            row.id,
            icon="person_off",
            meta=" · ".join((row.who, t("access.whole" if row.whole else "access.nameless"))),
            text=row.reason,
            when=moment(row.at),
        )
        for row in rows
    ]
    feeds.show(found, key="erasures", caption=t("record.erasures"))
