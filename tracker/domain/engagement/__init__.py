"""How engaged a partner is: a number from 0 to 100, and every record behind it.

There are seven kinds of work (`works`), each with its share of the 100 points. A kind brings its
share, times how fresh its latest record is (one of today 1, one of a half-life ago a half: the
*breadth*), times how much there is of it (one visit a half, three of them three quarters: the
*depth*). The sum counts in full where both sides give much, and else the less, the less the side
gives that gives less (*two-way*).

    points(work)  = share · fresh · amount / (amount + half)
    fresh         = 0.5 ^ (days since the latest record / half-life)
    amount        = Σ weight · 0.5 ^ (days from that record to the latest / half-life)
    two-way       = least + (1 - least) · min(given(us), given(them))
    given(side)   = g / (g + half),  g = Σ weight · 0.5 ^ (days since / half-life)
    score         = 100 / Σ shares · Σ points(work) · two-way

So a further record never lowers it, a first record of a new kind counts more than one more of the
same, and with nothing new it only falls. Written once more as breadth × depth × two-way: breadth is
Σ share · fresh / Σ shares, depth the rest of the sum.

An agreement in force is of today; it fades after its last day. A promise counts once when it was
kept, and less while it is under way: from the day on which somebody took it up to its closing. What
was promised and not begun, declined, or expected of an event at which they were absent, counts
nothing. *Given* is what was kept of promises, by the side that owed it, and on their side also that
they organised, spoke or exhibited at an event.

Where nothing at all is recorded the score is unknown, not 0. Where nothing that has a side is
recorded, two-way is unknown: it then counts `least`, as if only one side gave, so that writing down
a first promise kept never lowers a score. An agreement without any day counts from the day it was
written down.

Any day can be asked for, and only what lies on it or before it counts, as it is known today: what
was corrected since, counts corrected.
"""

from tracker.domain.engagement.history import Course, course
from tracker.domain.engagement.rules import USUAL, Rule, rule, set_rule
from tracker.domain.engagement.scoring import Part, Score
from tracker.domain.engagement.standing import last_run, moving
from tracker.domain.engagement.why import Reason, reasons

__all__ = [
    "USUAL",
    "Course",
    "Part",
    "Reason",
    "Rule",
    "Score",
    "course",
    "last_run",
    "moving",
    "reasons",
    "rule",
    "set_rule",
]
