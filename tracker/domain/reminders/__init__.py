"""Reminders by mail: who is due one (`choices`), what it holds (`digest`), its way (`outbox`).

A section more is a function such as those in `own`, `others` and `endings`, its heading and its
place in `digest`, the words `digest.<heading>` and `digest.<heading>_count`, and how a row of it is
told in `mail/lines.py`.
"""

from tracker.domain.reminders.choices import Due, choice, choose, due, looked
from tracker.domain.reminders.digest import Digest, Heading, Section, gather
from tracker.domain.reminders.endings import Ending
from tracker.domain.reminders.look import Look
from tracker.domain.reminders.own import Assigned, Given
from tracker.domain.reminders.units import Escalated

__all__ = [
    "Assigned",
    "Digest",
    "Due",
    "Ending",
    "Escalated",
    "Given",
    "Heading",
    "Look",
    "Section",
    "choice",
    "choose",
    "due",
    "gather",
    "looked",
]
