"""The dashboard is kept while it is true, and says its age when it is not."""

import time
from datetime import date

import pytest
from sqlmodel import Session

from tests.domain.reports.test_figures import met
from tests.world import boris, build, nobody
from tracker import db
from tracker.domain import reports
from tracker.domain.reports import Dashboard, Scope, kept
from tracker.errors import SignedOut

TODAY = date(2024, 4, 30)
MONTH = Scope(date(2024, 4, 1), TODAY)


def seen(scope: Scope = MONTH, *, anew: bool = False, patience: float = 60) -> Dashboard:
    with db.reading() as session:
        return reports.dashboard(
            session, scope, by=boris, today=TODAY, anew=anew, patience=patience
        )


def meet() -> None:
    with db.transaction() as session:
        met(session, TODAY)


@pytest.mark.usefixtures("world")
def test_nothing_changed_means_nothing_is_worked_out() -> None:
    assert seen() is not seen(MONTH.before())
    assert any(seen().at == seen().at for _ in range(20))
    assert seen().is_exact


@pytest.mark.usefixtures("world")
def test_a_change_is_seen_at_once() -> None:
    before = seen()
    meet()
    after = seen()
    assert (before.tiles.interactions.value, after.tiles.interactions.value) == (0, 1)
    assert after.is_exact


@pytest.mark.usefixtures("world")
def test_what_takes_long_is_shown_with_its_age_until_somebody_asks() -> None:
    first = seen()
    meet()
    late = seen(patience=0)
    assert (late.tiles.interactions.value, late.at, late.is_exact) == (0, first.at, False)
    # On PostgreSQL a write anywhere on the server says that something may still come.
    for _ in range(250):
        new, again = seen(patience=0, anew=True), seen(patience=0)
        if again.is_exact:
            break
        time.sleep(0.02)
    assert (new.tiles.interactions.value, new.is_exact) == (1, True)
    assert again == new


@pytest.mark.usefixtures("world")
def test_who_may_not_read_gets_nothing_that_is_kept() -> None:
    seen()
    with pytest.raises(SignedOut), db.reading() as session:
        reports.dashboard(session, MONTH, by=nobody, today=TODAY)


@pytest.mark.usefixtures("world")
def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 1)
    first = seen()
    seen(MONTH.before())
    assert seen().at > first.at


def test_a_change_that_is_still_being_written_is_not_overlooked(
    postgresql_database: str,
) -> None:
    """PostgreSQL numbers changes when they are made, not when they are committed."""
    build()
    with Session(db.engine()) as writing, writing.begin():
        met(writing, TODAY)
        meet()
        assert seen().tiles.interactions.value == 1
    assert seen().tiles.interactions.value == 2
