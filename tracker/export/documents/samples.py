"""Invented records, by which a template is tried before it takes the place of ours."""

from datetime import date, timedelta

from tracker import clock
from tracker.access import Role, User
from tracker.domain.agreements import AgreementRow, AgreementState, Verdict
from tracker.domain.annual import Proof, Proofs, Report
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
    Renewal,
    Sector,
    Stage,
    Standing,
    Tier,
)
from tracker.domain.quiet import Quiet
from tracker.domain.reports import (
    Bar,
    Count,
    Dashboard,
    EventYield,
    KindCount,
    OwnerCount,
    Scope,
    SectorCount,
    StageCount,
    Tiles,
    UnitCount,
    led_to,
)
from tracker.domain.reports.counts import narrowed
from tracker.names.regions import Region

USER = User(0, "", "Айгерім Сейітова", Role.LIAISON)

_DAY = date(2024, 4, 8)
_NAME = "«Семей инжиниринг» жауапкершілігі шектеулі серіктестігі"


def brief() -> Brief:
    """A partner of whom everything is known."""
    row = InteractionRow(
        1, _DAY, InteractionKind.VISIT, "Көшпелі сабақ", "Келісілді", (), (), ("А",), None
    )
    paper = AgreementRow(
        id=1,
        title="Меморандум",
        kind=AgreementKind.MEMORANDUM,
        partners=(_NAME,),
        signed_on=_DAY,
        valid_until=_DAY,
        state=AgreementState.ENDING,
        verdict=Verdict.PARTLY,
        renewal=Renewal.NONE,
        lapses_on=None,
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


def report() -> Report:
    """A year in which something of everything happened."""
    scope = Scope(date(2023, 1, 1), date(2023, 12, 31), Sector.INDUSTRY, Tier.KEY, Region.ABAI, 1)

    def count(kind: Kind, value: int = 7) -> Count:
        return Count(value, kind, narrowed(kind, scope))

    partners, met = count(Kind.PARTNER), count(Kind.INTERACTION)
    owed, signed = count(Kind.FOLLOW_UP), count(Kind.AGREEMENT)
    figures = Dashboard(
        at=clock.now(),
        is_exact=True,
        tiles=Tiles(
            *(partners, 5, partners, 9, met, 4, owed, 6, owed),
            *(owed, count(Kind.FOLLOW_UP, 3), 5, 5, signed, None),
        ),
        sectors=[SectorCount(Sector.INDUSTRY, stage, partners) for stage in Stage],
        over_time=[Bar(date(2023, month, 1), date(2023, month, 28), met) for month in range(1, 13)],
        pipeline=[StageCount(Stage.ACTIVE, Standing.MONTH, partners)],
        kinds=[KindCount(kind, owed, owed, owed) for kind in FollowUpKind],
        units=[UnitCount(1, "Ветеринария кафедрасы", Sector.INDUSTRY, owed)],
        owners=[OwnerCount(1, USER.name, owed)],
        events=[EventYield("Ғылым апталығы", dict.fromkeys(led_to.SHOWN, met))],
    )
    proofs = {
        "signed": Proof(Kind.AGREEMENT, 1, _DAY, AgreementKind.MEMORANDUM, "Жоба", "", (_NAME,)),
        "done": Proof(Kind.FOLLOW_UP, 1, _DAY, FollowUpKind.EXPERTISE, "Жоба", "Бітті", (_NAME,)),
        "met": Proof(Kind.INTERACTION, 1, _DAY, InteractionKind.VISIT, "Сапар", "", (_NAME,)),
        "new": Proof(Kind.PARTNER, 1, _DAY, Sector.INDUSTRY, _NAME, "Семей", ()),
    }
    told = {name: Proofs([proof], count(proof.kind)) for name, proof in proofs.items()}
    return Report(scope, scope.before(), "Ветеринария кафедрасы", figures, **told)


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
