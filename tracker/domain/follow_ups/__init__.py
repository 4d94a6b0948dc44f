"""Follow-ups. `verbs` change them, `closing` ends them, `listing` finds them, `home` sorts a
colleague's own by day, `owed` finds a partner's; `steps` and `comments` belong to one, `repeating`
brings it again."""

from tracker.domain.follow_ups.boards import MOVES, Lane, board, lanes_of
from tracker.domain.follow_ups.bulk import tag_many, take_back_many
from tracker.domain.follow_ups.chain import before_and_after
from tracker.domain.follow_ups.closing import (
    ask_second,
    complete,
    confirm,
    confirmed_kinds,
    decline,
    reopen,
    send_back,
    to_confirm,
)
from tracker.domain.follow_ups.home import Mine, Pressing, mine, pressing
from tracker.domain.follow_ups.listing import (
    FollowUpFilter,
    FollowUpRow,
    OfEvent,
    OwnerCount,
    Shown,
    Sort,
    by_owner,
    came_of,
    fitting,
    of_event,
    overdue_on,
    search,
)
from tracker.domain.follow_ups.looks import Layout, Look, Span
from tracker.domain.follow_ups.owed import promises
from tracker.domain.follow_ups.taking_back import take_back
from tracker.domain.follow_ups.verbs import (
    NextStep,
    accept,
    create,
    from_interaction,
    get,
    give_to_unit,
    hand_over,
    postpone,
    postpone_many,
    reassign,
    start,
    update,
    wait,
)

__all__ = [
    "MOVES",
    "FollowUpFilter",
    "FollowUpRow",
    "Lane",
    "Layout",
    "Look",
    "Mine",
    "NextStep",
    "OfEvent",
    "OwnerCount",
    "Pressing",
    "Shown",
    "Sort",
    "Span",
    "accept",
    "ask_second",
    "before_and_after",
    "board",
    "by_owner",
    "came_of",
    "complete",
    "confirm",
    "confirmed_kinds",
    "create",
    "decline",
    "fitting",
    "from_interaction",
    "get",
    "give_to_unit",
    "hand_over",
    "lanes_of",
    "mine",
    "of_event",
    "overdue_on",
    "postpone",
    "postpone_many",
    "pressing",
    "promises",
    "reassign",
    "reopen",
    "search",
    "send_back",
    "start",
    "tag_many",
    "take_back",
    "take_back_many",
    "to_confirm",
    "update",
    "wait",
]
