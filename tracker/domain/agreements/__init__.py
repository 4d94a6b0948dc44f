"""Agreements. `verbs` write them down, `moving_on` renews, amends and lets them go, `listing`
finds them; `promises` are what was agreed, row by row, `pasting` reads them from lines, and
`liveliness` says what came of them; `states` where an agreement stands in time."""

from tracker.domain.agreements.happened import Activity, activity
from tracker.domain.agreements.listing import (
    AgreementFilter,
    AgreementRow,
    Sort,
    Standing,
    days_left,
    fitting,
    get,
    parties,
    search,
    standing,
)
from tracker.domain.agreements.liveliness import PromiseState, Verdict, verdict
from tracker.domain.agreements.moving_on import (
    AmendmentRow,
    NewFile,
    amend,
    amendments,
    keep_on,
    let_lapse,
    next_period,
    renew,
    take_amendment_back,
)
from tracker.domain.agreements.states import (
    AgreementState,
    Within,
    ends_within,
    is_unsettled,
    state_today,
)
from tracker.domain.agreements.verbs import create, update

__all__ = [
    "Activity",
    "AgreementFilter",
    "AgreementRow",
    "AgreementState",
    "AmendmentRow",
    "NewFile",
    "PromiseState",
    "Sort",
    "Standing",
    "Verdict",
    "Within",
    "activity",
    "amend",
    "amendments",
    "create",
    "days_left",
    "ends_within",
    "fitting",
    "get",
    "is_unsettled",
    "keep_on",
    "let_lapse",
    "next_period",
    "parties",
    "renew",
    "search",
    "standing",
    "state_today",
    "take_amendment_back",
    "update",
    "verdict",
]
