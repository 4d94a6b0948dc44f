"""Who of us knows whom at a partner, and which partners hang on one person."""

from datetime import timedelta
from typing import Any

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
)
from tracker import clock
from tracker.domain import erasing
from tracker.domain.models import (
    Account,
    Event,
    EventPerson,
    Interaction,
    InteractionColleague,
    InteractionKind,
    InteractionPartner,
    InteractionPerson,
    Partner,
    Person,
    Position,
    Sector,
    Tier,
    Unit,
)
from tracker.domain.network import single, warm
from tracker.domain.network.single import Months, Side, Single, SingleFilter
from tracker.domain.network.warm import NetworkStep, Path

TODAY = clock.today()


def contact(
    session: Session,
    *colleagues: int,
    people: tuple[int, ...] = (),
    partner: int | None = EMC,
    ago: int = 10,
    **more: Any,
) -> Interaction:
    made = Interaction(summary="Talk", happened_on=TODAY - timedelta(days=ago), **more)
    session.add(made)
    session.flush()
    at = made.id or 0
    if partner:
        session.add(InteractionPartner(interaction_id=at, partner_id=partner))
    session.add_all(
        [
            *(InteractionColleague(interaction_id=at, account_id=each) for each in colleagues),
            *(InteractionPerson(interaction_id=at, person_id=each) for each in people),
        ]
    )
    session.flush()
    return made


def person(session: Session, name: str, partner: int = EMC, **more: Any) -> int:
    made = Person(name=name)
    session.add(made)
    session.flush()
    session.add(Position(person_id=made.id or 0, partner_id=partner, **more))
    session.flush()
    return made.id or 0


def unit(session: Session, name: str, **more: Any) -> int:
    made = Unit(name_en=name, **more)
    session.add(made)
    session.flush()
    return made.id or 0


def told(found: list[Path]) -> list[tuple[NetworkStep, int, int | None, int]]:
    return [(path.step, path.colleague_id, path.person_id, path.number) for path in found]


def test_who_met_somebody_there_comes_first_with_what_shows_it(session: Session) -> None:
    meat = unit(session, "Meat laboratory")
    for ago in (5, 30, 60):
        contact(session, aigerim.id, people=(MARAT,), ago=ago, unit_id=meat)
    contact(session, aigerim.id, people=(MARAT,), ago=90, kind=InteractionKind.CALL)
    contact(session, dana.id)
    (met, partner_only) = warm.paths(session, EMC, by=boris)
    assert (met.colleague, met.person, met.unit) == (
        aigerim.name,
        "Марат Әлиев",
        "Meat laboratory",
    )
    assert (met.number, met.last) == (4, TODAY - timedelta(days=5))
    assert met.kinds == {InteractionKind.MEETING: 3, InteractionKind.CALL: 1}
    assert (partner_only.step, partner_only.person) == (NetworkStep.MET_PARTNER, None)
    assert partner_only.colleague_id == dana.id


def test_fresh_contacts_count_more_than_many_old_ones(session: Session) -> None:
    for _ in range(5):
        contact(session, aigerim.id, people=(MARAT,), ago=365 * 3)
    for _ in range(2):
        contact(session, dana.id, people=(MARAT,), ago=3)
    found = warm.paths(session, EMC, by=boris)
    assert [path.colleague_id for path in found] == [dana.id, aigerim.id]
    assert found[1].strength == pytest.approx(5 / 8)


def test_of_alike_near_ones_the_asking_unit_comes_first(session: Session) -> None:
    for _ in range(3):
        contact(session, aigerim.id, people=(MARAT,))
    contact(session, dana.id, people=(MARAT,), unit_id=VETERINARY)
    found = warm.paths(session, EMC, by=boris, unit_id=VETERINARY)
    assert [path.colleague_id for path in found] == [dana.id, aigerim.id]
    assert [path.unit_id for path in found] == [VETERINARY, None]


