"""The parts of the dashboard: the figures at a glance, and the charts."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from tracker.domain import reports
from tracker.domain.follow_ups import OwnerCount, Shown
from tracker.domain.models import FollowUpStatus, Sector, Stage
from tracker.i18n import t
from tracker.i18n.formats import month, number, percent, short_month
from tracker.ui import charts, nav, numbers

_STAGES = {
    Stage.IDENTIFIED: charts.GRAY,
    Stage.IN_CONTACT: charts.SKY,
    Stage.IN_DIALOGUE: charts.BLUE,
    Stage.AGREED: charts.AMBER,
    Stage.ACTIVE: charts.GREEN,
    Stage.DORMANT: charts.VIOLET,
}
_STATUSES = {
    FollowUpStatus.PROPOSED: charts.GRAY,
    FollowUpStatus.OPEN: charts.BLUE,
    FollowUpStatus.IN_PROGRESS: charts.VIOLET,
    FollowUpStatus.WAITING: charts.AMBER,
    FollowUpStatus.TO_CONFIRM: charts.AMBER,
    FollowUpStatus.DONE: charts.GREEN,
    FollowUpStatus.DECLINED: charts.GRAY,
}


def tiles(figures: reports.Tiles, today: date) -> None:
    """The figures at a glance, each with the way to its list."""
    days = {"from": (today - timedelta(days=29)).isoformat(), "to": today.isoformat()}
    kept = "—" if figures.kept_rate is None else percent(figures.kept_rate)
    shown: tuple[tuple[str, int | str, str, charts.Target], ...] = (
        ("active_partners", figures.active_partners, nav.PARTNERS, {"stage": Stage.ACTIVE.value}),
        ("interactions", figures.interactions, nav.INTERACTIONS, days),
        ("open_follow_ups", figures.open_follow_ups, nav.FOLLOW_UPS, {}),
        ("overdue", figures.overdue_follow_ups, nav.FOLLOW_UPS, {"overdue": "true"}),
        ("kept", kept, nav.FOLLOW_UPS, {"shown": Shown.CLOSED.value}),
        ("ending", figures.agreements_ending, nav.AGREEMENTS, {"state": "ending"}),
    )
    grid = st.grid(3, min_column_width=150, border=True)
    for word, value, page, target in shown:
        with grid.cell():
            is_compared = word == "interactions"
            st.metric(
                t(f"dashboard.{word}"),
                number(value) if isinstance(value, int) else value,
                delta=figures.interactions - figures.interactions_before if is_compared else None,
                delta_description=t("dashboard.change") if is_compared else None,
                help=t(f"dashboard.{word}_help"),
            )
            st.page_link(
                page,
                label=t("dashboard.open_list"),
                icon=":material/arrow_forward:",
                query_params=target,
            )


def partners(counts: Sequence[reports.SectorCount]) -> None:
    """Partners by sector and stage; the largest sector on top."""
    title = t("dashboard.by_sector")
    st.subheader(title)
    known = {(row.sector, row.stage): row.partners for row in counts}
    totals = {sector: sum(known.get((sector, stage), 0) for stage in Stage) for sector in Sector}
    sectors = sorted((each for each in Sector if totals[each]), key=lambda each: -totals[each])
    if not sectors:
        st.caption(t("dashboard.nothing"))
        return
    series = [
        charts.Series(
            t(f"stage.{stage}"),
            _STAGES[stage],
            [known.get((sector, stage), 0) for sector in sectors],
            [{"sector": sector, "stage": stage} for sector in sectors],
        )
        for stage in Stage
    ]
    names = [t(f"sector.{sector}") for sector in sectors]
    charts.lying(title, names, series, key="chart.sector", page=nav.PARTNERS)
    lines = [
        (
            name,
            [numbers.Number(totals[sector], {"sector": sector})]
            + [numbers.Number(each.numbers[place], each.targets[place]) for each in series],
        )
        for place, (sector, name) in enumerate(zip(sectors, names, strict=True))
    ]
    head = [t("field.sector"), t("dashboard.all"), *(each.name for each in series)]
    _in_numbers(title, head, lines, nav.PARTNERS)


def interactions(counts: Sequence[reports.MonthCount]) -> None:
    title = t("dashboard.by_month")
    st.subheader(title)
    series = charts.Series(
        t("nav.interactions"),
        charts.BLUE,
        [row.interactions for row in counts],
        [_days(row.month) for row in counts],
    )
    axis = [
        f"{short_month(row.month)}\n{row.month.year}"
        if row.month.month == 1 or not place
        else short_month(row.month)
        for place, row in enumerate(counts)
    ]
    charts.standing(title, axis, series, key="chart.month", page=nav.INTERACTIONS)
    names = [month(row.month) for row in counts]
    _one_column(title, t("dashboard.month"), names, series, nav.INTERACTIONS)


def statuses(counts: Sequence[reports.StatusCount]) -> None:
    title = t("dashboard.by_status")
    st.subheader(title)
    series = charts.Series(
        t("nav.follow_ups"),
        [_STATUSES[row.status] for row in counts],
        [row.follow_ups for row in counts],
        [{"status": row.status} for row in counts],
    )
    names = [t(f"follow_up_status.{row.status}") for row in counts]
    charts.lying(title, names, [series], key="chart.status", page=nav.FOLLOW_UPS)
    _one_column(title, t("field.status"), names, series, nav.FOLLOW_UPS)


def overdue(counts: Sequence[OwnerCount]) -> None:
    title = t("dashboard.by_owner")
    st.subheader(title)
    if not counts:
        st.caption(t("dashboard.none_overdue"))
        return
    series = charts.Series(
        t("dashboard.overdue"),
        charts.RED,
        [row.overdue for row in counts],
        [{"owner": str(row.owner_id), "overdue": "true"} for row in counts],
    )
    names = [row.owner for row in counts]
    charts.lying(title, names, [series], key="chart.owner", page=nav.FOLLOW_UPS)
    _one_column(title, t("field.owner_id"), names, series, nav.FOLLOW_UPS)


def _one_column(
    title: str, head: str, names: Sequence[str], series: charts.Series, page: str
) -> None:
    found = zip(names, series.numbers, series.targets, strict=True)
    lines = [(name, [numbers.Number(value, target)]) for name, value, target in found]
    _in_numbers(title, [head, t("dashboard.count")], lines, page)


def _in_numbers(
    title: str,
    head: Sequence[str],
    lines: Sequence[tuple[str, Sequence[numbers.Number]]],
    page: str,
) -> None:
    with st.expander(t("dashboard.in_numbers"), icon=":material/table:"):
        numbers.show(title, head, lines, page=page)


def _days(start: date) -> dict[str, str]:
    """The first and the last day of a month, as the filters of the list take them."""
    last = (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return {"from": start.isoformat(), "to": last.isoformat()}
