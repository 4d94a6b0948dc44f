"""Taking a list away as a file: exactly what its filters and order show, all pages of it."""

import streamlit as st

from tracker.access import Action, User, can
from tracker.domain.addresses import Asked
from tracker.domain.models import Kind
from tracker.export.lists import Format, address, formats_of
from tracker.i18n import t

_ICONS = {Format.XLSX: "table", Format.PDF: "picture_as_pdf", Format.DOCX: "description"}
_ICONS |= {Format.CSV: "csv", Format.VCF: "contact_page"}


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


def card(user: User, person_id: int) -> None:
    """One person for an address book, for those who may."""
    if can(user, Action.EXPORT):
        st.link_button(
            t("person.card"), f"/download/person/{person_id}.vcf", icon=":material/contact_page:"
        )
