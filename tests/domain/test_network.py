"""The network: every tie is one that the records tell, and every one that they tell is there."""

from collections.abc import Iterable
from datetime import timedelta
from random import Random

import pytest
from sqlmodel import Session, select

from tests.domain.network_world import brute_force, fill
from tests.world import EMC, MARAT, SCIENCE_WEEK, SEMEY_ENGINEERING, VETERINARY, boris
from tracker import clock
from tracker.domain.models import Interaction, InteractionPartner, Kind, Partner, Sector, Unit
from tracker.domain.network import graphs, sources
from tracker.domain.network.graphs import Graph
from tracker.domain.network.nodes import KINDS, Node, Tie, Wanted
from tracker.errors import NotFound

TODAY = clock.today()
WANTED = [
    Wanted(),
    Wanted(since=TODAY - timedelta(days=120)),
    Wanted(sector=Sector.MUSEUM),
    Wanted(kinds=frozenset({Kind.PARTNER, Kind.UNIT})),
    Wanted(unit_id=2, since=TODAY - timedelta(days=300), sector=Sector.INDUSTRY),
]
BUSY = Node(Kind.PARTNER, EMC)


def as_set(ties: Iterable[Tie]) -> set[tuple[object, ...]]:
    return {(*tie.ends, tie.number, tie.last, tuple(sorted(tie.through.items()))) for tie in ties}


def meet(session: Session, *partners: int, times: int = 1, unit_id: int = VETERINARY) -> None:
    for _ in range(times):
        made = Interaction(summary="Talk", happened_on=TODAY, unit_id=unit_id)
        session.add(made)
        session.flush()
        for partner in partners:
            session.add(InteractionPartner(interaction_id=made.id or 0, partner_id=partner))
    session.flush()


@pytest.mark.parametrize("seed", range(2))
def test_the_network_is_what_going_through_all_records_finds(session: Session, seed: int) -> None:
    fill(session, Random(seed))
    for wanted in WANTED:
        graph = graphs.strongest(session, wanted, by=boris)
        assert as_set(graph.ties) == as_set(brute_force(session, wanted).values())
        assert graph.left_out == 0
    shown = {end for tie in graph.ties for end in tie.ends}
    assert set(graph.nodes) == shown


@pytest.mark.parametrize("seed", range(2))
def test_around_one_record_stands_what_one_or_two_ties_lead_to(session: Session, seed: int) -> None:
    fill(session, Random(seed))
    every = brute_force(session)
    alive = {end for pair in every for end in pair}
    for focus in sorted(node for node in alive if node.id == 1):
        near = reached({focus}, every)
        graph = graphs.around(session, focus, by=boris)
        assert set(graph.nodes) == near
        within = {pair: tie for pair, tie in every.items() if set(pair) <= near}
        assert as_set(graph.ties) == as_set(within.values())
        further = graphs.around(session, focus, by=boris, steps=2)
        assert set(further.nodes) == reached(near, every)
        assert (graph.left_out, further.left_out) == (0, 0)
        assert next(iter(graph.nodes)) == focus


def reached(start: set[Node], every: Iterable[tuple[Node, Node]]) -> set[Node]:
    return start | {end for pair in every if start & set(pair) for end in pair}


def test_what_is_not_shown_is_not_walked_through(session: Session) -> None:
    fill(session, Random(1))
    wanted = Wanted(kinds=frozenset({Kind.EVENT}))
    graph = graphs.around(session, BUSY, wanted, by=boris, steps=2)
    assert {node.kind for node in graph.nodes} <= {Kind.PARTNER, Kind.EVENT}
    assert set(graph.nodes) <= reached(reached({BUSY}, pairs(session)), pairs(session))
    assert not graphs.strongest(session, Wanted(kinds=frozenset({Kind.UNIT})), by=boris).nodes


def pairs(session: Session) -> list[tuple[Node, Node]]:
    return list(brute_force(session, Wanted(kinds=frozenset({Kind.PARTNER, Kind.EVENT}))))


