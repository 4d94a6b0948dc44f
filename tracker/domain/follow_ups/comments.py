"""What colleagues say to one another about a follow-up, and whom they call by name."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import linking, saving
from tracker.domain.excerpts import excerpt
from tracker.domain.follow_ups.verbs import said
from tracker.domain.models import Account, Comment, CommentMention, FollowUp, FollowUpKind, Kind
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.names.text import search_key

MOST = 200  # of one follow-up
_LATEST = 20  # mentions on one page
_NAME = 3  # words after the sign that may be one name
_CALL = re.compile(r"(?<![\w.@])@([\w'’-]+(?: [\w'’-]+){0,2})")


class CommentRow(NamedTuple):
    id: int
    text: str
    said_at: datetime
    said_by: int
    who: str
    called: tuple[str, ...]


class MentionRow(NamedTuple):
    """A comment that calls the reader, with the follow-up that it is about."""

    follow_up_id: int
    kind: FollowUpKind
    subject: str | None
    text: str  # the beginning
    who: str
    said_at: datetime


@guarded(Action.READ)
def of(session: Session, follow_up_id: int, *, by: User) -> list[CommentRow]:
    """The latest two hundred, the oldest of them first."""
    query = (
        select(Comment, col(Account.name))
        .join(Account, col(Account.id) == col(Comment.said_by))
        .where(col(Comment.follow_up_id) == follow_up_id)
        .order_by(col(Comment.id).desc())
        .limit(MOST)
    )
    found = session.execute(query).all()[::-1]
    named = (
        select(col(CommentMention.comment_id), col(Account.name))
        .join(Account, col(Account.id) == col(CommentMention.account_id))
        .where(col(CommentMention.comment_id).in_([comment.id for comment, _ in found]))
        .order_by(col(Account.name))
    )
    called: dict[int, list[str]] = {}
    for number, name in session.execute(named) if found else ():
        called.setdefault(number, []).append(name)
    return [
        CommentRow(
            number, each.text, each.said_at, each.said_by, who, tuple(called.get(number, ()))
        )
        for each, who in found
        if (number := saving.id_of(each))
    ]


@guarded(Action.EDIT)
def say(
    session: Session,
    follow_up_id: int,
    text: str,
    *,
    by: User,
    called: Collection[int] = (),
    key: str | None = None,
) -> int:
    """Say something; returns how many colleagues were called, by `called` or by @name in the text.

    A name is found in either script, whole, or by its first or last word. Raises Invalid at
    `comment`: nothing said, too long, a name that two colleagues have, or one that nobody has.
    """
    known = saving.claim(session, key, Kind.FOLLOW_UP, by=by)
    if known is not None:
        return 0
    saving.found(session, FollowUp, follow_up_id)
    tidy = said("comment", text)
    wanted = {*linking.colleagues(session, called, "comment"), *_called_in(session, tidy)}
    put(session, follow_up_id, tidy, wanted - {by.id}, by=by)
    saving.settle(session, key, follow_up_id)
    return len(wanted - {by.id})


def put(
    session: Session, follow_up_id: int, text: str, called: Collection[int], *, by: User
) -> None:
    """Keep a comment that was checked, for verbs."""
    comment = Comment(follow_up_id=follow_up_id, text=text, said_by=by.id)
    session.add(comment)
    session.flush()
    number = saving.id_of(comment)
    session.add_all(CommentMention(comment_id=number, account_id=each) for each in sorted(called))
    session.flush()


@guarded(Action.EDIT)
def remove(session: Session, comment_id: int, *, by: User) -> None:
    """Take back what one said oneself. Raises NotFound, NotAllowed for somebody else's words."""
    comment = session.get(Comment, comment_id)
    if comment is None:
        raise NotFound(f"Comment {comment_id}")
    if comment.said_by != by.id:
        raise NotAllowed(f"Comment {comment_id} is somebody else's")
    session.delete(comment)
    session.flush()


@guarded(Action.READ)
def mentioning(
    session: Session, *, since: datetime, by: User, most: int = _LATEST
) -> list[MentionRow]:
    """Comments since then that call the reader, the latest first."""
    asked = {"me": by.id, "since": since, "most": most}
    rows = (MentionRow(*row) for row in session.execute(_calls(), asked))
    return [row._replace(text=excerpt(row.text, 160)) for row in rows]


@cache
def _calls() -> "Select[Any]":
    """Spelled once: every home page asks."""
    columns: list[Any] = [FollowUp.id, FollowUp.kind, FollowUp.subject]
    columns += [Comment.text, Account.name, Comment.said_at]
    return (
        select(*columns)
        .join(CommentMention, col(CommentMention.comment_id) == col(Comment.id))
        .join(FollowUp, col(FollowUp.id) == col(Comment.follow_up_id))
        .join(Account, col(Account.id) == col(Comment.said_by))
        .where(
            col(CommentMention.account_id) == bindparam("me"),
            col(Comment.said_at) >= bindparam("since"),
            col(FollowUp.deleted_at).is_(None),
        )
        .order_by(col(Comment.id).desc())
        .limit(bindparam("most"))
    )


def _called_in(session: Session, text: str) -> Iterator[int]:
    calls = _CALL.findall(text)
    if not calls:
        return
    names = _names(session)
    for call in calls:
        words = call.split(" ")
        for count in range(min(_NAME, len(words)), 0, -1):
            name = " ".join(words[:count])
            if not (found := names.get(search_key(name))):
                continue
            if len(found) > 1:
                raise Invalid("comment", "mention_ambiguous", name=name)
            yield from found
            break
        else:
            raise Invalid("comment", "mention_unknown", name=words[0])


def _names(session: Session) -> Mapping[str, set[int]]:
    """Who is meant by a name: the whole of it, its first or its last word, the e-mail's."""
    query = select(col(Account.id), col(Account.name), col(Account.email))
    found: dict[str, set[int]] = {}
    for number, name, email in session.execute(query.where(col(Account.active))):
        first, last = name.split(" ")[0], name.split(" ")[-1]
        for each in (name, first, last, email.partition("@")[0]):
            found.setdefault(search_key(each), set()).add(number)
    return found
