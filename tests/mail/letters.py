"""Letters put into the outbox."""

import threading

from tests.world import aigerim
from tracker import db
from tracker.domain.reminders import outbox
from tracker.domain.reminders.outbox import Letter
from tracker.mail.messages import new_id


def put(*keys: str, account_id: int = aigerim.id, direct: bool = False) -> None:
    """One letter a key, each with an id and a text of its own."""
    with db.transaction() as session:
        for key in keys:
            outbox.put(
                session,
                Letter(f"About {key}", f"Text of {key}", f"<p>Text of {key}</p>"),
                key=key,
                account_id=account_id,
                message_id=new_id(),
                told_before=None,
                direct=direct,
            )


def all_left() -> None:
    """Wait for what sends mail beside us, so that it does not outlive its database."""
    for thread in threading.enumerate():
        if thread.name in ("forgotten", "send-links"):
            thread.join(30)


def queue() -> outbox.Queue:
    with db.reading() as session:
        return outbox.queue(session)
