"""Working out where all partners stand, beside people's work: of some at a time, a read and a short
write each."""

from time import perf_counter

from tracker import db
from tracker.domain.engagement import standing, sums


def step() -> bool:
    """Work it out if it is due; False when it is not."""
    with db.reading() as session:
        if not standing.is_due(session):
            return False
        run, parts, seconds = standing.begun(session), list(sums.parts(session)), 0.0
    for part in parts:
        with db.reading() as session:
            began = perf_counter()
            stood = standing.worked_out(session, run, part)
            seconds += perf_counter() - began
        with db.transaction() as session:
            standing.keep(session, part, stood)
    with db.transaction() as session:
        standing.end(session, run, seconds)
    return True
