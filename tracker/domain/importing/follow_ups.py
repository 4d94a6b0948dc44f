"""Rows of follow-ups."""

from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from tracker import clock
from tracker.domain.follow_ups import closing, repeating
from tracker.domain.importing.outcome import Row
from tracker.domain.importing.shape import Nameless, Refs
from tracker.domain.models import (
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    FollowUpTag,
    Kind,
)
from tracker.errors import Closed, Invalid
from tracker.names.text import search_key
from tracker.settings import settings

_RELATIONS = ("partner_id", "unit_id", "owner_id", "event_id")
_APART = {"link", "tags", "status", "outcome", "closed_at", *_RELATIONS}
_TOLD = 80  # letters of what was said that tell two follow-ups apart

_Key = tuple[int, str, str, object, str]


class FollowUps(Nameless):
    """A follow-up is known by its address, else by partner, kind, subject, day and quote."""

    kind, record, draft, tag_link = Kind.FOLLOW_UP, FollowUp, FollowUpDraft, FollowUpTag

    def go_on(self, session: Session) -> None:
        super().go_on(session)
        self.__dict__.pop("_confirmed", None)  # of which history tells nothing

    def refer(self, row: Row) -> Refs:
        known, values = self.known, row.values
        refs: Refs = {}
        if "partner_id" in values:
            refs["partner_id"] = known.partner(values["partner_id"], "partner_id", row.number)
        if "unit_id" in values:
            refs["unit_id"] = known.unit(values["unit_id"], "unit_id")
        if "owner_id" in values:
            refs["owner_id"] = known.colleague(values["owner_id"], "owner_id")
        if "event_id" in values:
            refs["event_id"] = known.event(values["event_id"], "event_id")
        return refs

    def find(self, row: Row, refs: Refs) -> int | None:
        number = self.linked(row)
        if number is None and "partner_id" not in refs:
            raise Invalid("partner_id", "required")
        number = number or self._there.get(_key(row, refs))
        return None if number is None else self.once(number, row)

    def find_again(self, row: Row, refs: Refs) -> int | None:
        return self._there.get(_key(row, refs))

    def typed(self, row: Row, refs: Refs, before: Any) -> dict[str, Any]:
        typed = {field: value for field, value in row.values.items() if field not in _APART}
        typed |= {field: self.known.real(number) for field, number in refs.items()}
        if before is None:
            return {"owner_id": self.known.by.id, **typed}
        if before.event_id is None and (before.interaction_id or before.news_item_id):
            typed.pop("event_id", None)  # one origin: the one it has stays
        changes = any(getattr(before, field) != value for field, value in typed.items())
        if before.closed_at is not None and changes:
            raise Closed(f"FollowUp {before.id}")
        return typed

    def beside(self, row: Row, before: Any) -> dict[str, Any]:
        status, outcome = row.values.get("status"), row.values.get("outcome")
        if before is not None:
            is_same = status in (None, before.status) and outcome in (None, before.outcome)
            if is_same:
                return {}
            if before.closed_at is not None:
                raise Closed(f"FollowUp {before.id}")
        status = status or (before.status if before else FollowUpStatus.OPEN)
        if status.has_outcome and not outcome:
            raise Invalid("outcome", "required")
        if outcome and not status.has_outcome:
            raise Invalid("outcome", "outcome_open")
        status = self._may_become(status, row, before)
        return {
            "status": status,
            "outcome": outcome,
            "closed_at": _closed(row, status),
            "reported_by": self._said_by(status, before),
            "confirmed_by": None,
        }

    def follow(self, record: FollowUp, changed: dict[str, Any]) -> None:
        if changed.get("status") is FollowUpStatus.DONE and record.repeat_every is not None:
            self.known.settle()  # the next one has the tags of this row too
            repeating.again(self.known.session, record, by=self.known.by)

    def _may_become(self, status: FollowUpStatus, row: Row, before: Any) -> FollowUpStatus:
        """Done as the row says, or reported to the second person who looks at this kind.

        A new one that was closed before today is history: nobody is asked about it any more.
        """
        if status is not FollowUpStatus.DONE or (before is None and _is_history(row)):
            return status
        kind = row.values.get("kind", before.kind if before else FollowUpKind.OTHER)
        waits = before is not None and before.status is FollowUpStatus.TO_CONFIRM
        return FollowUpStatus.TO_CONFIRM if waits or kind in self._confirmed else status

    def _said_by(self, status: FollowUpStatus, before: Any) -> int | None:
        """Whoever reported it already, else who imports; of a new one that is done nobody knows."""
        if before is not None and before.status.has_outcome and status.has_outcome:
            reporter: int | None = before.reported_by
            return reporter
        is_done_now = before is not None and status is FollowUpStatus.DONE
        return self.known.by.id if is_done_now or status is FollowUpStatus.TO_CONFIRM else None

    @cached_property
    def _confirmed(self) -> frozenset[FollowUpKind]:
        return closing.confirmed_kinds(self.known.session, by=self.known.by)

    def learn(self, draft: FollowUpDraft, number: int, refs: Refs) -> None:
        key = draft.kind, search_key(draft.subject), draft.due_on, search_key(draft.quote)[:_TOLD]
        self._there[(refs.get("partner_id", draft.partner_id), *key)] = number

    def _read(self, wanted: ColumnElement[bool]) -> dict[_Key, int]:
        columns: list[Any] = [FollowUp.partner_id, FollowUp.kind, FollowUp.subject, FollowUp.due_on]
        query = select(col(FollowUp.id), *columns, col(FollowUp.quote))
        query = query.where(wanted, col(FollowUp.deleted_at).is_(None))
        found = self.known.session.execute(query)
        return {
            (partner, kind, search_key(subject), due_on, search_key(quote)[:_TOLD]): number
            for number, partner, kind, subject, due_on, quote in found
        }


def _key(row: Row, refs: Refs) -> _Key:
    values = row.values
    return (
        refs.get("partner_id", 0),
        values.get("kind", FollowUpKind.OTHER),
        search_key(values.get("subject")),
        values.get("due_on"),
        search_key(values.get("quote"))[:_TOLD],
    )


def _is_history(row: Row) -> bool:
    day: date | None = row.values.get("closed_at")
    return day is not None and day < clock.today()


def _closed(row: Row, status: FollowUpStatus) -> datetime | None:
    if not status.is_closed:
        return None
    day = row.values.get("closed_at")
    noon = datetime.combine(day, time(12), tzinfo=settings().zone) if day else clock.now()
    return min(noon, clock.now())
