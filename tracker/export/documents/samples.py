"""Invented records, by which a template is tried before it takes the place of ours."""

from datetime import date, timedelta

from tracker import clock
from tracker.access import Role, User
from tracker.domain.agreements import AgreementRow, AgreementState
from tracker.domain.briefs import Brief, Met, Story
from tracker.domain.briefs.topics import Topic, TopicRule
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.interactions import InteractionRow
from tracker.domain.models import (
    AgreementKind,
    Direction,
    FollowUpKind,
    FollowUpStatus,
    InteractionKind,
    Kind,
    Priority,
    Sector,
    Stage,
    Tier,
)
from tracker.domain.quiet import Quiet

USER = User(0, "", "Айгерім Сейітова", Role.LIAISON)

_DAY = date(2024, 4, 8)
_NAME = "«Семей инжиниринг» жауапкершілігі шектеулі серіктестігі"


def brief() -> Brief:
    """A partner of whom everything is known."""
    row = InteractionRow(
        1, _DAY, InteractionKind.VISIT, "Көшпелі сабақ", "Келісілді", (), (), ("А",), None
    )
    paper = AgreementRow(
        1, "Меморандум", AgreementKind.MEMORANDUM, (_NAME,), _DAY, _DAY, AgreementState.ENDING
    )
    topic = Topic(TopicRule.WE_ARE_LATE, FollowUpKind.RETRAINING, "ветеринария", _DAY)
    return Brief(
        id=1,
        name=_NAME,
        other_names=("Semey Engineering",),
        sector=Sector.INDUSTRY,
        tier=Tier.STRATEGIC,
        stage=Stage.ACTIVE,
        city="Семей",
        region="Абай облысы",
        website="https://semey.example",
        parent="Холдинг",
        owner=USER.name,
        quiet=Quiet(_DAY, Kind.EVENT, 90, 60),
        people=[Met(1, "Марат Әлиев", ("Директор",), _DAY, "+7 700 000 00 00")],
        contacts=[row],
        contacts_total=13,
        ours=[_promise(Direction.WE_OWE)] * 20,
        theirs=[_promise(Direction.THEY_OWE)] * 20,
        agreements=[paper] * 20,
        news=[Story(1, "Зауыт ашылды", _DAY, "Портал", "")] * 20,
        topics=[topic] * 20,
    )


def _promise(direction: Direction) -> FollowUpRow:
    return FollowUpRow(
        id=1,
        kind=FollowUpKind.RETRAINING,
        subject="ветеринария",
        direction=direction,
        partner_id=1,
        partner=_NAME,
        unit="Ветеринария кафедрасы",
        owner_id=1,
        owner=USER.name,
        due_on=clock.today() - timedelta(days=3),
        priority=Priority.NORMAL,
        status=FollowUpStatus.OPEN,
        is_overdue=True,
        quote="",
        closed_at=None,
        revision=1,
    )
