"""Taking a list away as a file: exactly what its filters and order show, all pages of it."""

from typing import NamedTuple

import streamlit as st
from sqlmodel import Session

from tracker.access import Action, User, can
from tracker.domain import taken_lists
from tracker.domain.addresses import LISTS, Asked
from tracker.domain.excerpts import excerpt
from tracker.domain.models import Kind
from tracker.export import notes
from tracker.export.lists import Format, address, formats_of
from tracker.i18n import t
from tracker.i18n.plain import plain

_ICONS = {Format.XLSX: "table", Format.PDF: "picture_as_pdf", Format.DOCX: "description"}
_ICONS |= {Format.CSV: "csv", Format.VCF: "contact_page"}

_LONGEST = 80  # letters of filters on a button


class Again(NamedTuple):
    """The list that was taken last, in words, and where it is handed out."""

    what: str
    form: Format
    address: str


def button(user: User, kind: Kind, asked: Asked) -> None:
    """The button, for those who may."""
    if not can(user, Action.EXPORT):
        return
    with st.popover(t("export.button"), icon=":material/download:"):
        st.caption(t("export.help"))
        for form, icon in _ICONS.items():
            if form in formats_of(kind):
                st.link_button(
                    t(f"export.as_{form}"),
                    address(kind, form, asked),
                    icon=f":material/{icon}:",
                    width="stretch",
                )


def last(session: Session, user: User) -> Again | None:
    """What the person took last, where they may."""
    taken = taken_lists.last(session, by=user) if can(user, Action.EXPORT) else None
    if taken is None or taken.form not in formats_of(taken.kind):
        return None
    filters = notes.narrowed(session, taken.kind, taken.asked.wanted, by=user)
    values = excerpt(", ".join(value for _, value in filters), _LONGEST)
    what = t(f"nav.{LISTS[taken.kind].word}")
    form = Format(taken.form)
    return Again(
        f"{what}: {values}" if values else what, form, address(taken.kind, form, taken.asked)
    )


def again(taken: Again | None) -> None:
    """The same once more, as it is now: by one press."""
    if taken is not None:
        st.link_button(
            t("export.again", what=plain(taken.what), form=taken.form.upper()),
            taken.address,
            icon=":material/download:",
            type="tertiary",
        )


def card(user: User, person_id: int) -> None:
    """One person for an address book, for those who may."""
    if can(user, Action.EXPORT):
        st.link_button(
            t("person.card"), f"/download/person/{person_id}.vcf", icon=":material/contact_page:"
        )
