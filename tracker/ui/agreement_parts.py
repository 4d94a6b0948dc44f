"""The parts of an agreement's page: where it stands, its terms, its parties, its story."""

import html
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st
from sqlmodel import Session

from tracker.access import User
from tracker.domain import agreements, titles
from tracker.domain.agreements import Activity, AgreementState, PromiseState, Standing, Verdict
from tracker.domain.agreements.promises import PromiseRow
from tracker.domain.models import Agreement, Kind
from tracker.i18n import t
from tracker.i18n.formats import day, long_day, number
from tracker.i18n.plain import plain
from tracker.ui import feeds, labels, nav

_SAID_ALREADY = (AgreementState.IN_FORCE, AgreementState.ENDED, AgreementState.UPCOMING)
_SEEN = (PromiseState.KEPT, PromiseState.UNDER_WAY)
# What is to be done next is said where somebody has to do something.
_ALARMS = (Verdict.ON_PAPER, Verdict.PARTLY, Verdict.UNKNOWN)


class _Cell(NamedTuple):
    label: str
    value: str
    note: str = ""
    href: str = ""


def badges(agreement: Agreement, where: Standing) -> list[dict[str, str]]:
    left = agreements.days_left(agreement.valid_until, where.state)
    shown = labels.agreement(where.state, left, agreement.renewal)
    return [*shown, labels.verdict(where.verdict)]


def verdicts_explained() -> str:
    """The definition of every verdict, for a tooltip."""
    return "\n".join(
        f"- **{t(f'verdict.{each}')}:** {t(f'verdict_about.{each}')}" for each in Verdict
    )


def at_a_glance(
    agreement: Agreement, where: Standing, promised: Sequence[PromiseRow], since: Activity
) -> None:
    """Where it stands, what was promised, what came of it; and under it what is next."""
    seen = sum(row.state in _SEEN for row in promised)
    kept = t("agreement.seen_of", n=seen, of=len(promised)) if promised else "–"
    lasts = (since.last_contact, since.last_event)
    last = max((each for each in lasts if each), default=None)
    cells = (
        _Cell(t("agreement.validity"), *_until(agreement, where.state)),
        _Cell(t("agreement.promised"), kept, t(f"verdict_about.{where.verdict}")),
        _Cell(
            t("agreement.contacts"),
            number(since.contacts),
            t("agreement.last", day=day(last)) if last else t("agreement.nothing_yet"),
            _contacts(agreement) if since.contacts else "",
        ),
        _Cell(t("agreement.events"), number(since.events)),
    )
    st.html(f'<dl class="seriktes-glance">{"".join(_drawn(each) for each in cells)}</dl>')


def what_next(agreement: Agreement, where: Standing) -> None:
    """One sentence about what is to be done, if anything."""
    match where.state:
        case AgreementState.LAPSING:
            st.info(
                plain(
                    t(
                        "agreement.let_go",
                        day=long_day(agreement.lapses_on or date.min),
                        reason=agreement.lapse_reason or "",
                    )
                ),
                icon=":material/event_busy:",
            )
        case AgreementState.ENDING | AgreementState.ENDED:
            st.warning(t(f"agreement.next_{where.state}"), icon=":material/event_upcoming:")
        case AgreementState.RENEWED:
            return
        case _ if where.verdict in _ALARMS:
            st.info(t(f"agreement.next_{where.verdict}"), icon=":material/lightbulb:")


def terms(session: Session, agreement: Agreement, user: User) -> list[tuple[str, str | None]]:
    """What the form asks, as a reader wants to see it."""
    wanted = [
        (kind, number)
        for kind, number in ((Kind.UNIT, agreement.unit_id), (Kind.EVENT, agreement.event_id))
        if number is not None
    ]
    named = {
        kind: labels.title(title)
        for (kind, _), title in titles.titles(session, wanted, by=user).items()
    }
    return [
        (t("field.kind"), t(f"agreement_kind.{agreement.kind}")),
        (t("field.number"), agreement.number),
        (t("field.signed_on"), long_day(agreement.signed_on) if agreement.signed_on else None),
        (t("agreement.validity"), _validity(agreement.valid_from, agreement.valid_until)),
        (t("field.renewal"), t(f"renewal.{agreement.renewal}")),
        (t("field.unit_id"), named.get(Kind.UNIT)),
        (t("field.event_id"), named.get(Kind.EVENT)),
    ]


def origin(session: Session, agreement: Agreement, user: User) -> feeds.Item | None:
    """The article that tells of it, with its words."""
    number = agreement.news_item_id
    named = titles.titles(session, [(Kind.NEWS_ITEM, number)] if number else [], by=user)
    for title in named.values():
        return feeds.Item(
            labels.title(title),
            number or 0,
            Kind.NEWS_ITEM,
            quote=agreement.quote or "",
            at=f"{Kind.AGREEMENT}.{agreement.id}",
        )
    return None


def told(article: feeds.Item | None) -> None:
    if article is not None:
        st.header(t("agreement.told"))
        feeds.show([article], key="agreement.told", caption=t("agreement.told"))


def as_written(agreement: Agreement) -> None:
    """The paragraph about what was promised, as it stands in the paper."""
    if agreement.promised:
        st.caption(t("agreement.as_written"))
        with st.container(border=True):
            st.text(agreement.promised)


def partners(parties: Sequence[tuple[int, str]]) -> None:
    items = [feeds.Item(name, number, Kind.PARTNER) for number, name in parties]
    feeds.show(items, key="agreement.partners", caption=t("agreement.parties"))


def chain(where: Standing) -> None:
    """The agreements that it goes on from, and the one that goes on from it."""
    items = [
        feeds.Item(title, each, Kind.AGREEMENT, meta=t("agreement.before"))
        for each, title in where.before
    ]
    if where.after:
        each, title = where.after
        items.append(feeds.Item(title, each, Kind.AGREEMENT, meta=t("agreement.after")))
    if items:
        st.header(t("agreement.chain"))
        feeds.show(items, key="agreement.chain", caption=t("agreement.chain"))


def _until(agreement: Agreement, state: AgreementState) -> tuple[str, str]:
    """The last day, and how far it is."""
    until = agreement.lapses_on or agreement.valid_until
    if until is None:
        return t("agreement.no_end"), t(f"agreement_state.{state}")
    left = agreements.days_left(agreement.valid_until, state)
    if left is None and state in _SAID_ALREADY:
        return t("agreement.until", end=day(until)), t(f"renewal.{agreement.renewal}")
    near = labels.agreement(state, left, agreement.renewal)[-1]["text"]
    return t("agreement.until", end=day(until)), near


def _contacts(agreement: Agreement) -> str:
    """The list of contacts since then; of several partners there is none."""
    since = agreement.signed_on or agreement.valid_from
    if len(agreement.partners) != 1 or since is None:
        return ""
    asked = {"partner": agreement.partners[0].partner_id, "from": since.isoformat()}
    return f"{nav.address(nav.INTERACTIONS)}?{urlencode(asked)}"


def _drawn(cell: _Cell) -> str:
    value = html.escape(cell.value)
    if cell.href:
        value = f'<a href="{html.escape(cell.href)}" target="_self">{value}</a>'
    note = f"<small>{html.escape(cell.note)}</small>" if cell.note else ""
    return f"<div><dt>{html.escape(cell.label)}</dt><dd>{value}{note}</dd></div>"


def _validity(start: date | None, end: date | None) -> str | None:
    if start and end:
        return t("agreement.from_to", start=long_day(start), end=long_day(end))
    if start:
        return t("agreement.open_ended", start=long_day(start))
    return t("agreement.until", end=long_day(end)) if end else None
