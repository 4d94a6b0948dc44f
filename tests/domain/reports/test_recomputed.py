"""Every figure of the dashboard, worked out again with pandas from the files that people export."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd
import pytest
from sqlmodel import Session

from tests.domain.reports import at_a_glance
from tests.domain.reports.random_world import NOW, TODAY, World
from tests.world import boris, dana
from tracker import clock
from tracker.domain import addresses, agreements, follow_ups, interactions, partners, reports
from tracker.domain.addresses import LISTS, Asked
from tracker.domain.days import start_of
from tracker.domain.models import Kind, Stage, Standing
from tracker.domain.reports import Count, Scope
from tracker.export import lists
from tracker.export.lists import Format
from tracker.names.regions import place_of

SCOPES = 20
_NEVER = datetime.max.replace(tzinfo=UTC)


class Export:
    """All that a manager can export, as frames; and what was left out of the scope thrown away."""

    def __init__(self, session: Session, world: World) -> None:
        self.partners = frame(session, Kind.PARTNER)
        self.interactions = frame(session, Kind.INTERACTION)
        self.follow_ups = frame(session, Kind.FOLLOW_UP)
        self.agreements = frame(session, Kind.AGREEMENT)
        self.events = frame(session, Kind.EVENT)
        self.units = dict(frame(session, Kind.UNIT)[["name_en", "id"]].values)
        self.changes = pd.DataFrame(world.changes)
        self.history_begins = datetime.combine(self.changes["on"].min(), time(7), UTC)
        places = zip(self.partners["region"], self.partners["city"], strict=True)
        self.partners["code"] = [place_of(*place)[0] for place in places]
        self.partners["recorded"] = days(self.partners["created_at"])
        self.follow_ups["recorded"] = days(self.follow_ups["created_at"])
        self.follow_ups["closed"] = days(self.follow_ups["closed_at"])
        self.follow_ups["unit_id"] = self.follow_ups["unit"].map(self.units)
        self.follow_ups["due"] = dates(self.follow_ups["due_on"])
        self.interactions["day"] = dates(self.interactions["happened_on"])
        self.agreements["ends"] = dates(self.agreements["valid_until"])

    def narrowed(self, scope: Scope) -> "Frames":
        them = self.partners
        for column, value in (
            ("sector", scope.sector),
            ("tier", scope.tier),
            ("code", scope.region),
        ):
            if value is not None:
                them = them[them[column] == value]
        names = set(them["name_en"])
        found = Frames(
            them,
            self.interactions[
                self.interactions["partners"].map(lambda who: bool(names & set(who)))
            ],
            self.follow_ups[self.follow_ups["partner"].isin(names)],
            self.agreements[self.agreements["partners"].map(lambda who: bool(names & set(who)))],
        )
        if scope.unit_id is None:
            return found
        _, met, owed, signed = (table for table in found)
        met, owed, signed = (each[each["unit_id"] == scope.unit_id] for each in (met, owed, signed))
        worked = {name for who in [*met["partners"], *signed["partners"]] for name in who}
        them = them[them["name_en"].isin(worked | set(owed["partner"]))]
        return Frames(them, met, owed, signed)


class Frames(tuple[Any, ...]):
    """Partners, interactions, follow-ups, agreements."""

    def __new__(cls, *frames: Any) -> "Frames":
        return super().__new__(cls, frames)


def frame(session: Session, kind: Kind) -> Any:
    file, asked = io.BytesIO(), LISTS[kind].usual
    if kind is Kind.FOLLOW_UP:
        asked = Asked(asked.wanted._replace(shown="all"), asked.sort, False)
    lists.write(session, file, kind, asked, by=dana, form=Format.JSON, base="https://here/")
    return pd.DataFrame(json.loads(file.getvalue()), dtype=object)  # None stays None


def days(column: Any) -> Any:
    """Instants as days of the university's calendar."""
    return column.map(lambda at: clock.local(datetime.fromisoformat(at)).date() if at else None)


def dates(column: Any) -> Any:
    return column.map(lambda day: date.fromisoformat(day) if day else None)


def between(column: Any, first: date, last: date) -> Any:
    return column.map(lambda day: day is not None and first <= day <= last).astype(bool)


@pytest.fixture
def drawn(session: Session) -> World:
    with clock.at(NOW):
        return World(session, seed=11)


