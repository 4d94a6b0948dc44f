"""How records are called in each language, on screen and in mails."""

from datetime import date
from functools import lru_cache
from typing import Protocol

from tracker import clock
from tracker.domain.evidence.details import Item
from tracker.domain.models import FollowUpKind
from tracker.domain.partners import NO_TOWN
from tracker.domain.quiet import Quiet
from tracker.i18n import current, t
from tracker.i18n.formats import day, number, short_day
from tracker.names import regions


class Promised(Protocol):
    """What a promise says, wherever it comes from."""

    @property
    def subject(self) -> str: ...
    @property
    def amount(self) -> int | None: ...
    @property
    def measure(self) -> str | None: ...
    @property
    def every_year(self) -> bool: ...
    @property
    def promised_until(self) -> date | None: ...


def follow_up(kind: FollowUpKind, subject: str | None) -> str:
    """The title of a follow-up: its kind, and what exactly. "Other" says nothing of its own."""
    if subject and kind == FollowUpKind.OTHER:
        return subject
    return f"{t(f'follow_up_kind.{kind}')}: {subject}" if subject else t(f"follow_up_kind.{kind}")


def due(on: date | None, *, is_closed: bool = False) -> tuple[str, bool]:
    """A due date in words, and whether it has passed for something still open."""
    return _due(on, clock.today(), is_closed, current())


@lru_cache(maxsize=2_000)
def _due(on: date | None, today: date, is_closed: bool, _language: str) -> tuple[str, bool]:
    """Said once a day for each date: plurals make it most of a line on the home page."""
    if on is None:
        return t("due.none"), False
    days = (on - today).days
    if is_closed:
        return day(on), False
    if days < 0:
        return t("due.overdue", n=-days, day=short_day(on)), True
    if days == 0:
        return t("due.today"), False
    if days == 1:
        return t("due.tomorrow"), False
    return short_day(on), False


def promise(said: Promised) -> str:
    """What was promised, how many each year, and until when. Pasted words often say it already."""
    how_many = said.amount and str(said.amount) not in said.subject
    parts = (
        said.subject,
        f"{number(said.amount)} {said.measure or ''}".strip() if said.amount and how_many else "",
        t("promise.every_year") if said.every_year else "",
        t("agreement.until", end=day(said.promised_until)) if said.promised_until else "",
    )
    return " · ".join(part for part in parts if part)


def silence(why: Quiet) -> str:
    """Why a partner counts as quiet, as a sentence without an end."""
    if why.last is None or why.how is None:
        return t("quiet.never", n=why.days)
    return t(f"quiet.last_{why.how}", day=day(why.last), n=why.days)


def town(key: str | None) -> str:
    """A settlement by its name where the table has it, else as its key says it."""
    if key in (None, NO_TOWN):
        return t("map.no_town")
    return regions.town_name(str(key), current()) or str(key).title()


def evidence_title(item: Item) -> str:
    """A record in a pack: the word for what it is, unless its title says so, and the title."""
    called = item.was.title[current()]
    word = t(item.was.word) if item.was.word else ""
    if called.casefold().startswith(word.casefold()):
        return called
    return f"{word}: {called}" if called else word
