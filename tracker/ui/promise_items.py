"""What was promised in an agreement, with what came of each promise and the evidence for it."""

from collections.abc import Iterator, Sequence

import streamlit as st

from tracker.domain.agreements import PromiseState
from tracker.domain.agreements.promises import Evidence, PromiseRow
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import feeds, labels

EDIT, PLAN = "edit", "plan"
_PROMISE = "agreement_promise"  # no kind of record: it has no page of its own
_SHOWN = 5  # follow-ups behind one promise
_ICONS = {
    PromiseState.KEPT: "check_circle",
    PromiseState.UNDER_WAY: "pending",
    PromiseState.NOT_DUE: "schedule",
    PromiseState.NOTHING: "radio_button_unchecked",
}


def show(rows: Sequence[PromiseRow], *, may_edit: bool) -> tuple[str, PromiseRow] | None:
    """Draw them; return what was pressed, and on which."""
    if not rows:
        st.caption(t("agreement.no_promised"))
        return None
    items = [item for row in rows for item in _items(row, may_edit=may_edit)]
    act = feeds.show(items, key="agreement.promises", caption=t("agreement.promised"))
    if act is None:
        return None
    return act.action, next(row for row in rows if row.id == act.id)


def _items(row: PromiseRow, *, may_edit: bool) -> Iterator[feeds.Item]:
    yield feeds.Item(
        row.subject,
        row.id,
        _PROMISE,
        icon=_ICONS[row.state],
        badges=(labels.promise_state(row.state),),
        meta=labels.promised(row),
        actions=((PLAN, t("promise.plan")), (EDIT, t("form.edit"))) if may_edit else (),
        revision=row.revision,
    )
    for each in row.evidence[:_SHOWN]:
        yield _evidence(each)
    if len(row.evidence) > _SHOWN:
        more = len(row.evidence) - _SHOWN
        yield feeds.Item(t("promise.more", n=more), icon="more_horiz", is_inner=True)


def _evidence(row: Evidence) -> feeds.Item:
    return feeds.Item(
        labels.follow_up(row.kind, row.subject),
        row.id,
        Kind.FOLLOW_UP,
        badges=(labels.status(row.status),),
        meta=" · ".join(
            each
            for each in (
                row.partner,
                t("promise.linked") if row.is_linked else "",
                "" if row.counts else t("promise.does_not_count"),
            )
            if each
        ),
        when=day(row.day) if row.day else "",
        is_inner=True,
    )
