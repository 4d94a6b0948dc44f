"""How often a follow-up comes again, in the words of a person: each week, each month, each year."""

import streamlit as st

from tracker.domain.models import FollowUpDraft, Rhythm
from tracker.i18n import t
from tracker.ui.forms.fields import Fields

_NEVER = "never"
_USUAL = {
    _NEVER: (None, None),
    "weekly": (1, Rhythm.WEEKS),
    "fortnightly": (2, Rhythm.WEEKS),
    "monthly": (1, Rhythm.MONTHS),
    "quarterly": (3, Rhythm.MONTHS),
    "half_yearly": (6, Rhythm.MONTHS),
    "yearly": (12, Rhythm.MONTHS),
}


def told(every: int | None, rhythm: Rhythm | None) -> str | None:
    """How a repetition is said, one that no word says in numbers; None where there is none."""
    for word, usual in _USUAL.items():
        if usual == (every, rhythm):
            return None if word == _NEVER else t(f"repeats.{word}")
    return t(f"repeats.every_{rhythm}", n=every or 0)


def show(fields: Fields, start: FollowUpDraft) -> None:
    """The question, and until when; what was chosen stands in `fields.typed`."""
    own = (start.repeat_every, start.rhythm)
    choices = dict(_USUAL)
    if own not in choices.values():
        choices["own"] = own
    left, right = st.columns(2)
    with left:
        fields.option(
            "repeats",
            t("field.repeat_every"),
            {word: told(*each) or t("repeats.never") for word, each in choices.items()},
            start=next(word for word, each in choices.items() if each == own),
        )
    fields.typed["repeat_every"], fields.typed["rhythm"] = choices[fields.typed["repeats"]]
    with right:
        if fields.typed["repeat_every"]:
            fields.day("repeat_until", t("field.repeat_until"))
