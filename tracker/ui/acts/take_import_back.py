"""Taking a whole import back, after asking once."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import importing, undoing
from tracker.domain.models import Import, ImportState
from tracker.errors import ChangedSince
from tracker.i18n import sentence, t
from tracker.i18n.plain import plain
from tracker.ui import dialogs, flash

_NAME = "import.take_back"


def button(job: Import) -> None:
    if job.state is ImportState.DONE and (job.created or job.updated or job.partners):
        st.button(
            t("import.take_back"),
            key=_NAME,
            icon=":material/undo:",
            on_click=dialogs.open,
            args=(_NAME,),
            kwargs={"id": job.id},
            help=t("import.take_back_help", days=undoing.DAYS),
        )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("import.take_back_title"), on_dismiss=dialogs.close)
    def draw() -> None:
        st.text(t("import.take_back_explained"))
        keeps = bool(about.get("keeps"))
        if keeps:
            st.warning(plain(about["said"]), icon=":material/sync_problem:")
        word = "import.take_back_rest" if keeps else "import.take_back"
        if not st.button(t(word), key=f"{_NAME}.confirm", type="primary"):
            return
        with flash.refusals():
            try:
                with db.transaction() as session:
                    importing.take_back(session, about["id"], by=user, keep_changed=keeps)
            except ChangedSince as changed:
                dialogs.revise(keeps=True, said=sentence(changed))
                st.rerun()
        dialogs.close()
        flash.say(t("import.taken_back"))
        st.rerun()

    draw()