def test_what_is_in_the_trash_or_was_merged_ties_nobody(session: Session) -> None:
    meet(session, EMC, SEMEY_ENGINEERING)
    focus = Node(Kind.UNIT, VETERINARY)
    both = {Node(Kind.PARTNER, EMC), Node(Kind.PARTNER, SEMEY_ENGINEERING)}
    assert set(graphs.around(session, focus, by=boris).nodes) == {focus, *both}
    merged = session.get_one(Partner, SEMEY_ENGINEERING)
    merged.deleted_at, merged.merged_into_id = clock.now(), EMC
    session.flush()
    assert set(graphs.around(session, focus, by=boris).nodes) == {focus, BUSY}
    with pytest.raises(NotFound):
        graphs.around(session, Node(Kind.PARTNER, SEMEY_ENGINEERING), by=boris)
    with pytest.raises(NotFound):
        graphs.around(session, Node(Kind.EVENT, 404), by=boris)
    for contact in session.exec(select(Interaction)).all():
        contact.deleted_at = clock.now()
    session.flush()
    assert set(graphs.around(session, focus, by=boris).nodes) == {focus}


def test_what_is_only_planned_ties_nobody_yet(session: Session) -> None:
    meet(session, EMC)
    contact = session.exec(select(Interaction)).one()
    contact.happened_on = TODAY + timedelta(days=1)
    session.flush()
    assert graphs.around(session, Node(Kind.UNIT, VETERINARY), by=boris).ties == []


def test_a_picture_is_bounded_and_says_how_much_is_left_out(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphs, "MOST", 4)
    monkeypatch.setattr(graphs, "_NEAR", 3)
    partners = [Partner(name_en=f"P{number}") for number in range(6)]
    session.add_all([*partners, Unit(name_en="Robotics")])
    session.flush()
    for often, partner in enumerate(partners, start=1):
        meet(session, partner.id or 0, times=often)
    meet(session, partners[5].id or 0, unit_id=2)
    graph = graphs.around(session, Node(Kind.UNIT, VETERINARY), by=boris)
    assert [tie.number for tie in graph.ties] == [6, 5, 4]
    assert graph.left_out == 3
    further = graphs.around(session, Node(Kind.UNIT, VETERINARY), by=boris, steps=2)
    assert Node(Kind.UNIT, 2) in further.nodes
    assert (len(further.nodes), further.left_out) == (4, 4)
    assert len(graphs.strongest(session, by=boris).nodes) == 4


def test_where_not_all_ties_can_be_drawn_each_record_keeps_its_strongest(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphs, "_MOST_TIES", 3)
    session.add(Unit(name_en="Robotics"))
    session.flush()
    for often, unit_id in ((1, VETERINARY), (4, 2)):
        meet(session, EMC, SEMEY_ENGINEERING, times=often, unit_id=unit_id)
    graph = graphs.around(session, Node(Kind.UNIT, VETERINARY), by=boris, steps=2)
    assert {end for tie in graph.ties for end in tie.ends} == set(graph.nodes)
    assert [tie.number for tie in graph.ties] == [4, 4, 1, 1, 1]  # the last: who works at EMC
    assert len(graphs.strongest(session, by=boris).ties) == 4


def test_of_very_many_contacts_the_latest_are_looked_at_and_it_says_since_when(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LOOKED_AT", 3)
    meet(session, EMC, times=2)
    for contact in session.exec(select(Interaction)).all():
        contact.happened_on = TODAY - timedelta(days=100)
    meet(session, SEMEY_ENGINEERING, times=3)
    found = graphs.strongest(session, by=boris)
    assert Node(Kind.PARTNER, SEMEY_ENGINEERING) in found.nodes
    assert found.looking.day == TODAY - timedelta(days=100)
    meet(session, SEMEY_ENGINEERING)
    found = graphs.strongest(session, by=boris)
    assert found.looking.day == TODAY
    assert BUSY not in found.nodes
    # Of a partner everything is looked at, and the second step says since when it looks.
    assert graphs.around(session, BUSY, by=boris).looking.day is None
    further = graphs.around(session, BUSY, by=boris, steps=2)
    assert Node(Kind.PARTNER, SEMEY_ENGINEERING) in further.nodes
    assert further.looking.day == TODAY


def test_names_are_in_the_reader_s_language(session: Session) -> None:
    meet(session, SEMEY_ENGINEERING)
    graph: Graph = graphs.around(session, Node(Kind.UNIT, VETERINARY), by=boris)
    assert [title.text for title in graph.nodes.values()] == [
        "Department of Veterinary",
        "Semey Engineering",
    ]


def test_every_kind_of_record_may_be_the_focus(session: Session) -> None:
    ids = {
        Kind.PARTNER: EMC, Kind.UNIT: VETERINARY, Kind.PERSON: MARAT, Kind.EVENT: SCIENCE_WEEK
    }  # fmt: skip
    for kind in KINDS:
        assert (
            Node(kind, ids[kind]) in graphs.around(session, Node(kind, ids[kind]), by=boris).nodes
        )
