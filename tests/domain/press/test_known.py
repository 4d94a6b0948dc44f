"""The register of partners as the reader of articles asks it."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from tests.world import EMC, SEMEY_ENGINEERING, aigerim, boris, dana, nobody
from tracker import db
from tracker.domain import drafts, partners, trash
from tracker.domain.models import Kind, PartnerDraft
from tracker.domain.press import known
from tracker.errors import NotAllowed


def add(session: Session, **typed: Any) -> int:
    return partners.create(session, drafts.checked(PartnerDraft, typed), by=aigerim).id or 0


@pytest.mark.parametrize(
    ("written", "partner"),
    [
        ("EMC LLP", EMC),
        ("ТОО «Семей инжиниринг»", SEMEY_ENGINEERING),
        ("Semey Engineering", SEMEY_ENGINEERING),
        ("«Семей инжиниринг» ЖШС", SEMEY_ENGINEERING),
    ],
)
def test_a_known_name_is_known_whatever_it_is_dressed_in(
    session: Session, written: str, partner: int
) -> None:
    found = known.partners(session, by=boris).called([written, "Irtysh Kabel LLP", ""])
    assert {name: match.id for name, match in found.items()} == {written: partner}


def test_an_alias_and_a_name_of_common_words_are_known(session: Session) -> None:
    kable = add(session, name_en="Irtysh Kabel", aliases=["ИртышКабель"])
    akimat = add(session, name_en="Akimat of the Abai region", sector="government")
    found = known.partners(session, by=boris).called(["ИртышКабель", "Akimat of the Abai region"])
    assert [match.id for match in found.values()] == [kable, akimat]


def test_a_name_that_two_partners_may_mean_is_left_out(session: Session) -> None:
    add(session, name_en="Nova", legal_form="LLP")
    add(session, name_ru="Нова", legal_form="ТОО")
    assert known.partners(session, by=boris).called(["Nova LLP"]) == {}


def test_whoever_is_in_the_trash_is_not_known(session: Session) -> None:
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    register = known.partners(session, by=boris)
    assert register.called(["EMC"]) == {}
    assert register.called([]) == {}


def test_the_likely_ones_are_asked_for_later_all_together(session: Session) -> None:
    assert known.partners(session, by=boris).likely("Semey Engineerings") == []


def test_three_hundred_names_are_few_questions(world: None) -> None:
    asked: list[str] = []
    with db.reading() as session:
        register = known.partners(session, by=boris)
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        register.called([f"Company «Number{place} Word{place * 7}»" for place in range(300)])
    assert len(asked) <= 8


def test_who_is_nobody_is_told_nothing(session: Session) -> None:
    with pytest.raises(NotAllowed):
        known.partners(session, by=nobody)
