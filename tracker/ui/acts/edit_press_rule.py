"""Adding, changing and removing rules of reading."""

from tracker.domain.press import rules
from tracker.i18n import t
from tracker.ui.acts.edit_own_rows import OwnRows, Words
from tracker.ui.forms import press_rule as form

ROWS = OwnRows(
    "press_rule",
    rules,
    form.show,
    called=lambda rule: str(rule.pattern),
    words=lambda: Words(
        t("press_rules.add"),
        t("press_rules.edit"),
        t("press_rules.delete"),
        t("press_rules.delete_explained"),
    ),
    deleted=lambda pattern: t("press_rules.deleted", name=pattern),
)
