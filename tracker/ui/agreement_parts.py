"""The parts of an agreement's page: its terms, its parties, what was promised."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from sqlmodel import Session

from tracker.access import User
from tracker.domain import titles
from tracker.domain.models import Agreement, Kind
from tracker.i18n import t
from tracker.i18n.formats import long_day
from tracker.ui import feeds, labels


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
        st.subheader(t("agreement.told"))
        feeds.show([article], key="agreement.told", caption=t("agreement.told"))


def promised(agreement: Agreement) -> None:
    if agreement.promised:
        with st.container(border=True):
            st.text(agreement.promised)
    else:
        st.caption(t("agreement.no_promised"))


def partners(parties: Sequence[tuple[int, str]]) -> None:
    items = [feeds.Item(name, number, Kind.PARTNER) for number, name in parties]
    feeds.show(items, key="agreement.partners", caption=t("agreement.parties"))


def _validity(start: date | None, end: date | None) -> str | None:
    if start and end:
        return t("agreement.from_to", start=long_day(start), end=long_day(end))
    if start:
        return t("agreement.open_ended", start=long_day(start))
    return t("agreement.until", end=long_day(end)) if end else None
