"""Merging two records that are one: what follows, what joins, what is refused, and the way back."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

from tests.domain.test_undoing import rows_of_everything
from tests.world import EMC, MARAT, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import (
    drafts,
    history,
    merged,
    merging,
    merging_links,
    partners,
    people,
    saving,
    tags,
    trash,
    undoing,
)
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    Attachment,
    DataBasis,
    FollowUp,
    Interaction,
    InteractionPartner,
    InteractionPerson,
    Kind,
    LegalBasis,
    Mention,
    NewsItem,
    Participation,
    ParticipationRole,
    Partner,
    PartnerDraft,
    PartnerTag,
    Person,
    PersonalContact,
    Position,
    Stage,
    Tag,
    Undertaking,
)
from tracker.errors import ChangedSince, Erased, Invalid, Merged, NotAllowed, NotFound, Stale

S, OTHER = EMC, SEMEY_ENGINEERING
DAY = date(2024, 5, 1)
BIN = "990340000123"


def put(session: Session, *things: SQLModel) -> None:
    for thing in things:
        session.add(thing)
        session.flush()


def join(
    session: Session, kind: Kind = Kind.PARTNER, a: int = S, b: int = OTHER, **more: Any
) -> Undertaking:
    both = [session.get(merged.TABLES[kind], each) for each in (a, b)]
    revisions = both[0].revision, both[1].revision  # type: ignore[union-attr]
    return merging.merge(session, kind, a, b, revisions=revisions, by=dana, **more)


def back(session: Session, work: Undertaking) -> None:
    undoing.undo(session, saving.id_of(work), by=dana)


def partner(session: Session, number: int = S) -> Partner:
    found = session.get(Partner, number)
    assert found is not None
    return found


def test_nothing_of_the_names_is_lost(session: Session) -> None:
    partner(session, S).aliases = ["E.M.C."]
    partner(session, OTHER).aliases = ["СИ", "e.m.c.", "Emc"]
    join(session)
    assert partner(session).names == ["Семей инжиниринг", "Семей инжиниринг", "EMC"]
    assert partner(session).aliases == ["E.M.C.", "СИ", "Semey Engineering"]
    assert [row.name for row in partners.search(session, by=boris).rows] == ["EMC"]
    found = partners.named(session, "Semey Engineering", by=boris)
    assert found is partner(session)


def test_the_fields_of_the_other_are_taken_where_they_are_chosen(session: Session) -> None:
    other = partner(session, OTHER)
    other.city, other.notes, other.bin = "Семей", "theirs", BIN
    partner(session).notes = "mine"
    session.flush()
    join(session, theirs={"name_en", "stage", "bin"})
    mine = partner(session)
    assert (mine.name_en, mine.stage, mine.city) == ("Semey Engineering", Stage.ACTIVE, None)
    assert (mine.notes, mine.bin, mine.aliases) == (
        "mine\n\ntheirs",
        BIN,
        ["EMC", "Семей инжиниринг"],
    )


def proposed(session: Session, kind: Kind, a: int, b: int) -> list[str]:
    fields = merging.compare(session, kind, a, b, by=dana).fields
    return [each.name for each in fields if each.proposes_theirs and each.differs]


def test_the_name_of_the_one_that_says_more_is_proposed_whichever_stays(session: Session) -> None:
    partner(session, S).website = "https://emc.example"
    names = ["name_kk", "name_ru", "name_en"]
    assert proposed(session, Kind.PARTNER, S, OTHER) == names
    assert proposed(session, Kind.PARTNER, OTHER, S) == []
    put(session, Person(name="М. Әлиев"), Person(name="Марат Болатұлы Әлиев", email="m@a.example"))
    assert proposed(session, Kind.PERSON, MARAT, 2) == []
    assert proposed(session, Kind.PERSON, MARAT, 3) == ["name"]
    join(session)
    assert partner(session).name_en == "EMC"  # who is not asked keeps what is there


def test_what_the_survivor_lacks_comes_from_the_other(session: Session) -> None:
    partner(session, OTHER).city = "Семей"
    fields = {
        each.name: each for each in merging.compare(session, Kind.PARTNER, S, OTHER, by=dana).fields
    }
    assert fields["city"].theirs_first
    assert not fields["name_en"].theirs_first
    assert not fields["tier"].differs
    join(session)
    assert (partner(session).city, partner(session).owner_id) == ("Семей", aigerim.id)
    assert partner(session).stage is Stage.IDENTIFIED


def test_everything_that_points_to_it_follows(session: Session) -> None:
    put(
        session,
        Interaction(happened_on=DAY, summary="met"),
        NewsItem(title="News", published_on=DAY),
    )
    put(session, Agreement(title="Memorandum"), Partner(name_en="Child", parent_id=OTHER))
    put(
        session,
        *(
            InteractionPartner(interaction_id=1, partner_id=OTHER),
            Mention(news_item_id=1, partner_id=OTHER),
        ),
        *(
            AgreementPartner(agreement_id=1, partner_id=OTHER),
            FollowUp(partner_id=OTHER, owner_id=1),
        ),
        *(Position(person_id=MARAT, partner_id=OTHER), Participation(event_id=1, partner_id=OTHER)),
        Attachment(
            name="a.b.pdf", media_type="x", size=1, sha256="0", added_by=1, partner_id=OTHER
        ),
    )
    tags.put(session, PartnerTag, partner(session, OTHER), ["science"])
    moves = merging.compare(session, Kind.PARTNER, S, OTHER, by=dana).moves
    assert moves == {
        f"merge_moves.{word}": 1
        for word in (
            *("participations", "mentions", "interactions", "follow_ups", "agreements"),
            *("positions", "files", "tags", "children"),
        )
    }
    before = rows_of_everything(session)
    work = join(session)
    assert merging_links.count(session, "partner", OTHER) == {}
    assert merging_links.count(session, "partner", S) == {**moves, "merge_moves.positions": 2}
    told = history.of(session, Kind.PARTNER, S, by=boris).rows
    assert {(each.field, each.new.text) for each in told if each.field == "files" and each.new} == {
        ("files", "a.b.pdf")
    }
    back(session, work)
    assert rows_of_everything(session) == before


def test_links_to_both_become_one(session: Session) -> None:
    put(
        session,
        Interaction(happened_on=DAY, summary="met"),
        NewsItem(title="News", published_on=DAY),
    )
    guest = ParticipationRole.GUEST
    put(
        session,
        Participation(event_id=SCIENCE_WEEK, partner_id=S, role=guest, outcome="one"),
        Participation(event_id=SCIENCE_WEEK, partner_id=OTHER, role=guest, outcome="two"),
        Participation(event_id=SCIENCE_WEEK, partner_id=OTHER, outcome="two"),
        *(InteractionPartner(interaction_id=1, partner_id=each) for each in (S, OTHER)),
        Mention(news_item_id=1, partner_id=S),
        Mention(news_item_id=1, partner_id=OTHER, quote="said", span_start=1, span_end=5),
        Mention(news_item_id=1, partner_id=OTHER, quote="said again"),
        Mention(
            news_item_id=1,
            partner_id=OTHER,
            quote="more",
            span_start=7,
            span_end=9,
            more_spans=[[20, 24]],
        ),
        Position(person_id=MARAT, partner_id=OTHER, title="director", since=DAY),
        Position(person_id=MARAT, partner_id=OTHER, title="Director", since=date(2020, 1, 1)),
        Position(person_id=MARAT, partner_id=OTHER, title="Adviser"),
    )
    for each in (S, OTHER):
        tags.put(session, PartnerTag, partner(session, each), ["science"])
    before = rows_of_everything(session)
    work = join(session)
    assert set(session.exec(select(Participation.role, Participation.outcome))) == {
        (guest, "one\n\ntwo"),
        (ParticipationRole.PARTICIPANT, "two"),
    }
    said = session.exec(select(Mention.quote, Mention.span_start, Mention.more_spans)).all()
    assert said == [("said", 1, [[7, 9], [20, 24]])]
    held = session.exec(select(Position)).all()
    assert {(each.title, each.since) for each in held} == {
        *(("Director", DAY), ("Director", date(2020, 1, 1)), ("Adviser", None)),
    }
    assert len(session.exec(select(InteractionPartner)).all()) == 1
    assert tags.of(session, PartnerTag, S, by=boris) == ["science"]
    back(session, work)
    assert rows_of_everything(session) == before


@pytest.mark.parametrize("child", [S, OTHER])
def test_parent_and_child_become_one_without_a_circle(session: Session, child: int) -> None:
    put(session, Partner(name_en="Above"), Partner(name_en="Below"))
    parent = S + OTHER - child
    partner(session, parent).parent_id = 3
    partner(session, child).parent_id = parent
    partner(session, 4).parent_id = OTHER
    session.flush()
    before = rows_of_everything(session)
    work = join(session)
    assert (partner(session).parent_id, partner(session, 4).parent_id) == (3, S)
    back(session, work)
    assert rows_of_everything(session) == before


def test_a_parent_below_the_survivor_is_no_choice(session: Session) -> None:
    put(session, Partner(name_en="Below", parent_id=S))
    partner(session, OTHER).parent_id = 3
    session.flush()
    (field,) = (
        each
        for each in merging.compare(session, Kind.PARTNER, S, OTHER, by=dana).fields
        if each.name == "parent_id"
    )
    assert field.theirs is None
    join(session)
    assert partner(session).parent_id is None


def test_a_survivor_from_further_below_rises_to_where_the_absorbed_stood(session: Session) -> None:
    put(session, Partner(name_en="Above"), Partner(name_en="Between", parent_id=OTHER))
    partner(session, S).parent_id = 4
    partner(session, OTHER).parent_id = 3
    session.flush()
    join(session)
    assert (partner(session).parent_id, partner(session, 4).parent_id) == (3, S)


def test_a_bin_can_be_taken_over(session: Session) -> None:
    partner(session, OTHER).bin = BIN
    before = rows_of_everything(session)
    work = join(session)
    assert partner(session).bin == BIN
    back(session, work)
    assert rows_of_everything(session) == before


def test_the_old_address_leads_to_the_survivor_however_often_it_was_merged(
    session: Session,
) -> None:
    put(session, Partner(name_en="Third"))
    first = join(session)
    second = join(session, a=3, b=S)
    assert merged.survivor_of(session, Kind.PARTNER, OTHER, by=boris) == 3
    assert merged.survivor_of(session, Kind.PARTNER, 3, by=boris) is None
    assert merged.survivor_of(session, Kind.PARTNER, 404, by=boris) is None
    (row,) = merged.taken_in(session, Kind.PARTNER, 3, by=boris)
    assert (row.id, row.name, row.undertaking_id, row.who) == (S, "EMC", second.id, dana.name)
    with pytest.raises(ChangedSince):
        back(session, first)
    for each in (second, first):
        back(session, each)
    assert merged.survivor_of(session, Kind.PARTNER, OTHER, by=boris) is None
    assert merged.taken_in(session, Kind.PARTNER, S, by=boris) == []
    trash.delete(session, Kind.PARTNER, OTHER, revision=partner(session, OTHER).revision, by=dana)
    assert merged.survivor_of(session, Kind.PARTNER, OTHER, by=boris) is None


def test_a_survivor_in_the_trash_is_nowhere_to_lead_to(session: Session) -> None:
    join(session)
    trash.delete(session, Kind.PARTNER, S, revision=partner(session).revision, by=dana)
    assert merged.survivor_of(session, Kind.PARTNER, OTHER, by=boris) is None


def test_the_history_of_both_is_told_at_the_survivor(session: Session) -> None:
    partner(session, OTHER).city = "Семей"
    join(session)
    told = history.of(session, Kind.PARTNER, S, by=boris).rows
    assert {each.record_id for each in told} == {S, OTHER}
    (into,) = [each.new for each in told if each.field == "merged_into_id"]
    assert into is not None
    assert into.text == "EMC"


def test_a_merged_record_is_neither_found_nor_in_the_trash(session: Session) -> None:
    work = join(session)
    with pytest.raises(NotFound):
        partners.get(session, OTHER, by=dana)
    assert trash.search(session, by=dana).rows == []
    with pytest.raises(Merged):
        trash.restore(session, Kind.PARTNER, OTHER, by=dana)
    back(session, work)
    assert partners.get(session, OTHER, by=dana).deleted_at is None


def test_a_form_opened_before_cannot_save_over_the_merge(session: Session) -> None:
    seen = partner(session).revision
    join(session, theirs=())
    with pytest.raises(Stale):
        partners.update(
            session, S, drafts.checked(PartnerDraft, {"name_en": "x"}), revision=seen, by=aigerim
        )


@pytest.mark.parametrize("which", [0, 1])
def test_a_merge_of_what_was_changed_meanwhile_is_refused(session: Session, which: int) -> None:
    revisions = [partner(session, each).revision for each in (S, OTHER)]
    revisions[which] += 1
    with pytest.raises(Stale):
        merging.merge(
            session, Kind.PARTNER, S, OTHER, revisions=(revisions[0], revisions[1]), by=dana
        )


def test_only_two_living_records_of_a_kind_can_be_merged(session: Session) -> None:
    with pytest.raises(Invalid, match="same_record"):
        join(session, b=S)
    with pytest.raises(Invalid, match="not_merged"):
        merging.compare(session, Kind.EVENT, 1, 2, by=dana)
    trash.delete(session, Kind.PARTNER, OTHER, revision=1, by=dana)
    for a, b in ((S, OTHER), (OTHER, S)):
        with pytest.raises(NotFound):
            join(session, a=a, b=b)


@pytest.mark.parametrize("which", [0, 1])
def test_nobody_is_one_with_somebody_who_was_erased(session: Session, which: int) -> None:
    put(session, Person(name="Әлиев М."))
    session.get_one(Person, (MARAT, 2)[which]).erased_at = clock.now()
    session.flush()
    with pytest.raises(Erased):
        merging.compare(session, Kind.PERSON, MARAT, 2, by=dana)
    with pytest.raises(Erased):
        join(session, Kind.PERSON, MARAT, 2)


def test_only_managers_merge(session: Session) -> None:
    for colleague in (boris, aigerim):
        with pytest.raises(NotAllowed):
            merging.merge(session, Kind.PARTNER, S, OTHER, revisions=(1, 1), by=colleague)


def test_two_people_become_one(session: Session) -> None:
    put(
        session,
        Person(
            name="Әлиев М.", email="m@emc.example", phone="+7 722 252 11 11", other_names=["Марат"]
        ),
        *(
            Position(person_id=2, partner_id=EMC, title=""),
            Position(person_id=2, partner_id=EMC, title="Director"),
        ),
        *(Interaction(happened_on=DAY, summary="met"), NewsItem(title="News", published_on=DAY)),
        *(InteractionPerson(interaction_id=1, person_id=2), Mention(news_item_id=1, person_id=2)),
    )
    before = rows_of_everything(session)
    work = join(session, Kind.PERSON, MARAT, 2)
    marat = people.get(session, MARAT, by=boris)
    assert (marat.name, marat.email, marat.other_names) == (
        "Марат Әлиев",
        "m@emc.example",
        ["Марат", "Әлиев М."],
    )
    assert len(people.positions(session, MARAT, by=boris)) == 2
    assert work.title == "Әлиев М. → Марат Әлиев"
    assert [row.name for row in merged.taken_in(session, Kind.PERSON, MARAT, by=boris)] == [
        "Әлиев М."
    ]
    assert merged.survivor_of(session, Kind.PERSON, 2, by=boris) == MARAT
    back(session, work)
    assert rows_of_everything(session) == before


# Small worlds: whatever was linked to whatever, taking the merge back brings all of it back.

_PARTNERS = st.integers(1, 3)
_TEXTS = st.sampled_from(["", "a", "b"])
_DAYS = st.sampled_from([None, DAY, date(2020, 1, 1)])
_LINKS = st.one_of(
    st.builds(
        Participation,
        event_id=st.just(1),
        partner_id=_PARTNERS,
        role=st.sampled_from(list(ParticipationRole)[:2]),
        outcome=_TEXTS,
    ),
    st.builds(Mention, news_item_id=st.just(1), partner_id=_PARTNERS, quote=_TEXTS),
    st.builds(Mention, news_item_id=st.just(1), person_id=st.integers(1, 2), quote=_TEXTS),
    st.builds(InteractionPerson, interaction_id=st.integers(1, 2), person_id=st.integers(1, 2)),
    st.builds(InteractionPartner, interaction_id=st.integers(1, 2), partner_id=_PARTNERS),
    st.builds(AgreementPartner, agreement_id=st.just(1), partner_id=_PARTNERS),
    st.builds(PartnerTag, partner_id=_PARTNERS, tag_id=st.integers(1, 2)),
    st.builds(FollowUp, partner_id=_PARTNERS, owner_id=st.just(1), subject=_TEXTS),
    st.builds(
        Position,
        person_id=st.integers(1, 2),
        partner_id=_PARTNERS,
        title=_TEXTS,
        since=_DAYS,
        until=_DAYS,
    ),
    st.builds(
        PersonalContact,
        person_id=st.integers(1, 3),
        personal_phone=st.none() | _TEXTS,
        personal_email=st.none() | _TEXTS,
    ),
    st.builds(
        DataBasis,
        person_id=st.integers(1, 3),
        basis=st.sampled_from(list(LegalBasis)[:2]),
        given_on=_DAYS,
        evidence=st.none() | _TEXTS,
        may_publish=st.booleans(),
        may_transfer=st.booleans(),
        keep_until=_DAYS,
    ),
    st.builds(
        Attachment,
        name=st.just("a"),
        media_type=st.just("x"),
        size=st.just(1),
        sha256=_TEXTS,
        added_by=st.just(1),
        partner_id=_PARTNERS,
    ),
)
_PARENTS = st.fixed_dictionaries(
    {1: st.none(), 2: st.sampled_from([None, 1]), 3: st.sampled_from([None, 1, 2])}
)
_FIELDS = st.sets(st.sampled_from(["name_kk", "name_en", "bin", "city", "parent_id", "owner_id"]))


@pytest.mark.parametrize("kind", list(merged.TABLES))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    links=st.lists(_LINKS, max_size=14),
    parents=_PARENTS,
    bins=st.sampled_from([(None, None), (BIN, None), (None, BIN)]),
    pair=st.permutations([1, 2, 3]),
    theirs=st.none() | _FIELDS,
)
def test_taking_a_merge_back_restores_every_row(
    small_world: None,
    kind: Kind,
    links: list[SQLModel],
    parents: dict[int, int | None],
    bins: tuple[str | None, str | None],
    pair: list[int],
    theirs: set[str] | None,
) -> None:
    """All columns of all business tables but `revision` and `updated_at`, which count saves."""
    a, b = pair[:2] if kind is Kind.PARTNER else sorted(pair[:2], key=lambda each: each % 3)
    with db.transaction() as session, _thrown_away(session):
        _build(session)
        for link in links:
            _add(session, type(link)(**link.model_dump()))
        for number, parent in parents.items():
            partner(session, number).parent_id = parent
        for number, digits in zip((a, b), bins, strict=True):
            partner(session, number).bin = digits
        before = rows_of_everything(session)
        work = join(session, kind, a, b, theirs=theirs)
        assert rows_of_everything(session) != before
        assert merging_links.count(session, str(kind), b) == {}
        back(session, work)
        assert rows_of_everything(session) == before


@contextmanager
def _thrown_away(session: Session) -> Iterator[None]:
    savepoint = session.begin_nested()
    yield
    savepoint.rollback()


def _build(session: Session) -> None:
    put(session, Partner(name_en="Third"), Person(name="Anna"), Person(name="Anna K."))
    put(session, *(Interaction(happened_on=DAY, summary="met") for _ in range(2)))
    put(session, NewsItem(title="News", published_on=DAY), Agreement(title="Memorandum"))
    put(session, *(Tag(name=each, key=each) for each in "ab"))


def _add(session: Session, link: SQLModel) -> None:
    """Add a link unless one with its key is there."""
    with suppress(IntegrityError), session.begin_nested():
        put(session, link)