def test_the_unit_that_a_colleague_heads_is_named_where_contacts_name_none(
    session: Session,
) -> None:
    lab = unit(session, "Soil laboratory", head_id=aigerim.id)
    contact(session, aigerim.id, people=(MARAT,))
    gone = unit(session, "Closed", deleted_at=clock.now())
    contact(session, dana.id, people=(MARAT,), unit_id=gone)
    found = {path.colleague_id: path.unit_id for path in warm.paths(session, EMC, by=boris)}
    assert found == {aigerim.id: lab, dana.id: None}


def test_who_was_at_the_same_event_may_open_the_door_too(session: Session) -> None:
    session.add(EventPerson(event_id=SCIENCE_WEEK, person_id=MARAT, partner_id=EMC))
    contact(session, dana.id, partner=SEMEY_ENGINEERING, event_id=SCIENCE_WEEK)
    contact(session, dana.id, partner=SEMEY_ENGINEERING, event_id=SCIENCE_WEEK)
    (path,) = warm.paths(session, EMC, by=boris)
    assert told([path]) == [(NetworkStep.SAME_EVENT, dana.id, MARAT, 1)]
    assert path.event == (SCIENCE_WEEK, "Science Week")
    # Who met them is no stranger who was there by chance.
    contact(session, dana.id, people=(MARAT,))
    assert [each.step for each in warm.paths(session, EMC, by=boris)] == [NetworkStep.MET]


def test_a_person_met_at_an_event_was_there(session: Session) -> None:
    contact(session, aigerim.id, people=(MARAT,), event_id=SCIENCE_WEEK)
    contact(session, dana.id, partner=None, event_id=SCIENCE_WEEK, unit_id=VETERINARY)
    steps = {path.colleague_id: path.step for path in warm.paths(session, EMC, by=boris)}
    assert steps == {aigerim.id: NetworkStep.MET, dana.id: NetworkStep.SAME_EVENT}


def test_an_event_in_the_trash_or_to_come_opens_no_door(session: Session) -> None:
    session.add(EventPerson(event_id=SCIENCE_WEEK, person_id=MARAT, partner_id=EMC))
    contact(session, dana.id, partner=None, event_id=SCIENCE_WEEK)
    event = session.get_one(Event, SCIENCE_WEEK)
    before, event.starts_on = event.starts_on, TODAY + timedelta(days=1)
    session.flush()
    assert warm.paths(session, EMC, by=boris) == []
    event.starts_on, event.deleted_at = before, clock.now()
    session.flush()
    assert warm.paths(session, EMC, by=boris) == []


def test_a_person_of_theirs_is_known_from_wherever_they_were_met(session: Session) -> None:
    contact(session, aigerim.id, people=(MARAT,), partner=SEMEY_ENGINEERING)
    assert told(warm.paths(session, EMC, by=boris)) == [(NetworkStep.MET, aigerim.id, MARAT, 1)]


def test_who_has_left_opens_no_door(session: Session) -> None:
    former = person(session, "Former", until=TODAY - timedelta(days=1))
    contact(session, aigerim.id, people=(former,))
    contact(session, dana.id, people=(MARAT,))
    session.get_one(Account, dana.id).active = False
    session.flush()
    # Of the one who left there, the contact with the partner stays; of ours nothing does.
    assert told(warm.paths(session, EMC, by=boris)) == [
        (NetworkStep.MET_PARTNER, aigerim.id, None, 1)
    ]


def test_who_was_erased_opens_no_door(session: Session) -> None:
    contact(session, aigerim.id, people=(MARAT,))
    erasing.erase(session, MARAT, reason="Asked", revision=1, by=dana)
    assert told(warm.paths(session, EMC, by=boris)) == [
        (NetworkStep.MET_PARTNER, aigerim.id, None, 1)
    ]


