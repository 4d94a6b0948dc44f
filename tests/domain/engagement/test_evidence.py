"""What counts, from when to when, and as which kind of work: worked out once more from the rows.

The reckoning below knows nothing of the program but the usual numbers: it is the definition, typed
a second time.
"""

from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest
from sqlmodel import Session

from tests.domain.engagement.records import TODAY, Happened, put, story, summed
from tests.world import aigerim, boris
from tracker.domain import engagement
from tracker.domain.engagement.rules import USUAL
from tracker.domain.models import Agreement, AgreementPartner, Partner, Renewal, Sector

QUARTER = TODAY - timedelta(days=91)

_WORKS = ("research", "training", "internships", "events", "visits", "outreach", "agreements")
SHARES = dict(zip(_WORKS, (20, 20, 15, 15, 10, 10, 10), strict=True))
HALF_LIVES = dict(zip(_WORKS, (540, 365, 365, 365, 180, 365, 180), strict=True))
FOLLOW_UPS = {
    "research": "joint_research laboratory_service expertise equipment",
    "training": "retraining guest_lecture curriculum dual_education dual_diploma",
    "internships": "internship recruitment scholarship",
    "outreach": "exhibition",
    "agreements": "agreement",
    "visits": "other",
}


def proofs(each: Happened, sector: str, day: int) -> list[tuple[str, float, int, str]]:
    """(work, weight, days since it fades, side) of a record, `day` days before TODAY."""
    is_school = sector in ("museum", "school")
    kind, since = str(each.kind), each.ago - day
    if each.what == "interaction":
        weight = {"visit": 1.0, "meeting": 0.7}.get(kind, 0.3)
        return [("visits", weight, since, "")] if since >= 0 else []
    if each.what == "event":
        if since < 0 or each.came == "absent":
            return []
        work = {"training": "training", "visit": "visits", "olympiad": "outreach"}.get(kind)
        if is_school and kind in ("exhibition", "opening"):
            work = "outreach"
        gave = each.role in ("organiser", "speaker", "exhibitor")
        weight, side = (1.5, "them") if gave else (1.0, "")
        return [(work or "events", weight, since, side)]
    if each.what == "follow_up":
        (work,) = [work for work, kinds in FOLLOW_UPS.items() if kind in kinds.split()]
        if is_school and kind == "other":
            work = "outreach"
        if each.status in ("in_progress", "waiting", "to_confirm") and since >= 0:
            return [(work, 0.5, since, "")]
        if each.status == "done" and each.closed is not None and each.closed >= day:
            side = "us" if each.direction == "we_owe" else "them"
            return [(work, 1.0, each.closed - day, side)]
        return []
    if since < 0:
        return []
    ends = each.closed if each.renewal != "automatic" else None
    return [("agreements", 1.0, 0 if ends is None else max(0, ends - day), "")]


def reckoned(records: list[Happened], sector: str, day: int) -> float | None:
    amounts: dict[str, float] = defaultdict(float)
    fresh: dict[str, float] = defaultdict(float)
    given: dict[str, float] = defaultdict(float)
    for work, weight, since, side in (p for each in records for p in proofs(each, sector, day)):
        left = 0.5 ** (since / HALF_LIVES[work])
        amounts[work] += weight * left
        fresh[work] = max(fresh[work], left)
        given[side] += weight * left
    if not amounts:
        return None
    least = min(given["us"] / (given["us"] + 1), given["them"] / (given["them"] + 1))
    points = sum(
        SHARES[work] * fresh[work] * (amount / fresh[work]) / (amount / fresh[work] + 1)
        for work, amount in amounts.items()
    )
    return points * (0.7 + 0.3 * least)


@pytest.fixture
def many(session: Session) -> dict[int, tuple[str, list[Happened]]]:
    """Forty partners of all sectors with a random story each."""
    random = Random(7)
    told: dict[int, tuple[str, list[Happened]]] = {}
    for _ in range(40):
        partner = Partner(name_en="Somebody", sector=random.choice(list(Sector)))
        session.add(partner)
        session.flush()
        number = partner.id or 0
        told[number] = partner.sector, story(random, number)
        put(session, told[number][1])
    return told


def test_every_score_is_what_a_second_reckoning_says(
    session: Session, many: dict[int, tuple[str, list[Happened]]]
) -> None:
    once = summed(session, (TODAY, QUARTER), USUAL)
    for place, (day, ago) in enumerate(((TODAY, 0), (QUARTER, 91))):
        for partner, (sector, records) in many.items():
            expected = reckoned(records, sector, ago)
            course = engagement.course(session, partner, by=boris, today=day, months=1)
            live, added = course.score, once[partner][place] if partner in once else None
            if expected is None:
                assert (live, added) == (None, None)
                continue
            assert live is not None
            assert added is not None
            assert live.total == pytest.approx(expected)
            assert added.total == pytest.approx(expected)
            assert added.two_way == pytest.approx(live.two_way.share)
            assert added.kinds == sum(each.fresh >= 0.25 for each in live.parts.values())
    assert sum(reckoned(records, sector, 0) is None for sector, records in many.values()) >= 3


def test_the_reasons_bring_all_the_points(
    session: Session, many: dict[int, tuple[str, list[Happened]]]
) -> None:
    for partner in list(many)[:15]:
        course = engagement.course(session, partner, by=aigerim, today=TODAY)
        reasons = engagement.reasons(session, partner, course, by=aigerim)
        parts = course.score.parts if course.score else {}
        assert {each.work for each in reasons} == set(parts)
        for work, part in parts.items():
            mine = [each for each in reasons if each.work is work]
            assert len(mine) == min(part.number, 10)
            if part.number <= 10:
                assert sum(each.points for each in mine) == pytest.approx(part.points)
            assert [each.points for each in mine] == sorted(
                (each.points for each in mine), reverse=True
            )
            assert all(each.day <= TODAY for each in mine)


def test_an_agreement_that_was_let_go_fades_from_that_day(session: Session) -> None:
    partner = Partner(name_en="Let go", sector=Sector.INDUSTRY)
    session.add(partner)
    session.flush()
    number = partner.id or 0
    agreement = Agreement(
        title="On practice",
        signed_on=TODAY - timedelta(days=700),
        valid_until=TODAY - timedelta(days=400),
        renewal=Renewal.AUTOMATIC,
        partners=[AgreementPartner(**{"partner_id": number})],
    )
    session.add(agreement)
    session.flush()

    def score() -> float:
        stood = engagement.course(session, number, by=boris, today=TODAY).score
        return stood.total if stood else 0.0

    in_force = score()
    agreement.lapses_on = TODAY - timedelta(days=HALF_LIVES["agreements"])
    session.flush()
    assert score() == pytest.approx(in_force / 2)
