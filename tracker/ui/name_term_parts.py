"""Own rows of the lexicon of names as lines of a feed."""

from collections.abc import Sequence

from tracker.domain.name_terms import TermRow
from tracker.i18n import t
from tracker.ui.acts import edit_own_rows
from tracker.ui.feeds import Item
from tracker.ui.tables import badge


def lines(rows: Sequence[TermRow]) -> list[Item]:
    """One line each, with all words where its title has only the first of them."""
    return [
        Item(
            row.name,
            row.id,
            "name_term",
            icon="translate",
            badges=(badge(t(f"name_group.{row.group}"), "blue"),),
            meta=t("name_terms.adds_to", known=row.adds_to) if row.adds_to else "",
            text="\n".join(row.words) if any("," in line for line in row.words) else "",
            actions=(
                (edit_own_rows.EDIT, t("form.edit")),
                (edit_own_rows.DELETE, t("name_terms.delete")),
            ),
            revision=row.revision,
        )
        for row in rows
    ]