def expected_tiles(export: Export, scope: Scope) -> dict[str, int | None]:
    them, met, owed, signed = export.narrowed(scope)
    before, first = scope.compared(TODAY), scope.first
    still = owed[~owed["status"].isin(["done", "declined"])]
    dated = owed[owed["due"].notna() & owed["closed"].notna()]
    kept = dated[(dated["status"] == "done") & (dated["closed"] <= dated["due"])]
    missed = dated[~dated.index.isin(kept.index)]
    then = [stage_at(export, number, first) for number in them["id"]]
    began = start_of(first)
    made, closed = (
        owed[column].map(lambda at: datetime.fromisoformat(at) if at else _NEVER)
        for column in ("created_at", "closed_at")
    )
    soon = timedelta(days=90)
    return {
        "active": int((them["stage"] == "active").sum()),
        # Before the history begins nobody knows.
        "active_then": then.count(Stage.ACTIVE) if began >= export.history_begins else None,
        "new": int(between(them["recorded"], scope.first, scope.last).sum()),
        "new_before": int(between(them["recorded"], before.first, before.last).sum()),
        "interactions": int(between(met["day"], scope.first, scope.last).sum()),
        "interactions_before": int(between(met["day"], before.first, before.last).sum()),
        "open": len(still),
        "open_then": int(((made < began) & (closed >= began)).sum()),
        "overdue": int(still["due"].map(lambda day: day is not None and day < TODAY).sum()),
        "kept": int(between(kept["closed"], scope.first, scope.last).sum()),
        "missed": int(between(missed["closed"], scope.first, scope.last).sum()),
        "kept_before": int(between(kept["closed"], before.first, before.last).sum()),
        "missed_before": int(between(missed["closed"], before.first, before.last).sum()),
        "ending": int(between(signed["ends"], TODAY, TODAY + soon).sum()),
        "ending_then": int(between(signed["ends"], first, first + soon).sum()),
    }


def stage_at(export: Export, partner_id: int, day: date) -> str | None:
    """Where a partner stood when a day began; None before it was recorded."""
    partner = export.partners.set_index("id").loc[partner_id]
    if datetime.fromisoformat(partner["created_at"]) >= start_of(day):
        return None
    later = export.changes
    later = later[(later["partner_id"] == partner_id) & (later["on"] >= day)]
    return str(later["old"].iloc[0] if len(later) else partner["stage"])


def standing(export: Export, partner: Any) -> Standing:
    changes = export.changes[export.changes["partner_id"] == partner["id"]]
    since = changes["on"].max() if len(changes) else partner["recorded"]
    age = (TODAY - since).days
    ends = ((30, Standing.MONTH), (90, Standing.QUARTER), (365, Standing.YEAR))
    return next((word for end, word in ends if age < end), Standing.LONGER)


def values(tiles: reports.Tiles) -> dict[str, int | None]:
    return {
        name: value.value if isinstance(value, Count) else value
        for name, value in tiles._asdict().items()
    }


def test_the_tiles_are_what_the_exported_rows_add_up_to(session: Session, drawn: World) -> None:
    with clock.at(NOW):
        export = Export(session, drawn)
        for scope in [drawn.scope() for _ in range(SCOPES)]:
            found = values(at_a_glance.tiles(session, scope, TODAY))
            wanted = expected_tiles(export, scope)
            assert found == wanted, scope


