"""Which record is which kind of work: the one place that says so."""

from typing import Any

from sqlalchemy import and_, case
from sqlmodel import col

from tracker.domain.models import (
    Event,
    EventKind,
    FollowUp,
    FollowUpKind,
    Interaction,
    InteractionKind,
    ParticipationRole,
    Partner,
    Proof,
    Sector,
    Work,
)

OF_FOLLOW_UP = {
    FollowUpKind.JOINT_RESEARCH: Work.RESEARCH,
    FollowUpKind.LABORATORY_SERVICE: Work.RESEARCH,
    FollowUpKind.EXPERTISE: Work.RESEARCH,
    FollowUpKind.EQUIPMENT: Work.RESEARCH,
    FollowUpKind.RETRAINING: Work.TRAINING,
    FollowUpKind.GUEST_LECTURE: Work.TRAINING,
    FollowUpKind.CURRICULUM: Work.TRAINING,
    FollowUpKind.DUAL_EDUCATION: Work.TRAINING,
    FollowUpKind.DUAL_DIPLOMA: Work.TRAINING,
    FollowUpKind.INTERNSHIP: Work.INTERNSHIPS,
    FollowUpKind.RECRUITMENT: Work.INTERNSHIPS,
    FollowUpKind.SCHOLARSHIP: Work.INTERNSHIPS,
    FollowUpKind.EXHIBITION: Work.OUTREACH,
    FollowUpKind.AGREEMENT: Work.AGREEMENTS,
    FollowUpKind.OTHER: Work.VISITS,
}
# All other kinds of events are events.
OF_EVENT = {
    EventKind.TRAINING: Work.TRAINING,
    EventKind.VISIT: Work.VISITS,
    EventKind.OLYMPIAD: Work.OUTREACH,
}
# With a museum or a school these are museum and school work.
SCHOOLS = (Sector.MUSEUM, Sector.SCHOOL)
OUTREACH_EVENTS = (EventKind.EXHIBITION, EventKind.OPENING)
OUTREACH_FOLLOW_UPS = (FollowUpKind.OTHER,)

OF_INTERACTION = {
    InteractionKind.VISIT: Proof.VISIT,
    InteractionKind.MEETING: Proof.MEETING,
}  # all others are talks
GIVING = (ParticipationRole.ORGANISER, ParticipationRole.SPEAKER, ParticipationRole.EXHIBITOR)


def of_follow_up() -> Any:
    """The kind of work of a follow-up, beside its partner."""
    kind = col(FollowUp.kind)
    is_outreach = and_(col(Partner.sector).in_(SCHOOLS), kind.in_(OUTREACH_FOLLOW_UPS))
    known = ((kind == each, work.value) for each, work in OF_FOLLOW_UP.items())
    return case((is_outreach, Work.OUTREACH.value), *known)


def of_event() -> Any:
    """The kind of work of an event, beside the partner that took part."""
    kind = col(Event.kind)
    is_outreach = and_(col(Partner.sector).in_(SCHOOLS), kind.in_(OUTREACH_EVENTS))
    known = ((kind == each, work.value) for each, work in OF_EVENT.items())
    return case((is_outreach, Work.OUTREACH.value), *known, else_=Work.EVENTS.value)


def of_interaction() -> Any:
    """What an interaction proves."""
    known = ((col(Interaction.kind) == each, proof.value) for each, proof in OF_INTERACTION.items())
    return case(*known, else_=Proof.TALK.value)
