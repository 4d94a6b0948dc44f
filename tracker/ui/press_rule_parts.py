"""Rules of reading, and rejected strings, as lines of a feed."""

from collections.abc import Sequence

from tracker.domain.models import PressRule, PressRuleKind
from tracker.domain.press.rejections import ENOUGH, RejectionRow
from tracker.i18n import knows, t
from tracker.i18n.formats import moment
from tracker.ui.acts import edit_own_rows
from tracker.ui.feeds import Item
from tracker.ui.tables import badge

_SECTIONS = {
    PressRuleKind.KINDS: "follow_up_kind",
    PressRuleKind.DIRECTIONS: "wish",
    PressRuleKind.EVENTS: "event_kind",
    PressRuleKind.AGREEMENTS: "agreement_kind",
    PressRuleKind.ORGANISATION_HEADS: "sector",
    PressRuleKind.ORGANISATION_SECTORS: "sector",
    PressRuleKind.LEGAL_FORMS: "sector",
}
_OWN = {
    "head": "press_meaning.head",
    "employee": "press_meaning.employee",
    "scholar": "press_meaning.scholar",
    "title": "press_meaning.title",
    "denied": "press_meaning.denied",
    "existing": "press_meaning.existing",
    "recalled": "press_meaning.recalled",
    "planned": "press_meaning.planned",
    "signed": "press_meaning.signed",
    "paper": "press_meaning.paper",
    "agreement": "press_meaning.agreement",
    **{
        word: f"press_meaning.{word}"
        for word in ("renewed", "it", "old", "beside", "now", "present")
    },
    "laboratory": "follow_up_kind.laboratory_service",
    "roundtable": "event_kind.round_table",
}


def meaning(kind: PressRuleKind, word: str) -> str:
    """What a row stands for, in the reader's words."""
    key = _OWN.get(word) or f"{_SECTIONS.get(kind, '')}.{word}"
    return t(key) if knows(key) else word


def lines(rows: Sequence[PressRule]) -> list[Item]:
    return [
        Item(
            row.pattern,
            row.id or 0,
            "press_rule",
            icon="rule",
            badges=(badge(t(f"press_rule_kind.{row.kind}"), "blue"),),
            meta=f"{meaning(row.kind, row.meaning)} · {t(f'language.{row.language}')}",
            text=f"✓ {row.example_yes}\n✗ {row.example_no}",
            actions=(
                (edit_own_rows.EDIT, t("form.edit")),
                (edit_own_rows.DELETE, t("press_rules.delete")),
            ),
            revision=row.revision,
        )
        for row in rows
    ]


def rejected(rows: Sequence[RejectionRow]) -> list[Item]:
    """Numbered, for a string has no id."""
    return [
        Item(
            row.written,
            place,
            "press_rejection",
            icon="do_not_disturb_on",
            badges=(badge(t("press_rules.times", n=row.times), _tone(row)),),
            meta=" · ".join(part for part in (row.who, moment(row.at)) if part),
            actions=(("forget", t("press_rules.forget")),),
        )
        for place, row in enumerate(rows, start=1)
    ]


def _tone(row: RejectionRow) -> str:
    return "red" if row.times >= ENOUGH else "gray"
