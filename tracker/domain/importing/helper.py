"""The process that looks up names beside an import: asked by lines of JSON, it answers so.

It reads by a connection of its own, and ends when nobody can ask it any more.
"""

import json
import sys
from typing import Any

from sqlmodel import Session

from tracker import db
from tracker.access import Role, User
from tracker.domain import finding_many, name_words
from tracker.domain.foreseen import filed_under
from tracker.domain.models import Kind
from tracker.names import memory

_FORGETS = 10  # questions after which the names are let go of, as a check does


def main() -> None:
    """The first line says who asks, each other one what."""
    who = json.loads(sys.stdin.readline() or "null")
    if who is None:
        return
    by = User(**{**who, "role": Role(who["role"])})
    common: finding_many.Common = {}
    with db.reading() as session:
        for place, line in enumerate(sys.stdin, start=1):
            print(json.dumps(_answer(session, json.loads(line), common, by)), flush=True)  # noqa: T201
            if place % _FORGETS == 0:
                memory.forget()


def _answer(
    session: Session, questions: dict[str, list[str]], common: finding_many.Common, by: User
) -> list[Any]:
    """Which words the names were compared with, whom they may mean, what they are filed under."""
    words = name_words.look(session)
    likely = finding_many.likely_partners(session, questions, by=by, common=common)
    names = {name for some in questions.values() for name in some}
    filed = {name: list(filed_under(Kind.PARTNER, name, words.lexicon)) for name in names}
    return [words.version, likely, filed]
