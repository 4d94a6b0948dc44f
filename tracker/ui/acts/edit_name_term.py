"""Adding, changing and removing words that mean the same."""

from tracker.domain import name_terms
from tracker.i18n import t
from tracker.ui.acts.edit_own_rows import OwnRows, Words
from tracker.ui.forms import name_term as form

ROWS = OwnRows(
    "name_term",
    name_terms,
    form.show,
    called=lambda term: str(term.name),
    words=lambda: Words(
        t("name_terms.add"),
        t("name_terms.edit"),
        t("name_terms.delete"),
        t("name_terms.delete_explained"),
    ),
    deleted=lambda name: t("name_terms.deleted", name=name),
)
