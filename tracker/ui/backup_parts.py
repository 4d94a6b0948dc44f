"""That no backup was made, where an administrator will see it."""

import streamlit as st

from tracker.domain.backup_runs import Trouble
from tracker.i18n import t
from tracker.i18n.formats import moment


def warn(trouble: Trouble | None) -> None:
    """Nothing where the last backup went well."""
    if trouble is None:
        return
    st.error(t("backup.failed", when=moment(trouble.at)), icon=":material/backup:")
    # What the system said may hold anything, such as a path with stars in it.
    st.text(trouble.why or trouble.refusal)
