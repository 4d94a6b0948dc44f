"""The charts of the dashboard, each with its meaning, and the same numbers as a table."""

from collections.abc import Sequence

import streamlit as st

from tracker.domain import reports
from tracker.domain.models import Sector, Stage, Standing
from tracker.domain.reports import Count, Grain, Scope
from tracker.i18n import t, word
from tracker.i18n.formats import day, month, period, short_day, short_month
from tracker.ui import charts, numbers

_STAGES = {
    Stage.IDENTIFIED: charts.GRAY,
    Stage.IN_CONTACT: charts.SKY,
    Stage.IN_DIALOGUE: charts.BLUE,
    Stage.AGREED: charts.AMBER,
    Stage.ACTIVE: charts.GREEN,
    Stage.DORMANT: charts.VIOLET,
}
_AGES = dict(zip(Standing, charts.STEPS[:4], strict=True))
_MOST_UNITS = 12
# The numbers of an event that its chart shows.
_LED_TO = ("participants", "came", "meetings", "follow_ups", "done", "agreements")


def sectors(counts: Sequence[reports.SectorCount]) -> None:
    """Partners by sector and stage; the largest sector on top."""
    title = _title("by_sector")
    if not counts:
        return _nothing()
    some = counts[0].partners.wanted
    known = {(row.sector, row.stage): row.partners for row in counts}

    def count(sector: Sector, stage: Stage) -> Count:
        nobody = some._replace(sector=sector, stage=stage)
        return known.get((sector, stage), counts[0].partners._replace(value=0, wanted=nobody))

    totals = {each: sum(count(each, stage).value for stage in Stage) for each in Sector}
    shown = sorted((each for each in Sector if totals[each]), key=lambda each: -totals[each])
    series = [
        charts.Series(word(stage), colour, [count(each, stage) for each in shown])
        for stage, colour in _STAGES.items()
    ]
    names = [word(each) for each in shown]
    charts.lying(title, names, series, key="chart.sector")
    lines = [
        (
            name,
            [
                _sum([one.counts[place] for one in series], stage=None),
                *(one.counts[place] for one in series),
            ],
        )
        for place, (each, name) in enumerate(zip(shown, names, strict=True))
    ]
    head = [t("field.sector"), t("dashboard.all"), *(each.name for each in series)]
    return numbers.folded(title, head, lines)


def over_time(bars: Sequence[reports.Bar], scope: Scope) -> None:
    """Interactions by day, week, month or year."""
    title = _title("over_time")
    grain = reports.grain(scope)
    series = charts.Series(t("nav.interactions"), charts.BLUE, [bar.interactions for bar in bars])
    labels = [_on_axis(bar, grain, is_first=not place) for place, bar in enumerate(bars)]
    charts.standing(title, labels, series, key="chart.time")
    head = [t("dashboard.when"), t("dashboard.count")]
    lines = [(_in_full(bar, grain), [bar.interactions]) for bar in bars if bar.interactions.value]
    numbers.folded(title, head, lines)


def pipeline(counts: Sequence[reports.StageCount]) -> None:
    """Partners from identified to active, by how long they have stood there."""
    title = _title("pipeline")
    found = {(row.stage, row.standing): row.partners for row in counts}
    if not any(count.value for count in found.values()):
        return _nothing()
    series = [
        charts.Series(word(age), colour, [found[stage, age] for stage in reports.PIPELINE])
        for age, colour in _AGES.items()
    ]
    names = [word(stage) for stage in reports.PIPELINE]
    charts.lying(title, names, series, key="chart.pipeline")
    lines = [
        (
            name,
            [_sum([found[stage, age] for age in Standing], standing=None)]
            + [found[stage, age] for age in Standing],
        )
        for stage, name in zip(reports.PIPELINE, names, strict=True)
    ]
    head = [t("field.stage"), t("dashboard.all"), *(word(age) for age in Standing)]
    return numbers.folded(title, head, lines)


