"""The parts of the page that merges: the two records, where they differ, what follows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import history, merging
from tracker.domain.merging import Comparison, Field
from tracker.domain.models import Kind
from tracker.domain.recording import as_text
from tracker.errors import Stale
from tracker.i18n import t
from tracker.i18n.plain import plain
from tracker.ui import changes, dialogs, facts, field_names, flash, nav

_NAME = "merge.do"
_KINDS = (Kind.PARTNER, Kind.PERSON)


def asked() -> tuple[Kind, int, int]:
    """The kind and ids that the address names: the survivor's and the other's."""
    word = st.query_params.get("kind", "")
    kind = Kind(word) if word in _KINDS else Kind.PARTNER
    return kind, nav.record_id(), nav.record_id("with")


def swap(kind: Kind, survivor_id: int, absorbed_id: int) -> None:
    """The button that lets the other of the two stay."""
    st.button(
        t("merge.swap"),
        key=f"merge.swap.{survivor_id}",
        icon=":material/swap_horiz:",
        on_click=st.query_params.update,
        args=({"kind": str(kind), "id": str(absorbed_id), "with": str(survivor_id)},),
    )


def called(record: Any, user: User) -> str:
    name = record.name
    return str(name(user.language) if callable(name) else name)


def side_by_side(both: Comparison, values: dict[str, tuple[str, str]], user: User) -> None:
    """The two records whole."""
    columns = st.columns(2)
    records = (both.survivor, both.absorbed)
    for place, (column, record) in enumerate(zip(columns, records, strict=True)):
        with column, st.container(border=True, height="stretch"):
            st.caption(t("merge.goes") if place else t("merge.stays"))
            st.markdown(f"**{plain(called(record, user))}**")
            known = ((name, pair[place]) for name, pair in values.items())
            facts.show((_label(both, name), value) for name, value in known if value)


def choices(both: Comparison, values: dict[str, tuple[str, str]], kind: Kind) -> set[str]:
    """Where both say something and not the same: which is kept. The fields taken from the other."""
    theirs = {field.name for field in both.fields if field.theirs_first}
    open_fields = [field for field in both.fields if field.differs and not field.theirs_first]
    if open_fields:
        st.header(t("merge.differences"))
        st.caption(t(f"merge.names_kept_{kind}"))
    for field in open_fields:
        if _takes_theirs(field, values[field.name], both):
            theirs.add(field.name)
    return theirs


def _takes_theirs(field: Field, pair: tuple[str, str], both: Comparison) -> bool:
    chosen = st.radio(
        _label(both, field.name),
        (0, 1),
        index=int(field.proposes_theirs),
        format_func=lambda place: plain(pair[place]),
        key=f"merge.{both.survivor.id}.{both.absorbed.id}.{field.name}",
        horizontal=True,
    )
    return chosen == 1


def follows(moves: dict[str, int]) -> None:
    """How much goes over to the survivor."""
    st.header(t("merge.moves"))
    if not moves:
        st.caption(t("merge.moves_nothing"))
    facts.show((t(word), str(number)) for word, number in moves.items())


def read(kind: Kind, fields: Sequence[Field], user: User) -> dict[str, tuple[str, str]]:
    """Both values of every field, as people read them."""
    asked = [(each.name, as_text(value)) for each in fields for value in (each.mine, each.theirs)]
    with db.reading() as session:
        meant = history.meanings(session, kind, asked, by=user)
    words = [changes.value(name, title) for (name, _), title in zip(asked, meant, strict=True)]
    pairs = zip(words[::2], words[1::2], strict=True)
    return {each.name: pair for each, pair in zip(fields, pairs, strict=True)}


def finish(kind: Kind, both: Comparison, theirs: set[str], user: User) -> None:
    """The button that merges the two as they are on show, and what it does."""
    st.caption(t("merge.explained"))
    st.button(
        t("merge.do"),
        key=_NAME,
        type="primary",
        icon=":material/merge:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={"revisions": (both.survivor.revision, both.absorbed.revision)},
    )
    if (about := dialogs.opened(_NAME)) is None:
        return
    dialogs.close()
    survivor_id, absorbed_id = both.survivor.id, both.absorbed.id
    with flash.refusals(), _as_they_are_on_show(), db.transaction() as session:
        revisions = about["revisions"]
        merging.merge(
            session, kind, survivor_id, absorbed_id, revisions=revisions, theirs=theirs, by=user
        )
    flash.say(t("merge.done", name=called(both.absorbed, user)))
    nav.go(kind, survivor_id)


@contextmanager
def _as_they_are_on_show() -> Iterator[None]:
    """What a colleague has just changed is looked at again before it is merged."""
    try:
        yield
    except Stale:
        st.warning(t("merge.changed_meanwhile"), icon=":material/sync_problem:")
        st.stop()


def _label(both: Comparison, name: str) -> str:
    return field_names.label(name, both.survivor.__table__.name)
