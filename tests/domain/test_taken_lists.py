"""The list taken last: whose it is, and what of it is understood later."""

from sqlmodel import Session

from tests.world import VETERINARY, dana, saule
from tracker.domain import addresses, taken_lists
from tracker.domain.addresses import LISTS
from tracker.domain.models import Kind, TakenList
from tracker.domain.taken_lists import Taken

LATE = addresses.asked(Kind.FOLLOW_UP, {"overdue": "true", "unit": str(VETERINARY), "sort": "-due"})


def test_the_last_list_is_found_again_with_filters_order_and_format(session: Session) -> None:
    assert taken_lists.last(session, by=dana) is None
    taken_lists.note(session, Taken(Kind.PARTNER, LISTS[Kind.PARTNER].usual, "csv"), by=dana)
    taken_lists.note(session, Taken(Kind.FOLLOW_UP, LATE, "pdf"), by=dana)
    assert taken_lists.last(session, by=dana) == Taken(Kind.FOLLOW_UP, LATE, "pdf")
    assert taken_lists.last(session, by=saule) is None


def test_what_an_earlier_version_noted_is_read_as_far_as_it_is_understood(session: Session) -> None:
    taken_lists.note(session, Taken(Kind.FOLLOW_UP, LATE, "pdf"), by=dana)
    session.get_one(TakenList, dana.id).query = "overdue=true&colour=red&sort=size"
    session.flush()
    taken = taken_lists.last(session, by=dana)
    assert taken is not None
    assert addresses.query(taken.kind, taken.asked) == "overdue=true"