def test_what_is_in_the_trash_or_only_planned_shows_nothing(session: Session) -> None:
    contact(session, aigerim.id, people=(MARAT,), deleted_at=clock.now())
    contact(session, aigerim.id, people=(MARAT,), ago=-1)
    assert warm.paths(session, EMC, by=boris) == []
    contact(session, aigerim.id, people=(MARAT,))
    session.get_one(Person, MARAT).deleted_at = clock.now()
    session.flush()
    assert [path.person_id for path in warm.paths(session, EMC, by=boris)] == [None]


def test_at_most_as_many_as_asked_for(session: Session) -> None:
    for colleague in (aigerim, dana, boris):
        contact(session, colleague.id, people=(MARAT,))
    assert len(warm.paths(session, EMC, by=boris, most=2)) == 2


def hanging(session: Session, wanted: SingleFilter = SingleFilter()) -> list[Single]:
    return single.search(session, wanted, by=boris).rows


def test_a_partner_hangs_on_the_one_of_us_through_whom_all_contact_ran(session: Session) -> None:
    for ago in (1, 20, 300):
        contact(session, aigerim.id, ago=ago)
    (found,) = hanging(session)
    assert (found.id, found.side, found.who, found.number) == (EMC, Side.OURS, aigerim.name, 3)
    assert found.last == TODAY - timedelta(days=1)
    assert single.of_partner(session, EMC, by=boris) == [found]
    assert single.of_partner(session, SEMEY_ENGINEERING, by=boris) == []
    contact(session, aigerim.id, dana.id)
    assert hanging(session) == []


def test_one_person_in_the_latest_contacts_says_nothing_of_those_before(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single, "_GLANCE", 2)
    for ago in (1, 2, 3):
        contact(session, aigerim.id, ago=ago)
    assert single.of_partner(session, EMC, by=boris) == hanging(session) != []
    contact(session, dana.id, ago=4)
    assert single.of_partner(session, EMC, by=boris) == []


def test_or_on_the_one_of_theirs_whom_we_spoke_with(session: Session) -> None:
    elsewhere = person(session, "Elsewhere", SEMEY_ENGINEERING)
    for colleague in (aigerim, dana, aigerim):
        # Somebody of another partner who was there too changes nothing.
        contact(session, colleague.id, people=(MARAT, elsewhere))
    contact(session, dana.id)  # with whom is not on record, and says nothing
    (found,) = hanging(session)
    assert (found.side, found.who_id, found.number) == (Side.THEIRS, MARAT, 3)
    contact(session, dana.id, people=(person(session, "Second"),))
    assert hanging(session) == []


def test_few_contacts_say_nothing_and_old_ones_are_not_counted(session: Session) -> None:
    contact(session, aigerim.id)
    contact(session, aigerim.id)
    contact(session, aigerim.id, ago=400)
    contact(session, aigerim.id, deleted_at=clock.now())
    contact(session, aigerim.id, ago=-5)
    assert hanging(session) == []
    assert len(hanging(session, SingleFilter(months=Months.TWENTY_FOUR))) == 1
    session.get_one(Partner, EMC).deleted_at = clock.now()
    session.flush()
    assert hanging(session, SingleFilter(months=Months.TWENTY_FOUR)) == []


def test_the_list_is_narrowed_and_the_most_important_come_first(session: Session) -> None:
    for partner in (EMC, SEMEY_ENGINEERING):
        for _ in range(3):
            contact(session, aigerim.id, people=(MARAT,), partner=partner)
    session.get_one(Partner, SEMEY_ENGINEERING).tier = Tier.STRATEGIC
    session.flush()
    assert [row.id for row in hanging(session)] == [SEMEY_ENGINEERING, EMC, EMC]
    assert [row.id for row in hanging(session, SingleFilter(side=Side.THEIRS))] == [EMC]
    assert [row.id for row in hanging(session, SingleFilter(tier=Tier.STRATEGIC))] == [
        SEMEY_ENGINEERING
    ]
    assert hanging(session, SingleFilter(sector=Sector.MUSEUM)) == []
