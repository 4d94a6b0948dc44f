"""The charts of the dashboard, each with its meaning, and the same numbers as a table.

They are made once of figures that are kept, and then only shown. Each is two elements: what has to
be said of it as one piece of HTML, and the chart.
"""

import html
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import streamlit as st

from tracker.domain import reports
from tracker.domain.models import Sector, Stage, Standing
from tracker.domain.reports import Count, Grain, Scope, led_to
from tracker.i18n import t, word
from tracker.i18n.formats import day, month, period, short_day, short_month
from tracker.ui import charts, numbers
from tracker.ui.charts import Chart
from tracker.ui.drawn import Drawn

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


class Part(NamedTuple):
    """A chart under its title, meaning and table, or a sentence where there is nothing to draw."""

    name: str
    head: str  # HTML
    chart: Chart | None = None

    def show(self) -> None:
        st.html(self.head)
        if self.chart is not None:
            charts.show(self.chart, key=f"chart.{self.name.removeprefix('by_')}")


def _part(name: str, chart: Chart | None = None, table: str = "", *, says: str = "") -> Part:
    """`says` is a sentence where there is nothing to draw, or something to add."""
    title = html.escape(_title(name))
    meaning = html.escape(t(f"dashboard.{name}_help"))
    pieces = [
        f"<h2>{title}</h2>",
        f'<details class="meaning"><summary title="{meaning}"'
        f' aria-label="{html.escape(t("dashboard.meaning"))}: {title}">?</summary>'
        f"<p>{meaning}</p></details>",
        numbers.folded(table) if table else "",
        f"<p>{html.escape(says)}</p>" if says else "",
    ]
    return Part(name, f'<div class="seriktes-chart">{"".join(pieces)}</div>', chart)


class Parts(NamedTuple):
    """All of them."""

    sectors: Part
    over_time: Part
    pipeline: Part
    kinds: Part
    units: Part
    owners: Part
    events: Part


_drawn: Drawn[Part] = Drawn(most=250)


def of(found: reports.Dashboard, scope: Scope) -> Parts:
    """The parts of a dashboard, each drawn anew when its figures are other ones."""
    makers: dict[str, Callable[[Any], Part]] = {
        "sectors": _sectors,
        "over_time": lambda bars: _over_time(bars, scope),
        "pipeline": _pipeline,
        "kinds": _kinds,
        "units": _units,
        "owners": _overdue,
        "events": _events,
    }
    return Parts(**{name: _one(getattr(found, name), make) for name, make in makers.items()})


def _one(figures: Any, make: Callable[[Any], Part]) -> Part:
    return _drawn.of(figures, lambda: make(figures))


def _sectors(counts: Sequence[reports.SectorCount]) -> Part:
    """Partners by sector and stage; the largest sector on top."""
    if not counts:
        return _nothing("by_sector")
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
    title = _title("by_sector")
    return _part("by_sector", charts.lying(title, names, series), numbers.table(title, head, lines))


def _over_time(bars: Sequence[reports.Bar], scope: Scope) -> Part:
    """Interactions by day, week, month or year."""
    title = _title("over_time")
    grain = reports.grain(scope)
    series = charts.Series(t("nav.interactions"), charts.BLUE, [bar.interactions for bar in bars])
    labels = [_on_axis(bar, grain, is_first=not place) for place, bar in enumerate(bars)]
    chart = charts.standing(title, labels, series)
    head = [t("dashboard.when"), t("dashboard.count")]
    lines = [(_in_full(bar, grain), [bar.interactions]) for bar in bars if bar.interactions.value]
    return _part("over_time", chart, numbers.table(title, head, lines))


def _pipeline(counts: Sequence[reports.StageCount]) -> Part:
    """Partners from identified to active, by how long they have stood there."""
    found = {(row.stage, row.standing): row.partners for row in counts}
    if not any(count.value for count in found.values()):
        return _nothing("pipeline")
    series = [
        charts.Series(word(age), colour, [found[stage, age] for stage in reports.PIPELINE])
        for age, colour in _AGES.items()
    ]
    names = [word(stage) for stage in reports.PIPELINE]
    lines = [
        (
            name,
            [_sum([found[stage, age] for age in Standing], standing=None)]
            + [found[stage, age] for age in Standing],
        )
        for stage, name in zip(reports.PIPELINE, names, strict=True)
    ]
    head = [t("field.stage"), t("dashboard.all"), *(word(age) for age in Standing)]
    title = _title("pipeline")
    return _part("pipeline", charts.lying(title, names, series), numbers.table(title, head, lines))


def _kinds(counts: Sequence[reports.KindCount]) -> Part:
    """Follow-ups of the period by kind and what became of them."""
    if not counts:
        return _nothing("by_kind")
    outcomes = (
        (t("dashboard.outcome_done"), charts.GREEN, [row.done for row in counts]),
        (t("dashboard.outcome_open"), charts.SKY, [row.open for row in counts]),
        (t("dashboard.outcome_declined"), charts.GRAY, [row.declined for row in counts]),
    )
    names = [word(row.kind) for row in counts]
    title = _title("by_kind")
    chart = charts.lying(title, names, [charts.Series(*each) for each in outcomes])
    lines = [(name, [each[place] for _, _, each in outcomes]) for place, name in enumerate(names)]
    head = [t("field.kind"), *(name for name, _, _ in outcomes)]
    return _part("by_kind", chart, numbers.table(title, head, lines))


def _units(counts: Sequence[reports.UnitCount]) -> Part:
    """Follow-ups of the period by our unit and the partner's sector."""
    if not counts:
        return _nothing("by_unit")
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
    title, left = _title("by_unit"), len(ours) - _MOST_UNITS
    lines = [(name, [found.get((unit_id, sector)) for sector in shown]) for unit_id, name in ours]
    return _part(
        "by_unit",
        charts.heat(title, [name for _, name in ours[:_MOST_UNITS]], names, cells),
        numbers.table(title, [t("field.unit_id"), *names], lines),
        says=t("dashboard.more_units", n=left) if left > 0 else "",
    )


def _events(found: Sequence[reports.EventYield]) -> Part:
    """What the latest events of the period led to."""
    if not found:
        return _nothing("led_to")
    cells = {
        (line, place): row.counts[number]
        for line, row in enumerate(found)
        for place, number in enumerate(led_to.SHOWN)
    }
    names = [row.event for row in found]
    columns = [t(f"dashboard.yield_{number}") for number in led_to.SHOWN]
    title = _title("led_to")
    lines = [(row.event, [row.counts[number] for number in led_to.SHOWN]) for row in found]
    return _part(
        "led_to",
        charts.heat(title, names, columns, cells),
        numbers.table(title, [t("nav.event"), *columns], lines),
    )


def _overdue(counts: Sequence[reports.OwnerCount]) -> Part:
    """Who is late with how much."""
    if not counts:
        return _part("by_owner", says=t("dashboard.none_overdue"))
    late = [row.overdue for row in counts]
    names = [row.owner for row in counts]
    series = charts.Series(t("dashboard.late"), charts.RED, late)
    lines = [(name, [count]) for name, count in zip(names, late, strict=True)]
    title, head = _title("by_owner"), [t("field.owner_id"), t("dashboard.count")]
    return _part(
        "by_owner", charts.lying(title, names, [series]), numbers.table(title, head, lines)
    )


def _title(name: str) -> str:
    return t(f"dashboard.{name}")


def _nothing(name: str) -> Part:
    return _part(name, says=t("dashboard.nothing"))


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
