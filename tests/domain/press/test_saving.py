"""What was confirmed of an article is written in one transaction, and nothing else is."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func
from sqlmodel import Session, col, select

from tests.domain.press.articles import EVIDENCE, READING, TEXT, at, everywhere
from tests.world import (
    EMC,
    MARAT,
    SCIENCE_WEEK,
    SEMEY_ENGINEERING,
    VETERINARY,
    aigerim,
    boris,
    build,
)
from tracker import db
from tracker.domain import agreements, drafts, events, news, partners, people
from tracker.domain.models import (
    Agreement,
    Direction,
    Event,
    EventKind,
    FollowUp,
    FollowUpKind,
    Kind,
    Mention,
    NewsItem,
    NewsItemDraft,
    Participation,
    ParticipationRole,
    Partner,
    Person,
    PressRejection,
    Sector,
    Wish,
)
from tracker.domain.news import Evidence
from tracker.domain.press import saving
from tracker.domain.press.decided import (
    AgreementDecided,
    Decided,
    EventDecided,
    PartnerDecided,
    PersonDecided,
    RequestDecided,
)
from tracker.domain.press.naming import undressed
from tracker.errors import AddressTaken, CardRefused, Invalid, NotAllowed, NotFound

NEWS = drafts.checked(
    NewsItemDraft,
    {
        "title": READING.title,
        "published_on": date(2024, 4, 8),
        "language": "en",
        "text": TEXT,
        "address": "https://uni.example/news/1",
    },
)
ROUND_TABLE = EventDecided(
    "e0",
    "round table «Meat and milk»",
    Evidence((at("round table «Meat and milk»"),), "On 08.04.2024 the round table"),
    kind=EventKind.ROUND_TABLE,
    starts_on=date(2024, 4, 8),
    place="Shakarim University",
    parent_id=SCIENCE_WEEK,
)
KNOWN = PartnerDecided(
    "o0", "EMC LLP", Evidence(everywhere("EMC LLP"), "EMC LLP took part."), EMC, event="e0"
)
NEW = PartnerDecided(
    "o1",
    "Irtysh Kabel LLP",
    Evidence(everywhere("Irtysh Kabel LLP"), "Irtysh Kabel LLP took part."),
    sector=Sector.INDUSTRY,
    event="e0",
    role=ParticipationRole.SPEAKER,
)
DIRECTOR = PersonDecided(
    "p0", "Marat Aliyev", Evidence((at("Marat Aliyev"),), "Director Marat"), None, "Director", "o0"
)
RETRAINING = RequestDecided(
    "r0",
    "o1",
    Evidence((at(EVIDENCE),), EVIDENCE),
    aigerim.id,
    FollowUpKind.RETRAINING,
    Wish.NEED,
    Direction.WE_OWE,
    "veterinary medicine",
    VETERINARY,
    date(2024, 4, 22),
)
MEMORANDUM = AgreementDecided(
    "a0", "Memorandum with EMC", ("o0",), Evidence((), "A memorandum"), signed_on=date(2024, 4, 8)
)
EVERYTHING = Decided(
    NEWS,
    ("science",),
    (KNOWN, NEW),
    (ROUND_TABLE,),
    (DIRECTOR,),
    (RETRAINING,),
    (MEMORANDUM,),
    ("Museums", " "),
)


def all_of(session: Session, kind: type[Any]) -> list[Any]:
    return list(session.scalars(select(kind).order_by(col(kind.id))))


def counts(session: Session) -> dict[str, int]:
    kinds = (NewsItem, Partner, Event, Person, FollowUp, Agreement, Participation, Mention)
    return {
        kind.__name__: session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds
    }


def test_everything_confirmed_is_written_with_its_evidence(session: Session) -> None:
    item = saving.save(session, EVERYTHING, by=aigerim)
    number = item.id or 0
    assert (item.title, item.text) == (READING.title, TEXT)
    told = {(row.kind, row.title): row for row in news.mentions(session, number, by=boris)}
    kable = told[Kind.PARTNER, "Irtysh Kabel"]
    assert partners.get(session, kable.id, by=boris).legal_form == "LLP"
    assert [TEXT[start:end] for start, end in kable.spans] == ["Irtysh Kabel LLP"] * 2
    assert kable.quote == "Irtysh Kabel LLP took part."
    assert {kind for kind, _ in told} == {Kind.PARTNER, Kind.EVENT, Kind.PERSON}

    event = all_of(session, Event)[-1]
    assert (event.kind, event.parent_id) == (EventKind.ROUND_TABLE, SCIENCE_WEEK)
    roles = {row.name: row.role for row in events.participants(session, event.id, by=boris)}
    assert roles == {"EMC": "participant", "Irtysh Kabel": "speaker"}

    wish = all_of(session, FollowUp)[-1]
    assert (wish.kind, wish.wish, wish.direction) == ("retraining", "need", "we_owe")
    assert (wish.partner_id, wish.unit_id, wish.owner_id) == (kable.id, VETERINARY, aigerim.id)
    assert (wish.news_item_id, wish.quote) == (number, EVIDENCE)

    signed = all_of(session, Agreement)[-1]
    assert (signed.news_item_id, signed.quote) == (number, "A memorandum")
    assert agreements.parties(session, signed.id, by=boris) == [(EMC, "EMC")]

    person = all_of(session, Person)[-1]
    held = people.positions(session, person.id, by=boris)
    assert [(row.title, row.partner_id) for row in held] == [("Director", EMC)]


def test_a_name_confirmed_for_a_known_partner_finds_it_from_now_on(session: Session) -> None:
    news_again = NEWS.model_copy(update={"address": None})
    for name in ("ТОО «Емси»", "«емси» ЖШС", "EMC LLP", ""):
        met = replace(KNOWN, name=name, event=None)
        saving.save(session, Decided(news_again, partners=(met,)), by=aigerim)
    assert partners.get(session, EMC, by=boris).aliases == ["Емси"]


def test_a_save_sent_twice_writes_once(session: Session) -> None:
    first = saving.save(session, EVERYTHING, by=aigerim, key="k")
    before = counts(session)
    assert saving.save(session, EVERYTHING, by=aigerim, key="k").id == first.id
    assert counts(session) == before


def test_who_may_only_read_saves_nothing(session: Session) -> None:
    with pytest.raises(NotAllowed):
        saving.save(session, EVERYTHING, by=boris)


def test_two_cards_of_one_record_are_one_mention(session: Session) -> None:
    other = PartnerDecided("o2", "E.M.C.", Evidence(((0, 3),), ""), EMC)
    met = replace(KNOWN, event=None)
    item = saving.save(session, Decided(NEWS, partners=(met, other)), by=aigerim)
    told = news.mentions(session, item.id or 0, by=boris)
    assert [(row.id, len(row.spans), row.quote) for row in told] == [(EMC, 4, "EMC LLP took part.")]


def test_a_known_event_and_a_known_person_are_linked_not_repeated(session: Session) -> None:
    before = counts(session)
    week = EventDecided("e0", "Science Week", Evidence(), SCIENCE_WEEK)
    marat = PersonDecided("p0", "Marat Aliyev", Evidence(), MARAT, "director", "o0")
    saving.save(session, Decided(NEWS, (), (KNOWN,), (week,), (marat,)), by=aigerim)
    after = counts(session)
    assert (after["Event"], after["Person"]) == (before["Event"], before["Person"])
    assert len(people.positions(session, MARAT, by=boris)) == 1


@pytest.mark.parametrize(
    ("position", "at_partner", "held"),
    [
        ("Chairman", "o0", ["Director", "Chairman"]),
        ("", "o0", ["Director"]),
        (None, None, ["Director"]),
        ("Adviser", "o1", ["Director", "Adviser"]),
    ],
)
def test_a_known_person_gains_the_position_that_is_new(
    session: Session, position: str | None, at_partner: str | None, held: list[str]
) -> None:
    marat = PersonDecided("p0", "Marat Aliyev", Evidence(), MARAT, position, at_partner)
    other = replace(NEW, id=SEMEY_ENGINEERING, event=None)
    plain = replace(KNOWN, event=None)
    saving.save(session, Decided(NEWS, (), (plain, other), (), (marat,)), by=aigerim)
    rows = people.positions(session, MARAT, by=boris)
    assert sorted(row.title for row in rows) == sorted(held)


@pytest.mark.parametrize(
    ("decided", "card", "refusal"),
    [
        (Decided(NEWS, requests=(replace(RETRAINING, partner=None),)), "r0", Invalid),
        (Decided(NEWS, requests=(RETRAINING,)), "r0", Invalid),
        (Decided(NEWS, partners=(KNOWN,)), "o0", Invalid),
        (Decided(NEWS, agreements=(MEMORANDUM,)), "a0", Invalid),
        (Decided(NEWS, people=(DIRECTOR,)), "p0", Invalid),
        (Decided(NEWS, partners=(replace(KNOWN, id=99),)), "o0", NotFound),
        (Decided(NEWS, events=(replace(ROUND_TABLE, starts_on=None),)), "e0", Exception),
        (Decided(NEWS, partners=(replace(NEW, name="EMC", event=None),)), "o1", Exception),
    ],
)
def test_a_refusal_says_which_card_it_is_about(
    world: None, decided: Decided, card: str, refusal: type[Exception]
) -> None:
    with pytest.raises(CardRefused) as refused, db.transaction() as session:
        before = counts(session)
        saving.save(session, decided, by=aigerim)
    assert refused.value.card == card
    assert isinstance(refused.value.refusal, refusal)
    with db.reading() as session:
        assert counts(session) == before


def test_an_article_that_is_there_is_not_written_again(session: Session) -> None:
    saving.save(session, Decided(NEWS), by=aigerim)
    with pytest.raises(AddressTaken):
        saving.save(session, Decided(NEWS), by=aigerim)


def test_what_was_rejected_is_counted_and_what_was_confirmed_is_not(session: Session) -> None:
    session.add(PressRejection(folded="emc llp", written="EMC LLP", count=1))
    saving.save(session, EVERYTHING, by=aigerim)
    rows = session.scalars(select(PressRejection)).all()
    assert [(row.folded, row.count, row.account_id) for row in rows] == [("museums", 1, aigerim.id)]


PARTNERS = st.lists(st.sampled_from([KNOWN, NEW]), unique_by=lambda each: each.key)
ANY = st.booleans()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chosen=PARTNERS, has_event=ANY, has_person=ANY, has_request=ANY, has_agreement=ANY)
def test_whatever_is_decided_only_what_was_confirmed_is_written(
    sqlite_database: str,
    chosen: list[PartnerDecided],
    has_event: bool,
    has_person: bool,
    has_request: bool,
    has_agreement: bool,
) -> None:
    keys = {each.key for each in chosen}
    decided = Decided(
        NEWS,
        partners=tuple(replace(each, event="e0" if has_event else None) for each in chosen),
        events=(ROUND_TABLE,) if has_event else (),
        people=(DIRECTOR,) if has_person and "o0" in keys else (),
        requests=(RETRAINING,) if has_request and "o1" in keys else (),
        agreements=(MEMORANDUM,) if has_agreement and "o0" in keys else (),
    )
    if not _is_built():
        build()
    with db.transaction() as session:
        before = counts(session)
        saving.save(session, decided, by=aigerim)
        after = counts(session)
        session.rollback()
    grown = {name: after[name] - before[name] for name in before}
    assert grown == {
        "NewsItem": 1,
        "Partner": sum(each.id is None for each in chosen),
        "Event": len(decided.events),
        "Person": len(decided.people),
        "FollowUp": len(decided.requests),
        "Agreement": len(decided.agreements),
        "Participation": len(chosen) * has_event,
        "Mention": len(chosen) + len(decided.events) + len(decided.people),
    }


def _is_built() -> bool:
    with db.reading() as session:
        return bool(session.scalar(select(func.count()).select_from(Partner)))


def test_a_wish_is_kept_beside_who_owes(session: Session) -> None:
    offer = replace(RETRAINING, wish=Wish.OFFER, direction=Direction.THEY_OWE)
    plain = replace(NEW, event=None)
    saving.save(session, Decided(NEWS, partners=(plain,), requests=(offer,)), by=aigerim)
    wish = all_of(session, FollowUp)[-1]
    assert (wish.wish, wish.direction) == (Wish.OFFER, Direction.THEY_OWE)


@pytest.mark.parametrize(
    ("written", "bare", "form"),
    [
        ("ТОО «Иртыш Кабель»", "Иртыш Кабель", "ТОО"),
        ("«Ертіс Кабель» ЖШС", "Ертіс Кабель", "ЖШС"),
        ("Semey Engineering, JSC", "Semey Engineering", "JSC"),
        ("Музей «Абай»", "Музей «Абай»", None),
        ("«А» и «Б»", "«А» и «Б»", None),
        ("«Ақ Бидай» ЖШС", "Ақ Бидай", "ЖШС"),
        ("Ақ Бидай ЖШС", "Ақ Бидай", "ЖШС"),
        ("АҚ «Бидай»", "Бидай", "АҚ"),
        ('Тоо "Ортал"', "Ортал", "Тоо"),
        ('"Ортал" жшс', "Ортал", "жшс"),
        ("LLP", "LLP", None),
        ("LLP ,", "LLP ,", "LLP"),
        ("", "", None),
        ("ГКП на ПХВ «Жылу»", "Жылу", "ГКП на ПХВ"),
        ("КГП на праве хозяйственного ведения «Су»", "Су", "КГП на праве хозяйственного ведения"),
        ("«Су» ШЖҚ МКК", "Су", "ШЖҚ МКК"),
        ("ТОО на «Дом»", "на «Дом»", "ТОО"),
    ],
)
def test_a_name_is_kept_without_what_it_is_dressed_in(
    written: str, bare: str, form: str | None
) -> None:
    assert undressed(written) == (bare, form)
