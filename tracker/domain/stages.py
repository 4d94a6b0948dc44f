"""Since when a partner stands at its stage, and where it stood before: from the history.

A stage that was never changed has stood since the record was made: what was before that, nobody
wrote down.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Text, case, cast, func, select, text
from sqlmodel import col

from tracker.domain.days import start_of
from tracker.domain.models import Change, Partner, Stage, Standing

# Ages in days, the first that is too old for it.
_ENDS = {Standing.MONTH: 30, Standing.QUARTER: 90, Standing.YEAR: 365, Standing.LONGER: None}


def stood(so_long: Standing, today: date) -> list[Any]:
    """The conditions that a partner has stood at its stage for so long."""
    ends, since = _ENDS[so_long], _since()
    begins = max((end for end in _ENDS.values() if end and end < (ends or 10**6)), default=0)
    conditions = [since < start_of(today - timedelta(days=begins - 1))] if begins else []
    if ends is not None:
        conditions.append(since >= start_of(today - timedelta(days=ends - 1)))
    return conditions


def standing(today: date) -> Any:
    """The column with the word for how long."""
    since = _since()
    whens = [
        (since >= start_of(today - timedelta(days=end - 1)), word.value)
        for word, end in _ENDS.items()
        if end is not None
    ]
    return case(*whens, else_=Standing.LONGER.value)


def was(stage: Stage, day: date) -> list[Any]:
    """The conditions that a partner was recorded already, and at this stage, when a day began."""
    began = start_of(day)
    then = (
        _changes(col(Change.old))
        .where(col(Change.at) >= began)
        .order_by(col(Change.at), col(Change.id))
        .limit(1)
        .scalar_subquery()
    )
    stood_at = func.coalesce(then, cast(col(Partner.stage), Text))
    return [col(Partner.created_at) < began, stood_at == stage.value]


def _since() -> Any:
    changed = _changes(func.max(col(Change.at))).scalar_subquery()
    return func.coalesce(changed, col(Partner.created_at))


def _changes(column: Any) -> Any:
    # Spelled as the partial index is, without a bound value.
    of_stage = text("change.kind = 'partner' AND change.field = 'stage'")
    same = col(Change.record_id) == col(Partner.id)
    return select(column).where(of_stage, same).correlate(Partner)
