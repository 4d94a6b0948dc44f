"""Saving a meeting: by the domain, and the same rows by the bare driver."""

import time
from datetime import date
from typing import Any
from uuid import uuid4

from sqlmodel import col, select

from tests.benchmarks.crm import ME
from tracker import db
from tracker.access import User
from tracker.domain import interactions, sign_ins
from tracker.domain.models import FollowUp, FollowUpStatus, Interaction, InteractionDraft
from tracker.names import passages

PARTNER = 2
SUMMARY = "Келесі айда зертханада кездесуге келістік."
_OPEN = (FollowUpStatus.OPEN, FollowUpStatus.IN_PROGRESS, FollowUpStatus.WAITING)
_FOUND = passages.kept([SUMMARY])


def me() -> User:
    """The colleague that the benchmark works as."""
    with db.reading() as session:
        user = sign_ins.user_of(session, ME, None)
    if user is None:
        raise LookupError(f"account {ME}")
    return user


def by_domain(user: User, today: date) -> float:
    """Seconds for the call that the form makes, up to the end of the commit."""
    draft = InteractionDraft(happened_on=today, summary=SUMMARY)
    began = time.perf_counter()
    with db.transaction() as session:
        interactions.log(session, draft, partner_ids=[PARTNER], by=user, key=uuid4().hex)
    return time.perf_counter() - began


def by_driver(today: date) -> float:
    """Seconds for writing the same rows, and nothing else, by plain SQL."""
    raw = db.engine().raw_connection()
    try:
        cursor = raw.cursor()
        began = time.perf_counter()
        _insert(cursor, str(db.engine().dialect.paramstyle), today)
        raw.commit()
        return time.perf_counter() - began
    finally:
        raw.close()


def _insert(cursor: Any, style: str, today: date) -> None:
    """What the domain's call writes: a contact, two links, its words, history, the save key."""
    mark = "?" if style == "qmark" else "%s"
    at, day = f"{today.isoformat()} 06:00:00.000000", today.isoformat()
    if style == "qmark":
        cursor.execute("BEGIN IMMEDIATE")
    cursor.execute(
        "INSERT INTO interaction (revision, created_at, created_by, updated_at, search_key, kind,"
        f" happened_on, summary) VALUES ({', '.join([mark] * 8)}) RETURNING id",
        (1, at, ME, at, SUMMARY.casefold(), "meeting", day, SUMMARY),
    )
    number = cursor.fetchone()[0]
    for table, column, other in (
        ("interaction_partner", "partner_id", PARTNER),
        ("interaction_colleague", "account_id", ME),
    ):
        cursor.execute(
            f"INSERT INTO {table} (interaction_id, {column}) VALUES ({mark}, {mark})",
            (number, other),
        )
    cursor.execute(*_words(number, style))
    cursor.executemany(
        "INSERT INTO change (at, account_id, kind, record_id, field, new)"
        f" VALUES ({', '.join([mark] * 6)})",
        [
            (at, ME, "interaction", number, "", None),
            (at, ME, "interaction", number, "partners", str(PARTNER)),
            (at, ME, "interaction", number, "colleagues", str(ME)),
        ],
    )
    cursor.execute(
        f"INSERT INTO save_key (key, account_id, kind, record_id, at) VALUES"
        f" ({', '.join([mark] * 5)})",
        (uuid4().hex, ME, "interaction", number, at),
    )


def _words(number: int, style: str) -> tuple[str, tuple[int, object]]:
    """What search knows of it, under the number that its kind and its own make."""
    words = [f"f{word}" for word in _FOUND]
    if style == "qmark":
        written: object = " ".join(words)
        return "INSERT INTO record_words(rowid, words) VALUES (?, ?)", (number * 16 + 5, written)
    put = "INSERT INTO record_words (id, words) VALUES (%s, array_to_tsvector(%s))"
    return put, (number * 16 + 5, words)


def open_follow_ups(most: int) -> list[int]:
    """Work that can be completed."""
    with db.reading() as session:
        wanted = select(FollowUp.id).where(col(FollowUp.status).in_(_OPEN))
        return [number for number in session.exec(wanted.limit(most)) if number]


def stored() -> int:
    """The newest interaction: what a form saved has a higher number afterwards."""
    with db.reading() as session:
        newest = select(col(Interaction.id)).order_by(col(Interaction.id).desc()).limit(1)
        return session.exec(newest).one() or 0
