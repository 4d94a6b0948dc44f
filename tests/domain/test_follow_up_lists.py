"""Finding follow-ups: what a list, the start page and a file of them show."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from tests.world import (
    EMC,
    SCIENCE_WEEK,
    SEMEY_ENGINEERING,
    VETERINARY,
    aigerim,
    boris,
    dana,
)
from tracker import clock, db
from tracker.domain import drafts, events, follow_ups, interactions, news, trash
from tracker.domain.exports import follow_ups as exported
from tracker.domain.follow_ups import Shown, Sort, home, listing
from tracker.domain.models import (
    Direction,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    InteractionDraft,
    Kind,
    NewsItem,
    NewsItemDraft,
    Priority,
)

TODAY = clock.today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def add(session: Session, subject: str, **typed: object) -> int:
    standing = {"partner_id": EMC, "owner_id": aigerim.id, "subject": subject}
    draft = drafts.checked(FollowUpDraft, {**standing, **typed})
    return follow_ups.create(session, draft, by=aigerim).id or 0


def close(session: Session, number: int) -> None:
    follow_ups.complete(session, number, outcome="Signed", revision=1, by=aigerim)


def found(session: Session, **narrowed: Any) -> list[str | None]:
    wanted = follow_ups.FollowUpFilter(**narrowed)
    return [row.subject for row in follow_ups.search(session, wanted, by=boris).rows]


def test_a_list_shows_what_is_open_unless_asked_otherwise(session: Session) -> None:
    add(session, "open")
    close(session, add(session, "closed"))
    assert found(session) == ["open"]
    assert found(session, shown=Shown.CLOSED) == ["closed"]
    assert sorted(map(str, found(session, shown=Shown.ALL))) == ["closed", "open"]
    assert found(session, status=FollowUpStatus.DONE) == ["closed"]
    assert found(session, status=FollowUpStatus.WAITING) == []


def test_what_came_of_an_event_is_told_with_what_articles_about_it_say(session: Session) -> None:
    def article(title: str, *event_ids: int) -> int:
        typed = {"title": title, "published_on": TODAY, "language": "en"}
        draft = drafts.checked(NewsItemDraft, typed)
        return news.create(session, draft, event_ids=event_ids, by=aigerim).id or 0

    about_it, of_nothing = article("Week", SCIENCE_WEEK), article("Weather")
    gone = article("Gone", SCIENCE_WEEK)
    close(session, add(session, "here", event_id=SCIENCE_WEEK, due_on=TOMORROW))
    add(session, "read", news_item_id=about_it, due_on=TODAY)
    add(session, "elsewhere", news_item_id=of_nothing)
    add(session, "of nothing")
    add(session, "of what is gone", news_item_id=gone)
    trash.delete(
        session, Kind.NEWS_ITEM, gone, revision=session.get_one(NewsItem, gone).revision, by=dana
    )
    told = follow_ups.of_event(session, SCIENCE_WEEK, by=boris)
    assert [(each.row.subject, each.article) for each in told] == [("read", "Week"), ("here", None)]
    # Narrowed to the event, the list is the same.
    assert found(session, event_id=SCIENCE_WEEK, shown=Shown.ALL) == ["read", "here"]
    # Nothing is counted twice: where events are counted side by side, it is what is their own.
    assert [row.follow_ups for row in events.search(session, by=boris).rows] == [1]


def test_overdue_is_what_was_due_before_today_and_is_open(session: Session) -> None:
    add(session, "late", due_on=YESTERDAY)
    add(session, "today", due_on=TODAY)
    add(session, "some day")
    close(session, add(session, "done late", due_on=YESTERDAY))
    assert found(session, overdue=True) == ["late"]
    assert found(session, overdue=True, shown=Shown.ALL) == ["late"]
    rows = follow_ups.search(session, by=boris).rows
    assert [(row.subject, row.is_overdue) for row in rows] == [
        ("late", True),
        ("today", False),
        ("some day", False),
    ]


def test_follow_ups_are_found_by_their_words_and_their_partners_name(session: Session) -> None:
    add(session, "Переподготовка", partner_id=SEMEY_ENGINEERING)
    add(session, "Research", quote="bovine medicine")
    assert found(session, text="ПЕРЕПОДГОТОВКА семей") == ["Переподготовка"]
    assert found(session, text="bovine") == ["Research"]
    assert found(session, text="bovine semey") == []


def test_every_filter_narrows(session: Session) -> None:
    add(session, "a", owner_id=dana.id, unit_id=VETERINARY, kind="retraining", due_on=TODAY)
    add(session, "b", partner_id=SEMEY_ENGINEERING, direction="they_owe", due_on=TOMORROW)
    add(session, "c", event_id=SCIENCE_WEEK)
    assert found(session, owner_id=dana.id) == ["a"]
    assert found(session, unit_id=VETERINARY) == ["a"]
    assert found(session, kind=FollowUpKind.RETRAINING) == ["a"]
    assert found(session, partner_id=SEMEY_ENGINEERING) == ["b"]
    assert found(session, direction=Direction.THEY_OWE) == ["b"]
    assert found(session, event_id=SCIENCE_WEEK) == ["c"]
    assert found(session, due_from=TOMORROW) == ["b"]
    assert found(session, due_to=TODAY) == ["a"]
    assert found(session, tag="нет") == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.DUE, "bac"),
        (Sort.OWNER, "bca"),
        (Sort.PARTNER, "acb"),
        (Sort.STATUS, "bca"),
        (Sort.PRIORITY, "cba"),
        (Sort.UPDATED, "bca"),
    ],
)
def test_each_order_and_its_reverse(session: Session, sort: Sort, order: str) -> None:
    a = add(session, "a", due_on=TOMORROW, priority=Priority.LOW, owner_id=dana.id)
    add(session, "b", due_on=TODAY, partner_id=SEMEY_ENGINEERING)
    add(session, "c", priority=Priority.HIGH)
    follow_ups.start(session, a, revision=1, by=aigerim)
    up = follow_ups.search(session, by=boris, sort=sort).rows
    assert "".join(str(row.subject) for row in up) == order
    down = follow_ups.search(session, by=boris, sort=sort, descending=True).rows
    if sort is Sort.DUE:  # without a day: last in both directions
        assert "".join(str(row.subject) for row in down) == "abc"
    else:
        assert str(down[-1].subject) in order[:2]


def test_a_line_shows_the_beginning_of_the_quote(session: Session) -> None:
    add(session, "a", quote="They want\nresearch. " + "More words " * 40)
    quote = follow_ups.search(session, by=boris).rows[0].quote
    assert quote.startswith("They want research. More words")
    assert quote.endswith("…")


def test_promises_are_the_open_ones_of_a_partner_both_ways(session: Session) -> None:
    add(session, "we", due_on=TOMORROW)
    add(session, "they", direction="they_owe", due_on=TODAY)
    add(session, "elsewhere", partner_id=SEMEY_ENGINEERING)
    close(session, add(session, "kept"))
    owed = follow_ups.promises(session, EMC, by=boris)
    assert [row.subject for row in owed] == ["they", "we"]


def test_what_came_of_an_interaction_stays_with_it_when_it_is_done(session: Session) -> None:
    talk = InteractionDraft(happened_on=TODAY, summary="Talk")
    met = interactions.log(session, talk, partner_ids=[EMC], by=aigerim).id or 0
    add(session, "open", interaction_id=met, due_on=TODAY)
    close(session, add(session, "done", interaction_id=met, due_on=YESTERDAY))
    add(session, "elsewhere")
    came = follow_ups.came_of(session, met, by=boris)
    assert [row.subject for row in came] == ["done", "open"]


def test_each_colleague_has_a_count_of_open_and_overdue(session: Session) -> None:
    add(session, "a", due_on=YESTERDAY)
    add(session, "b")
    add(session, "c", owner_id=dana.id)
    close(session, add(session, "d", owner_id=dana.id, due_on=YESTERDAY))
    assert follow_ups.by_owner(session, by=boris) == [
        (aigerim.id, aigerim.name, 2, 1),
        (dana.id, dana.name, 1, 0),
    ]
    closed = follow_ups.FollowUpFilter(shown=Shown.CLOSED)
    assert follow_ups.by_owner(session, closed, by=boris) == []


def test_my_own_are_grouped_by_when_they_are_due(session: Session) -> None:
    wednesday = date(2024, 4, 10)
    days = {"late": 9, "today": 10, "thursday": 11, "sunday": 14, "monday": 15}
    for subject, day in days.items():
        add(session, subject, due_on=date(2024, 4, day))
    add(session, "some day")
    add(session, "dana's", owner_id=dana.id)
    close(session, add(session, "done", due_on=wednesday))
    follow_ups.wait(session, add(session, "they think"), revision=1, by=aigerim)
    mine = follow_ups.mine(session, by=aigerim, today=wednesday)
    groups = [[row.subject for row in group] for group in mine[:4]]
    assert groups == [
        ["late"],
        ["today"],
        ["thursday", "sunday"],
        ["monday", "some day"],
    ]
    assert ([row.subject for row in mine.waiting], mine.total) == (["they think"], 7)


def test_what_is_due_is_counted_but_not_what_waits_for_the_partner(session: Session) -> None:
    for subject, day in {"late": 8, "later": 9, "today": 10, "thursday": 11}.items():
        add(session, subject, due_on=date(2024, 4, day))
    add(session, "dana's", owner_id=dana.id, due_on=date(2024, 4, 9))
    waits = add(session, "they think", due_on=date(2024, 4, 9))
    follow_ups.wait(session, waits, revision=1, by=aigerim)
    close(session, add(session, "done", due_on=date(2024, 4, 9)))
    due = follow_ups.pressing(session, by=aigerim, today=date(2024, 4, 10))
    assert due == home.Pressing(overdue=2, today=1)
    assert follow_ups.pressing(session, by=boris, today=date(2024, 4, 10)) == home.Pressing(0, 0)


def test_nothing_of_mine_is_nothing(session: Session) -> None:
    assert follow_ups.mine(session, by=dana, today=TODAY) == home.Mine([], [], [], [], [], [], 0)


def test_a_file_has_every_row_whole_with_its_origin(session: Session) -> None:
    meeting = InteractionDraft(happened_on=TODAY, summary="At the plant")
    contact = interactions.log(session, meeting, partner_ids=[EMC], by=aigerim)
    article = NewsItemDraft(title="Plant planned", published_on=TODAY)
    item = news.create(session, article, by=aigerim)
    quote = "They want research. " * 30
    add(session, "a", event_id=SCIENCE_WEEK, quote=quote, notes="Ask the dean", due_on=TODAY)
    add(session, "b", interaction_id=contact.id)
    add(session, "c", news_item_id=item.id)
    close(session, add(session, "d"))
    everything = follow_ups.FollowUpFilter(shown=Shown.ALL)
    rows = list(exported.all_rows(session, everything, by=dana))
    assert [(row.subject, row.origin_kind, row.origin_id, row.origin) for row in rows] == [
        ("a", Kind.EVENT, SCIENCE_WEEK, "Science Week"),
        ("b", Kind.INTERACTION, contact.id, "At the plant"),
        ("c", Kind.NEWS_ITEM, item.id, "Plant planned"),
        ("d", None, None, None),
    ]
    assert (rows[0].quote, rows[0].notes) == (quote.strip(), "Ask the dean")
    assert rows[3].outcome == "Signed"
    assert rows[3].closed_at is not None


def test_what_is_in_the_trash_is_nowhere(session: Session) -> None:
    number = add(session, "a", due_on=YESTERDAY)
    session.get_one(FollowUp, number).deleted_at = clock.now()
    assert found(session, shown=Shown.ALL) == []
    assert follow_ups.promises(session, EMC, by=boris) == []
    assert follow_ups.by_owner(session, by=boris) == []
    assert follow_ups.mine(session, by=aigerim, today=TODAY).total == 0
    assert list(exported.all_rows(session, by=dana)) == []


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (follow_ups.FollowUpFilter(overdue=True), "ix_follow_up_due"),
        (follow_ups.FollowUpFilter(owner_id=1), "ix_follow_up_owner_due"),
        (follow_ups.FollowUpFilter(partner_id=1), "ix_follow_up_partner_due"),
    ],
)
def test_open_work_is_read_from_its_index(
    request: pytest.FixtureRequest, wanted: follow_ups.FollowUpFilter, index: str
) -> None:
    request.getfixturevalue("sqlite_database")
    query = listing.matching("en", wanted, Sort.DUE).limit(50)
    sql = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with db.reading() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")
        steps = " ".join(str(step[3]) for step in plan)
    assert index in steps
    assert "TEMP B-TREE" not in steps


def test_home_counts_all_that_is_open_and_shows_a_hundred(session: Session) -> None:
    session.add_all(
        FollowUp(partner_id=EMC, owner_id=aigerim.id, subject=f"Call {n}", due_on=TODAY)
        for n in range(101)
    )
    session.flush()
    mine = follow_ups.mine(session, by=aigerim, today=TODAY)
    assert (len(mine.today), mine.total) == (100, 101)