def kinds(counts: Sequence[reports.KindCount]) -> None:
    """Follow-ups of the period by kind and what became of them."""
    title = _title("by_kind")
    if not counts:
        return _nothing()
    outcomes = (
        (t("dashboard.outcome_done"), charts.GREEN, [row.done for row in counts]),
        (t("dashboard.outcome_open"), charts.SKY, [row.open for row in counts]),
        (t("dashboard.outcome_declined"), charts.GRAY, [row.declined for row in counts]),
    )
    names = [word(row.kind) for row in counts]
    charts.lying(title, names, [charts.Series(*each) for each in outcomes], key="chart.kind")
    lines = [(name, [each[place] for _, _, each in outcomes]) for place, name in enumerate(names)]
    head = [t("field.kind"), *(name for name, _, _ in outcomes)]
    return numbers.folded(title, head, lines)


def units(counts: Sequence[reports.UnitCount]) -> None:
    """Follow-ups of the period by our unit and the partner's sector."""
    title = _title("by_unit")
    if not counts:
        return _nothing()
    ours = list(dict.fromkeys((row.unit_id, row.unit) for row in counts))
    there = {row.sector for row in counts}
    shown = [each for each in Sector if each in there]
    found = {(row.unit_id, row.sector): row.follow_ups for row in counts}
    cells = {
        (line, place): found[unit_id, sector]
        for line, (unit_id, _) in enumerate(ours[:_MOST_UNITS])
        for place, sector in enumerate(shown)
        if (unit_id, sector) in found
    }
    names = [t(f"sector_short.{each}") for each in shown]
    charts.heat(title, [name for _, name in ours[:_MOST_UNITS]], names, cells, key="chart.unit")
    if len(ours) > _MOST_UNITS:
        st.caption(t("dashboard.more_units", n=len(ours) - _MOST_UNITS))
    lines = [(name, [found.get((unit_id, sector)) for sector in shown]) for unit_id, name in ours]
    return numbers.folded(title, [t("field.unit_id"), *names], lines)


def events(found: Sequence[reports.EventYield]) -> None:
    """What the latest events of the period led to."""
    title = _title("led_to")
    if not found:
        return _nothing()
    cells = {
        (line, place): row.counts[number]
        for line, row in enumerate(found)
        for place, number in enumerate(_LED_TO)
    }
    names = [row.event for row in found]
    columns = [t(f"dashboard.yield_{number}") for number in _LED_TO]
    charts.heat(title, names, columns, cells, key="chart.event")
    lines = [(row.event, [row.counts[number] for number in _LED_TO]) for row in found]
    return numbers.folded(title, [t("nav.event"), *columns], lines)


def overdue(counts: Sequence[reports.OwnerCount]) -> None:
    """Who is late with how much."""
    title = _title("by_owner")
    if not counts:
        st.caption(t("dashboard.none_overdue"))
        return
    late = [row.overdue for row in counts]
    names = [row.owner for row in counts]
    series = charts.Series(t("dashboard.late"), charts.RED, late)
    charts.lying(title, names, [series], key="chart.owner")
    lines = [(name, [count]) for name, count in zip(names, late, strict=True)]
    numbers.folded(title, [t("field.owner_id"), t("dashboard.count")], lines)


def _title(name: str) -> str:
    title = t(f"dashboard.{name}")
    st.subheader(title, help=t(f"dashboard.{name}_help"))
    return title


def _nothing() -> None:
    st.caption(t("dashboard.nothing"))


def _sum(counts: Sequence[Count], **wider: None) -> Count:
    """All of them: the length of the list without the filter that they differ in."""
    some = counts[0]
    return Count(sum(each.value for each in counts), some.kind, some.wanted._replace(**wider))


def _on_axis(bar: reports.Bar, grain: Grain, *, is_first: bool) -> str:
    if grain is Grain.YEAR:
        return str(bar.first.year)
    if grain is not Grain.MONTH:
        return short_day(bar.first)
    name = short_month(bar.first)
    return f"{name}\n{bar.first.year}" if is_first or bar.first.month == 1 else name


def _in_full(bar: reports.Bar, grain: Grain) -> str:
    if grain is Grain.MONTH:
        return month(bar.first)
    return day(bar.first) if grain is Grain.DAY else period(bar.first, bar.last)