def test_the_charts_are_what_the_exported_rows_add_up_to(session: Session, drawn: World) -> None:
    with clock.at(NOW):
        export = Export(session, drawn)
        for scope in [drawn.scope() for _ in range(SCOPES)]:
            them, met, owed, _ = export.narrowed(scope)
            made = owed[between(owed["recorded"], scope.first, scope.last)]
            assert {
                (row.sector, row.stage): row.partners.value
                for row in reports.partners_by_sector_and_stage(session, scope, by=boris)
            } == counted(them, ["sector", "stage"])
            ages = them.assign(age=[standing(export, row) for _, row in them.iterrows()])
            assert {
                (row.stage, row.standing): row.partners.value
                for row in reports.pipeline(session, scope, by=boris, today=TODAY)
                if row.partners.value
            } == counted(ages[ages["stage"] != "dormant"], ["stage", "age"])
            for bar in reports.interactions_over_time(session, scope, by=boris):
                assert bar.interactions.value == between(met["day"], bar.first, bar.last).sum()
            outcomes = made.assign(
                outcome=made["status"].where(made["status"].isin(["done", "declined"]), "open")
            )
            assert {
                (row.kind, outcome): count.value
                for row in reports.follow_ups_by_kind_and_outcome(session, scope, by=boris)
                for outcome, count in (
                    ("open", row.open),
                    ("done", row.done),
                    ("declined", row.declined),
                )
                if count.value
            } == counted(outcomes, ["kind", "outcome"])
            sectors = made["partner"].map(export.partners.set_index("name_en")["sector"])
            assert {
                (row.unit_id, row.sector): row.follow_ups.value
                for row in reports.follow_ups_by_unit_and_sector(session, scope, by=boris)
            } == counted(
                made.assign(sector=sectors).dropna(subset="unit_id"), ["unit_id", "sector"]
            )
            late = owed[owed["is_overdue"].astype(bool)]
            assert {
                row.owner_id: row.overdue.value
                for row in reports.overdue_by_owner(session, scope, by=boris)
            } == counted(late, "owner_id")


def test_what_events_led_to_is_what_the_exported_rows_add_up_to(
    session: Session, drawn: World
) -> None:
    with clock.at(NOW):
        export = Export(session, drawn)
        for scope in [drawn.scope() for _ in range(SCOPES // 2)]:
            found = reports.event_yields(session, scope, by=boris, today=TODAY)
            tops = export.events[export.events["parent_id"].isna()]
            tops = tops[between(dates(tops["starts_on"]), scope.first, min(scope.last, TODAY))]
            tops = tops.sort_values(["starts_on", "id"], ascending=False).head(6)
            assert [row.event for row in found] == list(tops["name_en"])
            for row, event_id in zip(found, tops["id"], strict=True):
                numbers = {name: count.value for name, count in row.counts.items()}
                assert numbers == expected_yield(export, scope, event_id), scope


def expected_yield(export: Export, scope: Scope, event_id: int) -> dict[str, int]:
    them, met, owed, signed = export.narrowed(scope)
    events = export.events
    whole = {event_id, *events[events["parent_id"] == event_id]["id"]}
    parts = events[events["id"].isin(whole)]
    names = set(them["name_en"])

    def there(column: str) -> int:
        return len(names & {name for who in parts[column] for name in who})

    met = met[met["event_id"].isin(whole)]
    at_it = export.interactions[export.interactions["event_id"].isin(whole)]["id"]
    origins = {"event": whole, "interaction": set(at_it)}
    came_of = [
        origin in origins.get(kind, ())
        for kind, origin in zip(owed["origin_kind"], owed["origin_id"], strict=True)
    ]
    owed = owed[pd.Series(came_of, index=owed.index, dtype=bool)]
    return {
        "participants": there("partners"),
        "came": there("came"),
        "meetings": len(met),
        "follow_ups": len(owed),
        "done": int((owed["status"] == "done").sum()),
        "agreements": int(signed["event_id"].isin(whole).sum()),
    }


def counted(table: Any, by: Any) -> dict[Any, int]:
    return dict(table.groupby(by).size())


def test_every_number_is_as_long_as_the_list_behind_it(session: Session, drawn: World) -> None:
    """The list's page, asked at the address that the number leads to."""
    with clock.at(NOW):
        for scope in (drawn.scope(), Scope(date(2023, 9, 1), TODAY)):
            found = reports.dashboard(session, scope, by=boris, today=TODAY)
            for count in numbers_in(found):
                asked = addresses.asked(
                    count.kind,
                    dict(
                        parse_qsl(
                            addresses.query(
                                count.kind, LISTS[count.kind].usual._replace(wanted=count.wanted)
                            )
                        )
                    ),
                )
                page = _SEARCH[count.kind](session, asked.wanted, by=boris)
                assert page.total == count.value, count


_SEARCH: dict[Kind, Any] = {
    Kind.PARTNER: partners.search,
    Kind.INTERACTION: interactions.search,
    Kind.FOLLOW_UP: follow_ups.search,
    Kind.AGREEMENT: agreements.search,
}


def numbers_in(thing: Any) -> Iterator[Count]:
    if isinstance(thing, Count):
        yield thing
    elif isinstance(thing, dict):
        yield from numbers_in(list(thing.values()))
    elif isinstance(thing, tuple | list):
        for each in thing:
            yield from numbers_in(each)
