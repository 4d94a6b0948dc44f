"""Counts what a page asks of the database, by running it in this process."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from tests.screens import FRAME
from tracker import db
from tracker.i18n import speaking


class Counted(list[str]):
    """The statements so far; `transactions` how many pieces of work they were."""

    transactions = 0


@contextmanager
def counted() -> Iterator[Counted]:
    """The statements sent by this process's engine inside the block, without SQLite's settings."""
    heard, engine = Counted(), db.engine()

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("PRAGMA ", "BEGIN")):
            heard.append(statement)

    def begun(_connection: Any) -> None:
        heard.transactions += 1

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "begin", begun)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "begin", begun)


def of_page(page: str | None, address: Mapping[str, str], account: int) -> Counted:
    """What a page asks when it is drawn again: what the first one finds out is known by then."""
    with speaking("ru"):
        at = AppTest.from_file(FRAME, default_timeout=120)
        at.user = {"account": str(account), "sign_in": ""}
        if page is not None:
            at.switch_page(page)
        at.query_params.update(address)
        at.run()
        with counted() as heard:
            at.run()
    if at.exception:
        raise RuntimeError(f"{page} {dict(address)}: {at.exception[0].message}")
    return heard
