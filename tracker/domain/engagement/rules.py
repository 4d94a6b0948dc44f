"""The numbers that engagement is worked out by: the usual ones, and what the university sets."""

from collections.abc import Mapping
from math import isfinite
from typing import NamedTuple

from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain.models import EngagementRule, EngagementRun, Proof, Work
from tracker.errors import Invalid

MOST_SHARE = 100
SHORTEST, LONGEST = 30, 3_650  # days of a half-life
HEAVIEST = 5.0
LEAST_HALF, MOST_HALF = 0.2, 10.0
CHANGED = -1  # no change of the history has this number: the scores are to be worked out anew


class Rule(NamedTuple):
    """See `tracker.domain.engagement` for what each number does."""

    shares: Mapping[Work, int]
    half_lives: Mapping[Work, int]  # days
    weights: Mapping[Proof, float]
    half: float  # so much of a kind of work brings half of its points
    least: float  # what the whole is multiplied by where only one side gives


USUAL = Rule(
    shares={
        Work.RESEARCH: 20,
        Work.TRAINING: 20,
        Work.INTERNSHIPS: 15,
        Work.EVENTS: 15,
        Work.VISITS: 10,
        Work.OUTREACH: 10,
        Work.AGREEMENTS: 10,
    },
    half_lives={
        Work.RESEARCH: 540,
        Work.TRAINING: 365,
        Work.INTERNSHIPS: 365,
        Work.EVENTS: 365,
        Work.VISITS: 180,
        Work.OUTREACH: 365,
        Work.AGREEMENTS: 180,
    },
    weights={
        Proof.VISIT: 1.0,
        Proof.MEETING: 0.7,
        Proof.TALK: 0.3,
        Proof.TOOK_PART: 1.0,
        Proof.GAVE: 1.5,
        Proof.KEPT: 1.0,
        Proof.UNDER_WAY: 0.5,
        Proof.SIGNED: 1.0,
    },
    half=1.0,
    least=0.7,
)


@guarded(Action.READ)
def rule(session: Session, *, by: User) -> Rule:
    return known(session)


@guarded(Action.ASSIGN)
def set_rule(session: Session, wanted: Rule, *, by: User) -> None:
    """Raises Invalid at `shares`, `half_lives`, `weights`, `half` or `least`.

    All scores are then worked out anew by the next `standing` step.
    """
    _check(wanted)
    kept = session.get(EngagementRule, 1) or EngagementRule(numbers={})
    kept.numbers = {
        "shares": {str(work): wanted.shares[work] for work in Work},
        "half_lives": {str(work): wanted.half_lives[work] for work in Work},
        "weights": {str(proof): wanted.weights[proof] for proof in Proof},
        "half": wanted.half,
        "least": wanted.least,
    }
    session.add(kept)
    if (run := session.get(EngagementRun, 1)) is not None:
        run.seen = CHANGED
    session.flush()


def known(session: Session) -> Rule:
    """The rule in effect."""
    kept = session.get(EngagementRule, 1)
    if kept is None:
        return USUAL
    numbers = kept.numbers
    return Rule(
        {work: numbers["shares"][work] for work in Work},
        {work: numbers["half_lives"][work] for work in Work},
        {proof: numbers["weights"][proof] for proof in Proof},
        numbers["half"],
        numbers["least"],
    )


def _check(wanted: Rule) -> None:
    shares = [wanted.shares[work] for work in Work]
    if not all(0 <= share <= MOST_SHARE for share in shares) or not any(shares):
        raise Invalid("shares", "engagement_shares", most=MOST_SHARE)
    if not all(SHORTEST <= wanted.half_lives[work] <= LONGEST for work in Work):
        raise Invalid("half_lives", "engagement_half_lives", least=SHORTEST, most=LONGEST)
    weights = [wanted.weights[proof] for proof in Proof]
    if not all(isfinite(weight) and 0 <= weight <= HEAVIEST for weight in weights):
        raise Invalid("weights", "engagement_weights", most=HEAVIEST)
    # A comparison with what is no number is false.
    if not LEAST_HALF <= wanted.half <= MOST_HALF:
        raise Invalid("half", "engagement_half", least=LEAST_HALF, most=MOST_HALF)
    if not 0 <= wanted.least <= 1:
        raise Invalid("least", "engagement_least")
