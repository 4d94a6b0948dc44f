"""The process that works beside an import: asked by lines of JSON, it answers so.

It reads by a connection of its own, and ends when nobody can ask it any more.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from sqlmodel import Session

from tracker import db
from tracker.access import Role, User
from tracker.domain import finding_many, name_words
from tracker.domain.foreseen import filed_under
from tracker.domain.importing import making
from tracker.domain.models import Kind
from tracker.names import lexicon, memory

_FORGETS = 10  # questions after which the names are let go of, as a check does


def main() -> None:
    """The first line says who asks, each other one what: of names, or of rows to be made."""
    who = json.loads(sys.stdin.readline() or "null")
    if who is None:
        return
    by = User(**{**who, "role": Role(who["role"])})
    lexicon.shipped()  # before it is needed: the file is not read yet
    for place, told in enumerate(_answers(by), start=1):
        print(json.dumps(told), flush=True)  # noqa: T201
        if place % _FORGETS == 0:
            memory.forget()


def _answers(by: User) -> Iterator[Any]:
    common: finding_many.Common = {}
    with ExitStack() as reading:
        session: Session | None = None
        for asked in map(json.loads, sys.stdin):
            if isinstance(asked, dict):
                session = session or reading.enter_context(db.reading())
                yield _looked_up(session, asked, common, by)
                continue
            # Nothing is looked up any more: who writes is not to be kept from the file's end.
            reading.close()
            session = None
            yield making.made(asked)


def _looked_up(
    session: Session, questions: dict[str, list[str]], common: finding_many.Common, by: User
) -> list[Any]:
    """Which words the names were compared with, whom they may mean, what they are filed under."""
    words = name_words.look(session)
    likely = finding_many.likely_partners(session, questions, by=by, common=common)
    names = {name for some in questions.values() for name in some}
    filed = {name: list(filed_under(Kind.PARTNER, name, words.lexicon)) for name in names}
    return [words.version, likely, filed]
