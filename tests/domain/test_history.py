"""History: who changed what, read back in words that a colleague understands."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from tests.world import (
    EMC,
    MARAT,
    SCIENCE_WEEK,
    SEMEY_ENGINEERING,
    VETERINARY,
    aigerim,
    boris,
    dana,
    saule,
)
from tracker import clock, db
from tracker.domain import agreements, drafts, events, history, news, partners, people, trash, units
from tracker.domain.history import ChangeRow, HistoryFilter
from tracker.domain.models import (
    Account,
    AgreementDraft,
    Change,
    Kind,
    Mention,
    NewsItemDraft,
    Participation,
    ParticipationRole,
    PartnerDraft,
    PositionDraft,
    UnitDraft,
)
from tracker.domain.titles import Title
from tracker.errors import NotAllowed
from tracker.settings import settings

LONG_AGO = clock.now() - timedelta(days=1)
DIRECTOR = PositionDraft(partner_id=EMC, title="Director")  # what Marat is in the world


def told(session: Session, kind: Kind, record_id: int, field: str) -> list[ChangeRow]:
    rows = history.of(session, kind, record_id, by=boris).rows
    return [row for row in rows if row.field == field]


def values(rows: list[ChangeRow]) -> list[tuple[Title | None, Title | None]]:
    return [(row.old, row.new) for row in rows]


def edit_partner(**typed: object) -> None:
    with db.transaction() as session:
        seen = partners.get(session, EMC, by=aigerim).revision
        draft = drafts.checked(PartnerDraft, {"name_en": "EMC", "legal_form": "LLP", **typed})
        partners.update(session, EMC, draft, revision=seen, by=aigerim)


def test_a_change_says_who_what_and_when(world: None) -> None:
    edit_partner(city="Semey")
    with db.reading() as session:
        row = told(session, Kind.PARTNER, EMC, "city")[0]
    assert (row.who, row.old, row.new) == (aigerim.name, None, Title("Semey"))
    assert row.title == Title("EMC")
    assert clock.now() - row.at < timedelta(minutes=1)


def test_what_the_system_did_has_no_name(session: Session) -> None:
    first = history.of(session, Kind.PARTNER, EMC, by=boris).rows[-1]
    assert (first.field, first.who) == ("", None)


def test_a_word_of_a_vocabulary_is_told_as_a_word(world: None) -> None:
    edit_partner(stage="agreed")
    with db.reading() as session:
        assert values(told(session, Kind.PARTNER, EMC, "stage")) == [
            (Title("", "stage.identified"), Title("", "stage.agreed"))
        ]


def test_the_latest_change_comes_first(world: None) -> None:
    edit_partner(city="Semey")
    edit_partner(city="Kurchatov")
    with db.reading() as session:
        rows = told(session, Kind.PARTNER, EMC, "city")
    assert [row.new for row in rows] == [Title("Kurchatov"), Title("Semey")]


def test_ids_are_told_as_names(world: None) -> None:
    edit_partner(owner_id=dana.id, parent_id=SEMEY_ENGINEERING)
    with db.reading() as session:
        assert values(told(session, Kind.PARTNER, EMC, "owner_id")) == [(None, Title(dana.name))]
        assert values(told(session, Kind.PARTNER, EMC, "parent_id")) == [
            (None, Title("Semey Engineering"))
        ]


def test_a_parent_is_of_the_records_own_kind(session: Session) -> None:
    typed = {"name_en": "Laboratory", "parent_id": VETERINARY}
    added = units.create(session, drafts.checked(UnitDraft, typed), by=aigerim)
    draft = drafts.checked(UnitDraft, {"name_en": "Laboratory"})
    assert added.id is not None
    units.update(session, added.id, draft, revision=1, by=aigerim)
    assert values(told(session, Kind.UNIT, added.id, "parent_id")) == [
        (Title("Department of Veterinary"), None)
    ]


def test_tags_are_told_by_their_names(session: Session) -> None:
    draft = drafts.checked(PartnerDraft, {"name_en": "EMC"})
    partners.update(session, EMC, draft, revision=1, by=aigerim, tag_names=["meat"])
    assert values(told(session, Kind.PARTNER, EMC, "tags")) == [(None, Title("meat"))]


def test_positions_are_told_with_the_partner_they_are_at(world: None) -> None:
    with db.transaction() as session:
        adviser = PositionDraft(partner_id=EMC, title="Adviser")
        people.update_position(session, 1, adviser, opened=DIRECTOR, by=aigerim)
    with db.reading() as session:
        row = told(session, Kind.PERSON, MARAT, "positions.title")[0]
        assert values(told(session, Kind.PERSON, MARAT, "positions")) == [(None, Title("EMC"))]
    assert (row.link, row.old, row.new) == (Title("EMC"), Title("Director"), Title("Adviser"))


def test_a_move_to_another_partner_names_both(world: None) -> None:
    with db.transaction() as session:
        moved = PositionDraft(partner_id=SEMEY_ENGINEERING, title="Director")
        people.update_position(session, 1, moved, opened=DIRECTOR, by=aigerim)
    with db.reading() as session:
        assert values(told(session, Kind.PERSON, MARAT, "positions.partner_id")) == [
            (Title("EMC"), Title("Semey Engineering"))
        ]


def test_participants_are_told_with_their_roles_in_words(world: None) -> None:
    with db.transaction() as session:
        there = Participation(event_id=SCIENCE_WEEK, partner_id=EMC)
        session.add(there)
    with db.transaction() as session:
        changed = session.get(Participation, there.id)
        assert changed is not None
        changed.role = ParticipationRole.EXHIBITOR
    with db.reading() as session:
        row = told(session, Kind.EVENT, SCIENCE_WEEK, "participants.role")[0]
    assert (row.link, row.new) == (Title("EMC"), Title("", "participation_role.exhibitor"))


def test_parties_of_an_agreement_are_told_by_name(session: Session) -> None:
    draft = drafts.checked(AgreementDraft, {"title": "On research"})
    agreed = agreements.create(session, draft, partner_ids=[EMC], by=aigerim)
    assert values(told(session, Kind.AGREEMENT, agreed.id or 0, "partners")) == [
        (None, Title("EMC"))
    ]


def test_mentions_are_told_by_what_they_mention(world: None) -> None:
    with db.transaction() as session:
        typed = {"title": "A plant opens", "published_on": "2024-04-08"}
        article = news.create(session, drafts.checked(NewsItemDraft, typed), by=aigerim)
        assert article.id is not None
        mentions = [
            Mention(news_item_id=article.id, partner_id=EMC, quote="plant"),
            Mention(news_item_id=article.id, person_id=MARAT),
        ]
        session.add_all(mentions)
    with db.transaction() as session:
        changed = session.get(Mention, mentions[0].id)
        assert changed is not None
        changed.quote = "a plant"
    with db.reading() as session:
        rows = told(session, Kind.NEWS_ITEM, article.id, "mentions")
        edited = told(session, Kind.NEWS_ITEM, article.id, "mentions.quote")[0]
    assert {row.new for row in rows} == {Title("EMC"), Title("Марат Әлиев")}
    assert (edited.link, edited.new) == (Title("EMC"), Title("a plant"))


def test_a_record_in_the_trash_is_marked_where_it_is_named(world: None) -> None:
    edit_partner(parent_id=SEMEY_ENGINEERING)
    with db.transaction() as session:
        trash.delete(session, Kind.PARTNER, SEMEY_ENGINEERING, revision=1, by=dana)
    with db.reading() as session:
        row = told(session, Kind.PARTNER, EMC, "parent_id")[0]
    assert row.new == Title("Semey Engineering", None, True)


def test_an_id_of_nothing_is_told_as_it_is(session: Session) -> None:
    session.add(Change(kind=Kind.PARTNER, record_id=EMC, field="owner_id", old="404", new="?"))
    session.flush()
    assert values(told(session, Kind.PARTNER, EMC, "owner_id")) == [(Title("404"), Title("?"))]


def test_a_long_text_is_cut(world: None) -> None:
    text = "slow work " * 100
    edit_partner(notes=text)
    with db.reading() as session:
        row = told(session, Kind.PARTNER, EMC, "notes")[0]
    assert row.new is not None
    assert row.new.text == text[:500] + "…"


def test_the_history_of_an_account_is_for_those_who_see_everybodys(session: Session) -> None:
    for user in (boris, aigerim):
        with pytest.raises(NotAllowed):
            history.of(session, Kind.ACCOUNT, dana.id, by=user)
    assert history.of(session, Kind.ACCOUNT, dana.id, by=saule).rows[0].title == Title(dana.name)


def test_the_history_of_everything_is_for_managers(session: Session) -> None:
    with pytest.raises(NotAllowed):
        history.everything(session, by=aigerim)
    rows = history.everything(session, by=dana).rows
    assert {row.kind for row in rows} >= {Kind.PARTNER, Kind.ACCOUNT}


def test_the_history_narrows_by_kind_and_colleague(world: None) -> None:
    edit_partner(city="Semey")
    with db.reading() as session:
        by_kind = history.everything(session, HistoryFilter(kind=Kind.UNIT), by=dana)
        by_colleague = history.everything(session, HistoryFilter(account_id=aigerim.id), by=dana)
    assert {row.kind for row in by_kind.rows} == {Kind.UNIT}
    assert [row.field for row in by_colleague.rows] == ["city"]


def test_the_history_narrows_by_days_of_the_university(session: Session) -> None:
    zone = settings().zone
    for day, hour in ((8, 0), (8, 23), (9, 0)):
        at = datetime(2024, 4, day, hour, 30, tzinfo=zone)
        session.add(Change(at=at, kind=Kind.PARTNER, record_id=EMC, field=f"{day}.x.{hour}"))
    session.flush()

    def found(**days: date) -> set[str]:
        rows = history.everything(session, HistoryFilter(**days), by=dana).rows  # type: ignore[arg-type]
        return {row.field for row in rows if "." in row.field}

    assert found(since=date(2024, 4, 8), until=date(2024, 4, 8)) == {"8.0", "8.23"}
    assert found(until=date(2024, 4, 8)) == {"8.0", "8.23"}
    assert found(since=date(2024, 4, 9)) == {"9.0"}


def test_what_is_new_has_one_line_a_record_the_latest_first(world: None) -> None:
    start = clock.now()
    edit_partner(city="Semey", region="Abai")
    with db.transaction() as session:
        events.get(session, SCIENCE_WEEK, by=dana)
        trash.delete(session, Kind.EVENT, SCIENCE_WEEK, revision=1, by=dana)
    with db.reading() as session:
        rows = history.since(session, start, by=boris)
    assert [(row.kind, row.title, row.who, row.is_new) for row in rows] == [
        (Kind.EVENT, Title("Science Week", None, True), dana.name, False),
        (Kind.PARTNER, Title("EMC"), aigerim.name, False),
    ]
    assert rows[0].when > rows[1].when > start


def test_a_record_that_came_to_be_is_called_new(session: Session) -> None:
    rows = history.since(session, LONG_AGO, by=boris)
    assert {(row.kind, row.is_new) for row in rows} == {
        (kind, True) for kind in (Kind.PARTNER, Kind.UNIT, Kind.EVENT, Kind.PERSON)
    }


def test_ones_own_changes_and_those_of_accounts_are_no_news(world: None) -> None:
    start = clock.now()
    edit_partner(city="Semey")
    with db.transaction() as session:
        account = session.get(Account, dana.id)
        assert account is not None
        account.name = "Dana A."
    with db.reading() as session:
        assert history.since(session, start, by=aigerim) == []
        assert [row.id for row in history.since(session, start, by=boris)] == [EMC]


def test_news_are_at_most_as_many_as_asked_for(session: Session) -> None:
    assert len(history.since(session, LONG_AGO, by=boris, limit=2)) == 2


def test_news_go_on_behind_many_changes_of_one_record(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = history.since(session, LONG_AGO, by=boris)
    monkeypatch.setattr(history, "_FIRST_SCANNED", 3)
    assert history.since(session, LONG_AGO, by=boris) == expected
    assert len(history.since(session, LONG_AGO, by=boris, limit=2)) == 2
    monkeypatch.setattr(history, "SCANNED", 4)
    assert len(history.since(session, LONG_AGO, by=boris)) <= 4


def test_values_are_read_as_words_and_names(session: Session) -> None:
    found = [("stage", "active"), ("owner_id", str(aigerim.id)), ("city", "Semey"), ("bin", None)]
    meant = history.meanings(session, Kind.PARTNER, found, by=boris)
    shown = [title and (title.word or title.text) for title in meant]
    assert shown == ["stage.active", aigerim.name, "Semey", None]
    of_links = [("positions.partner_id", str(EMC)), ("data_basis.basis", "consent")]
    at_marat = history.meanings(session, Kind.PERSON, of_links, by=boris)
    assert at_marat == [Title("EMC"), Title("", "legal_basis.consent")]
