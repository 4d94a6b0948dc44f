"""A report as the fields of its template: sentences, figures with their change, charts, evidence.

A template of the office can use these fields and no others.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from tracker import clock
from tracker.access import User
from tracker.domain import addresses
from tracker.domain.addresses import LISTS
from tracker.domain.annual import Proof, Proofs, Report
from tracker.domain.models import FollowUpKind, Sector, Stage
from tracker.domain.reports import Bar, Count, Grain, Tiles, grain, led_to
from tracker.export.documents import charts
from tracker.export.documents.charts import Series
from tracker.export.documents.filling import Fields, Linked, Picture
from tracker.export.sheets import link_to
from tracker.i18n import current, formats, labels, t, word
from tracker.settings import settings

_STAGES = {
    Stage.IDENTIFIED: charts.GRAY,
    Stage.IN_CONTACT: charts.SKY,
    Stage.IN_DIALOGUE: charts.BLUE,
    Stage.AGREED: charts.AMBER,
    Stage.ACTIVE: charts.GREEN,
    Stage.DORMANT: charts.VIOLET,
}
_OUTCOMES = {"done": charts.GREEN, "open": charts.SKY, "declined": charts.GRAY}
_UNKNOWN = "–"


def fields(report: Report, *, by: User, base: str) -> Fields:
    """What the template is filled with. `base` is the address of the tracker."""
    found, scope = report.figures.tiles, report.scope
    return {
        "house": settings().university(current()),
        "made": t("brief.made", day=formats.day(clock.today())),
        "author": by.name,
        "period": formats.period(scope.first, scope.last),
        "compared": formats.period(report.compared.first, report.compared.last),
        "narrowed": ", ".join(_narrowed(report)),
        "sentences": [{"text": text} for text in _sentences(found, report)],
        "figures": [_figure(*figure) for figure in _figures(found)],
        "charts": _charts(report),
        "sectors": _sectors(report),
        "kinds": [
            {
                "kind": word(row.kind),
                "all": formats.number(row.done.value + row.open.value + row.declined.value),
                "done": formats.number(row.done.value),
                "open": formats.number(row.open.value),
                "declined": formats.number(row.declined.value),
            }
            for row in report.figures.kinds
        ],
        "units": _units(report),
        "events": [
            {"event": row.event}
            | {name: formats.number(row.counts[name].value) for name in led_to.SHOWN}
            for row in report.figures.events
        ],
        **_proofs("signed", report.signed, base),
        **_proofs("done", report.done, base),
        **_proofs("met", report.met, base),
        **_proofs("new", report.new, base),
    }


def _narrowed(report: Report) -> Iterable[str]:
    scope = report.scope
    for name, value in (("sector", scope.sector), ("tier", scope.tier), ("region", scope.region)):
        if value is not None:
            yield f"{t(f'field.{name}')}: {word(value)}"
    if report.unit:
        yield f"{t('field.unit_id')}: {report.unit}"


def _figures(found: Tiles) -> list[tuple[str, int | None, int | None, bool]]:
    """Name, value, what it was, whether it is a share in percent."""
    rate, before = (_percent(each) for each in (found.kept_rate, found.kept_rate_before))
    return [
        ("active", found.active.value, found.active_then, False),
        ("new", found.new.value, found.new_before, False),
        ("interactions", found.interactions.value, found.interactions_before, False),
        ("open", found.open.value, found.open_then, False),
        ("late", found.overdue.value, None, False),
        ("kept", rate, before, True),
        ("ending", found.ending.value, found.ending_then, False),
    ]


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _figure(name: str, value: int | None, before: int | None, is_share: bool) -> dict[str, str]:
    change = None if value is None or before is None else value - before
    unit = t("dashboard.points") if is_share else ""
    return {
        "name": t(f"dashboard.{name}"),
        "value": _said(value, is_share),
        "was": _said(before, is_share),
        "change": _UNKNOWN if change is None else _signed(change) + unit,
        "meaning": "" if name == "late" else t(f"dashboard.{name}_help"),
    }


def _signed(change: int) -> str:
    """With a dash, for our font has no minus."""
    return f"{'+' if change > 0 else '–'}{formats.number(abs(change))}" if change else "0"


def _said(value: int | None, is_share: bool) -> str:
    if value is None:
        return _UNKNOWN
    return formats.percent(value / 100) if is_share else formats.number(value)


def _sentences(found: Tiles, report: Report) -> list[str]:
    """The report in a few lines, with a colon where a plural would have to follow a number."""
    owed = found.kept.value + found.missed.value
    told = [
        t(
            "report.about_partners",
            active=formats.number(found.active.value),
            new=formats.number(found.new.value),
        ),
        t(
            "report.about_interactions",
            met=formats.number(found.interactions.value),
            before=formats.number(found.interactions_before),
        ),
        t(
            "report.about_agreements",
            signed=formats.number(report.signed.all.value),
            ending=formats.number(found.ending.value),
        ),
        t(
            "report.about_promises",
            open=formats.number(found.open.value),
            overdue=formats.number(found.overdue.value),
        ),
    ]
    if found.kept_rate is not None:
        told.append(
            t(
                "report.about_kept",
                owed=formats.number(owed),
                kept=formats.number(found.kept.value),
                share=formats.percent(found.kept_rate),
            )
        )
    return told


def _charts(report: Report) -> list[dict[str, Any]]:
    """Each with its title; a chart of nothing is left out."""
    figures = report.figures
    by_sector = _by_sector(report)
    made: list[tuple[str, bytes, bool]] = [
        (
            "by_sector",
            charts.lying(
                [word(sector) for sector in by_sector],
                [
                    Series(word(stage), colour, [row[stage] for row in by_sector.values()])
                    for stage, colour in _STAGES.items()
                ],
            ),
            bool(by_sector),
        ),
        (
            "over_time",
            charts.standing(
                [_on_axis(bar, report, not place) for place, bar in enumerate(figures.over_time)],
                [bar.interactions.value for bar in figures.over_time],
            ),
            any(bar.interactions.value for bar in figures.over_time),
        ),
        (
            "by_kind",
            charts.lying(
                [word(row.kind) for row in figures.kinds],
                [
                    Series(t(f"dashboard.outcome_{name}"), colour, _values(figures.kinds, name))
                    for name, colour in _OUTCOMES.items()
                ],
            ),
            bool(figures.kinds),
        ),
    ]
    return [
        {
            "title": t(f"dashboard.{name}"),
            "meaning": t(f"dashboard.{name}_help"),
            "picture": Picture(png, charts.WIDTH, t("report.alt", title=t(f"dashboard.{name}"))),
        }
        for name, png, has_something in made
        if has_something
    ]


def _values(rows: Sequence[Any], name: str) -> list[int]:
    return [getattr(row, name).value for row in rows]


def _by_sector(report: Report) -> dict[Sector, dict[Stage, int]]:
    """The largest sector first."""
    found: dict[Sector, dict[Stage, int]] = {}
    for row in report.figures.sectors:
        found.setdefault(row.sector, dict.fromkeys(Stage, 0))[row.stage] = row.partners.value
    return dict(sorted(found.items(), key=lambda each: -sum(each[1].values())))


def _sectors(report: Report) -> list[dict[str, str]]:
    return [
        {
            "sector": word(sector),
            "all": formats.number(sum(row.values())),
            **{str(stage): formats.number(row[stage]) for stage in Stage},
        }
        for sector, row in _by_sector(report).items()
    ]


def _units(report: Report) -> list[dict[str, str]]:
    """Our units by what they have to do, the busiest first, with the sectors they work with."""
    found: dict[int, tuple[str, int, list[str]]] = {}
    for row in report.figures.units:
        name, total, sectors = found.get(row.unit_id, (row.unit, 0, []))
        said = f"{word(row.sector)} – {formats.number(row.follow_ups.value)}"
        found[row.unit_id] = name, total + row.follow_ups.value, [*sectors, said]
    return [
        {"unit": name, "all": formats.number(total), "sectors": ", ".join(sectors)}
        for name, total, sectors in found.values()
    ]


def _on_axis(bar: Bar, report: Report, is_first: bool) -> str:
    size = grain(report.scope)
    if size is Grain.YEAR:
        return str(bar.first.year)
    if size is not Grain.MONTH:
        return formats.short_day(bar.first)
    name = formats.short_month(bar.first)
    return f"{name}\n{bar.first.year}" if is_first or bar.first.month == 1 else name


def _proofs(name: str, proofs: Proofs, base: str) -> Fields:
    left = proofs.all.value - len(proofs.rows)
    return {
        name: [_proof(row, base) for row in proofs.rows],
        f"{name}_total": formats.number(proofs.all.value),
        f"{name}_more": t("brief.more", n=formats.number(left)) if left > 0 else "",
        f"{name}_list": Linked(t("report.whole_list"), _list(proofs.all, base)),
    }


def _proof(row: Proof, base: str) -> dict[str, Any]:
    of = word(row.of)
    text = labels.follow_up(row.of, row.text) if isinstance(row.of, FollowUpKind) else row.text
    return {
        "number": Linked(str(row.id), link_to(base, row.kind, row.id).address),
        "day": formats.day(row.day) if row.day else _UNKNOWN,
        "kind": of,
        "text": text,
        "outcome": row.outcome,
        "partners": ", ".join(row.partners),
    }


def _list(count: Count, base: str) -> str:
    """The address of the list that a number is the length of."""
    asked = addresses.query(count.kind, LISTS[count.kind].usual._replace(wanted=count.wanted))
    return f"{base.rstrip('/')}/{LISTS[count.kind].word}" + (f"?{asked}" if asked else "")
