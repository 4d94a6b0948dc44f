"""How engaged a partner is: the card on its page, its months, and the columns of the ranking."""

import html
from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from tracker import clock
from tracker.access import User
from tracker.domain import engagement
from tracker.domain.engagement import Course, Score
from tracker.domain.engagement.sums import ALIVE
from tracker.domain.models import Trend, Work
from tracker.domain.partners import Sort
from tracker.domain.ranking import RankedRow
from tracker.i18n import t
from tracker.i18n.formats import day, month, percent
from tracker.ui import engagement_words as words
from tracker.ui import nav, sparklines, tables


def course(session: Session, partner_id: int, user: User) -> Course:
    """How it stands today, and stood."""
    return engagement.course(session, partner_id, by=user, today=clock.today())


def card(course: Course, partner_id: int) -> None:
    """On a partner's page: the score, its three parts, its months, and the way to the records."""
    st.header(t("nav.engagement"))
    with st.container(border=True):
        if course.score is None:
            unknown()
            return
        head(course, course.score)
        months(course)
        st.page_link(
            nav.ENGAGEMENT_OF,
            label=t("engagement.why"),
            icon=":material/arrow_forward:",
            query_params={"id": str(partner_id)},
        )


def unknown() -> None:
    said = html.escape(t("engagement.unknown"))
    st.html(f'<div class="seriktes-score"><strong class="unknown">{said}</strong></div>')
    st.caption(t("engagement.unknown_help"))


def head(course: Course, score: Score) -> None:
    """The score, its change, and breadth, depth and two-way."""
    mark = words.change(course.change)
    alive = sum(part.fresh >= ALIVE for part in score.parts.values())
    share = score.two_way.share
    parts = (
        ("breadth", score.breadth, t("engagement.of_kinds", n=alive, all=len(Work))),
        ("depth", score.depth, percent(score.depth)),
        ("two_way", share, t("engagement.unknown") if share is None else percent(share)),
    )
    lines = [
        _meter(t(f"engagement.{word}"), value, said, t(f"engagement.{word}_help"))
        for word, value, said in parts
    ]
    if faded := len(score.parts) - alive:  # that still bring some points
        said = html.escape(t("engagement.and_faded", n=faded))
        lines.insert(1, f'<dd class="also">{said}</dd>')
    st.html(
        f'<div class="seriktes-score"><strong>{html.escape(words.points(score.total))}</strong>'
        f"<span>{html.escape(t('engagement.of_hundred'))}</span>"
        f'<span class="seriktes-badge {mark["tone"]}">{html.escape(mark["text"])}</span></div>'
        f'<dl class="seriktes-meters">{"".join(lines)}</dl>'
    )


def _meter(label: str, value: float | None, said: str, helped: str) -> str:
    filled = "" if value is None else f'<i style="width:{100 * value:.0f}%"></i>'
    kind = "bar" if value is not None else "bar unknown"
    return (
        f'<dt title="{html.escape(helped)}">{html.escape(label)}</dt>'
        f'<dd><span class="{kind}" aria-hidden="true">{filled}</span>'
        f"<span>{html.escape(said)}</span></dd>"
    )


def months(course: Course) -> None:
    """The course of two years as a line, and as a table, the latest first."""
    days, totals = [each.day for each in course.points], [each.total for each in course.points]
    known = [total for total in totals if total is not None]
    said = [words.points(total) for total in totals]
    alt = t(
        "engagement.chart_alt",
        first=month(days[0]),
        last=month(days[-1]),
        least=words.points(min(known)),
        most=words.points(max(known)),
        now=said[-1],
    )
    sparklines.show(days, totals, said, alt)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(day(each.day))}</th>'
        f"<td>{html.escape(words.points(each.total))}</td></tr>"
        for each in reversed(course.points)
    )
    heads = (t("engagement.day"), t("engagement.score"))
    titles = "".join(f'<th scope="col">{html.escape(word)}</th>' for word in heads)
    caption = html.escape(t("engagement.chart"))
    with st.expander(t("dashboard.in_numbers"), icon=":material/table:"):
        st.html(
            f'<div class="seriktes-numbers"><table><caption>{caption}</caption>'
            f"<thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table></div>"
        )


def columns(trend: Trend | None) -> list[tables.Column]:
    """The score in the list of partners, where it is narrowed by it: there is no room always."""
    if trend is None:
        return []
    title = t("nav.engagement")
    return [tables.Column(title, lambda row: words.points(row.score), "engagement", "number")]


_USUAL = {
    Trend.KNOWN: (Sort.ENGAGEMENT, True),
    Trend.RISING: (Sort.CHANGE, True),
    Trend.FALLING: (Sort.CHANGE, False),
    Trend.UNKNOWN: (Sort.NAME, False),
}


def usual(trend: Trend) -> tuple[Sort, bool]:
    """The order in which a view is read."""
    return _USUAL[trend]


def ranking(rows: Sequence[RankedRow], trend: Trend, *, sort: str, descending: bool) -> None:
    """Partners with where they stand; a title opens what it is made of."""
    if trend is Trend.UNKNOWN:
        st.caption(t("engagement.unknown_list"))
    tables.show(
        rows,
        [
            tables.Column(t("field.name"), lambda row: row.name, "name"),
            tables.Column(
                t("engagement.score"), lambda row: words.points(row.score), "engagement", "number"
            ),
            tables.Column(
                t("engagement.change"),
                lambda row: words.short_change(row.score, row.change),
                "engagement_change",
                "number",
            ),
            tables.Column(
                t("engagement.kinds_alive"),
                lambda row: None if row.kinds is None else str(row.kinds),
                kind="number",
            ),
            tables.Column(t("engagement.two_way"), _two_way, kind="number"),
            tables.Column(t("field.owner_id"), lambda row: row.owner),
        ],
        key="ranking",
        kind="engagement_of",
        caption=t("nav.engagement"),
        sort=sort,
        descending=descending,
        note=lambda row: " · ".join(each for each in (t(f"sector.{row.sector}"), row.city) if each),
    )


def _two_way(row: RankedRow) -> str | None:
    if row.score is None:
        return None
    return t("engagement.unknown") if row.two_way is None else percent(row.two_way)
