"""Working out where all partners stand, beside people's work: a read, then a short write."""

from tracker import db
from tracker.domain.engagement import standing


def step() -> bool:
    """Work it out if it is due; False when it is not."""
    with db.reading() as session:
        if not standing.is_due(session):
            return False
        worked = standing.worked_out(session)
    with db.transaction() as session:
        standing.keep(session, worked)
    return True
