"""A digest as a letter: its subject, as plain text, and as HTML for every kind of mail program."""

from typing import NamedTuple

from tracker.access import User
from tracker.domain.models import Rhythm
from tracker.domain.reminders import Digest, Look, Section
from tracker.domain.reminders.outbox import Letter
from tracker.i18n import speaking, t
from tracker.i18n.formats import long_day
from tracker.mail import forms
from tracker.mail.lines import Line, line, more
from tracker.settings import settings

SHOWN = 20  # rows of a section; the rest is behind a link, and without one there is no rest
_NAMED = 3  # sections in the subject


class _Part(NamedTuple):
    title: str
    total: int
    lines: list[Line]
    rest: str  # "and 5 more"
    more: str  # where the rest is


def letter(digest: Digest, look: Look, user: User) -> Letter:
    """The digest in its reader's words, with links to the house."""
    with speaking(user.language):
        counts = (t(f"digest.{each}_count", n=len(rows)) for each, rows in digest[:_NAMED])
        subject = t("digest.subject", app=t("app.name"), counts=", ".join(counts))
        return forms.letter(
            "digest",
            subject,
            to=user.name,
            day=long_day(look.today),
            parts=[_part(section, user) for section in digest],
            open=t("digest.open"),
            why=t("digest.weekly" if look.rhythm is Rhythm.WEEKLY else "digest.daily"),
            settings=t("digest.settings"),
            base=base(),
        )


def base() -> str:
    """Where the house is for whoever reads a mail."""
    return (settings().public_url or "http://localhost:8501").rstrip("/")


def _part(section: Section, user: User) -> _Part:
    total, place = len(section.rows), more(section.heading, user.id)
    title = t(f"digest.{section.heading}", n=settings().escalate_after)
    shown = section.rows[:SHOWN] if place else section.rows
    rest = t("digest.rest", n=total - len(shown)) if len(shown) < total else ""
    return _Part(title, total, [line(row) for row in shown], rest, place)
