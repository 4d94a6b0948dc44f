"""What the acts that correct a record share: the button."""

import streamlit as st

from tracker.domain.models import Record
from tracker.i18n import t
from tracker.ui import dialogs


def button(name: str, record: Record) -> None:
    """It opens the dialog of that name, which saves over the record as it is on show."""
    st.button(
        t("form.edit"),
        key=name,
        icon=":material/edit:",
        on_click=dialogs.open,
        args=(name,),
        kwargs={"revision": record.revision},
    )
