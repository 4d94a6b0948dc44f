"""The fields that forms are made of, each with a place for its own message."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from typing import Any, Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.domain import days
from tracker.domain.drafts import InvalidDraft, checked
from tracker.domain.models import Draft
from tracker.domain.models.records import LINE, NAME, NOTE
from tracker.i18n import current, section_of, sentence, t
from tracker.i18n.plain import plain
from tracker.names import identity_numbers
from tracker.ui import conflicts, flash, unsent

D = TypeVar("D", bound=Draft)
E = TypeVar("E", bound=StrEnum)

Keyboard = Literal["default", "email", "phone", "url"]
# A field looks and checks as all others do: what Streamlit adds for its type is in English, and
# the browser's own address is nobody else's.
_PLAIN = {"icon": "", "placeholder": "", "validate": "", "autocomplete": "off"}
DATES = {"kk": "DD.MM.YYYY", "ru": "DD.MM.YYYY", "en": "DD/MM/YYYY"}


class Fields:
    """One form being drawn: what was typed so far, by the draft's field names.

    `key` starts the key of every widget and must contain the record's id, or a widget would keep
    the values of another record. `start` is what the form opens with.
    """

    def __init__(self, key: str, start: Draft | None = None, *, is_checked: bool = True) -> None:
        """A form that knows that nobody pressed its button draws no places for what is wrong."""
        self._key, self._is_checked = key, is_checked
        self._start: Mapping[str, Any] = start.model_dump() if start else {}
        self._slots: dict[str, DeltaGenerator] = {}
        self._is_refused = False
        self._offered: DeltaGenerator | None = st.empty()
        self.typed: dict[str, Any] = {}
        conflicts.remind()

    def line(
        self,
        field: str,
        label: str,
        *,
        most: int = LINE,
        keyboard: Keyboard = "default",
        **options: Any,
    ) -> None:
        """`keyboard` is what a phone offers to type with."""
        if keyboard != "default":
            options = {"type": keyboard, **_PLAIN, **options}
        value = st.text_input(
            label, self._start.get(field) or "", key=self._name(field), max_chars=most, **options
        )
        self._keep(field, value)

    def paragraph(self, field: str, label: str, *, most: int = NOTE, **options: Any) -> None:
        if self._offered is not None:
            # On top of the form, and only of one that has such a field.
            unsent.offer(self._key, self._offered)
            self._offered = None
        value = st.text_area(
            label, self._start.get(field) or "", key=self._name(field), max_chars=most, **options
        )
        self._keep(field, value)

    def names(self, label: str, **options: Any) -> None:
        """A name in three languages, the reader's own first."""
        own = current()
        order = [own, *(code for code in ("kk", "ru", "en") if code != own)]
        for column, code in zip(st.columns(3), order, strict=True):
            with column:
                shown = f"{label} · {t(f'language.{code}')}"
                self.line(f"name_{code}", shown, most=NAME, **options)

    def typed_names(self) -> list[str]:
        """What `names` holds so far."""
        return [self.typed[f"name_{code}"] for code in ("kk", "ru", "en")]

    def word(
        self, field: str, label: str, kind: type[E], *, default: E | None = None, **options: Any
    ) -> None:
        """One word of a closed vocabulary."""
        start = self._start.get(field) or default or next(iter(kind))
        section = section_of(kind)
        value = st.selectbox(
            label,
            list(kind),
            index=list(kind).index(kind(start)),
            format_func=lambda word: t(f"{section}.{word}"),
            key=self._name(field),
            **options,
        )
        self._keep(field, value)

    def option(
        self, field: str, label: str, known: Mapping[str, str], *, start: str | None = None
    ) -> None:
        """One of a few words that are no vocabulary, with what each is called."""
        words: list[str] = list(known)
        start = start or str(self._start.get(field) or "")
        value = st.selectbox(
            label,
            words,
            index=words.index(start) if start in known else 0,
            format_func=lambda word: known.get(word, word),
            key=f"{self._name(field)}.{'.'.join(words)}",
        )
        self._keep(field, value)

    def day(self, field: str, label: str, *, default: date | None = None, **options: Any) -> None:
        start: date | None = self._start.get(field) or default
        known = [] if start is None else [start]  # what an import brought must open, to be mended
        value = st.date_input(
            label,
            start,
            key=self._name(field),
            format=DATES[current()],
            min_value=min([days.FIRST, *known]),
            max_value=max([days.LAST, *known]),
            **options,
        )
        self._keep(field, value)

    def yes(self, field: str, label: str) -> None:
        value = st.checkbox(label, bool(self._start.get(field)), key=self._name(field))
        self._keep(field, value)

    def hour(self, field: str, label: str) -> None:
        value: time | None = st.time_input(
            label, self._start.get(field), key=self._name(field), format="24h"
        )
        self._keep(field, value)

    def one_of(
        self, field: str, label: str, choices: Sequence[tuple[int, str]], **options: Any
    ) -> None:
        """One record of a short list of ids and names, or none."""
        labels = unambiguous(choices)
        start = self._start.get(field)
        ids = list(labels)
        value = st.selectbox(
            label,
            ids,
            index=ids.index(start) if start in labels else None,
            format_func=lambda number: labels[number],
            key=self._name(field),
            placeholder=t("form.choose"),
            **options,
        )
        self._keep(field, value)

    def words(self, field: str, label: str, known: Sequence[str], start: Sequence[str]) -> None:
        """Free words such as tags or other names; new ones may be typed."""
        options = list(dict.fromkeys([*start, *known]))
        value = st.multiselect(
            label,
            options,
            default=list(start),
            key=self._name(field),
            accept_new_options=True,
            placeholder=t("form.type_words"),
            select_all=False,
        )
        self._keep(field, value)

    def several(self, field: str, label: str, kind: type[E]) -> None:
        """Words of a closed vocabulary; all of them to begin with."""
        section = section_of(kind)
        value = st.multiselect(
            label,
            list(kind),
            default=[kind(each) for each in self._start.get(field, list(kind))],
            format_func=lambda word: t(f"{section}.{word}"),
            key=self._name(field),
            placeholder=t("form.choose"),
            select_all=False,
        )
        self._keep(field, value)

    def place(self) -> DeltaGenerator | None:
        """Where the form itself may say what is wrong."""
        return st.empty() if self._is_checked else None

    def refuse(self, place: DeltaGenerator | None, sentence: str) -> None:
        """Say at its place what a field of the form's own lacks; `checked` then gives no draft."""
        self._is_refused = True
        (place or st).error(sentence)

    def checked(self, kind: type[D], **more: Any) -> D | None:
        """The draft, or None after showing at each field what does not fit.

        Drawn after the button: what is wrong may stand far above it, out of sight on a phone.
        """
        wanted = {**self.typed, **more}
        try:
            draft = checked(
                kind, {name: wanted[name] for name in wanted if name in kind.model_fields}
            )
            if not self._is_refused:
                if any(identity_numbers.is_in(getattr(draft, each)) for each in kind.paragraphs):
                    flash.hint(t("form.number_hint"))
                return draft
        except InvalidDraft as invalid:
            for problem in invalid.problems:
                flash.note(problem, kind.__name__)
                # A missing name is asked for in the reader's language; the others may be folded.
                own = problem.code == "name_missing"
                place = self._slots.get(f"name_{current()}" if own else problem.field)
                (place or st).error(plain(sentence(problem)))
        st.error(t("form.not_saved"), icon=":material/error:")
        return None

    def _name(self, field: str) -> str:
        return f"{self._key}.{field}"

    def _keep(self, field: str, value: Any) -> None:
        self.typed[field] = value
        if (place := self.place()) is not None:
            self._slots[field] = place


def unambiguous(choices: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Labels by id, no two alike: the second of two namesakes carries its number."""
    labels: dict[int, str] = {}
    seen: set[str] = set()
    for number, label in choices:
        labels[number] = f"{label} · {number}" if label in seen else label
        seen.add(label)
    return labels
