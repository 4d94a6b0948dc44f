"""A world in which everything that a person may type says something to a program that reads it."""

import re
from datetime import timedelta
from typing import Any

from sqlmodel import Session, SQLModel

from tests.world import aigerim, boris, dana, saule
from tracker import clock, db
from tracker.domain import importing, models
from tracker.domain.models.duplicates import SuggestedPair
from tracker.ingest import running

# A picture that would tell a stranger who looks, a link that would run, LaTeX, HTML, and what
# Streamlit itself reads in Markdown. One word, because some places show the first word only.
MARK = "![m](http://tracker.example/m):red[y]$z$<b>q</b>**w**`c`:material/bolt:[x](javascript:alert(1))"
# Any piece of it that Markdown would act on: `plain` sets a stroke before the first letter of each.
ACTIVE = re.compile(r"(?<!\\)(\[[mx]\]\(|:red\[|\$z|<b>q|\*\*w|`c|:material/bolt)")
LONG_ENOUGH = 250


def build() -> None:
    """Fill the empty database; every record has the number 1, a second one of its kind 2."""
    day = clock.today()
    with db.transaction() as session:
        for user in (aigerim, dana, boris, saule):
            account: dict[str, Any] = {
                "name": f"{MARK} {user.id}",
                "email": user.email,
                "role": user.role,
            }
            _add(session, models.Account, **account, language="en")
        # Of the first a form may still be saved: its address is one.
        kept: dict[str, Any] = {"owner_id": dana.id, "bin": None, "website": "https://example.kz"}
        records = [
            _add(session, models.Partner, **kept, aliases=[f"{MARK} also"]),
            _add(session, models.Partner, number=2, owner_id=dana.id, bin=None, parent_id=1),
            _add(session, models.Unit, head_id=dana.id),
            _add(session, models.Event, starts_on=day, place=MARK),
            _add(session, models.Event, number=2, starts_on=day, parent_id=1),
            _add(session, models.Person, other_names=[f"{MARK} also"]),
            _add(session, models.Person, number=2),
            _add(session, models.NewsItem, published_on=day, address="https://example.kz/1"),
            _add(session, models.Interaction, happened_on=day, event_id=1, unit_id=1),
            _add(session, models.Agreement, signed_on=day, unit_id=1, event_id=1, news_item_id=1),
        ]
        session.add(models.Tag(name=MARK, key="mark"))
        session.flush()
        late: dict[str, Any] = {"partner_id": 1, "unit_id": 1, "event_id": 1, "news_item_id": 1}
        for owner, days in ((dana, -3), (saule, 0), (aigerim, 2)):
            due = day + timedelta(days=days)
            records.append(_add(session, models.FollowUp, owner_id=owner.id, due_on=due, **late))
        for number in (1, 2):
            _add(session, models.Position, number=number, person_id=number, partner_id=number)
        for table, row in _LINKS:
            _add(session, table, **row)
        _add(session, models.Mention, news_item_id=1, partner_id=1)
        _add(session, models.Mention, news_item_id=1, person_id=1)
        _add(session, models.Participation, event_id=1, partner_id=1)
        _add(session, models.AgreementPromise, agreement_id=1)
        _add(session, models.AgreementAmendment, agreement_id=1, agreed_on=day, added_by=dana.id)
        _add(session, models.FollowUpStep, follow_up_id=1)
        _add(session, models.Comment, follow_up_id=1, said_by=aigerim.id)
        session.flush()
        session.add(models.CommentMention(comment_id=1, account_id=saule.id))
        why = [["name", MARK, MARK]]
        pair: dict[str, Any] = {"a": 1, "b": 2, "score": 0.9, "certain": True, "why": why}
        session.add_all(
            SuggestedPair(kind=kind, **pair) for kind in (models.Kind.PARTNER, models.Kind.PERSON)
        )
        file: dict[str, Any] = {
            "media_type": "text/plain",
            "size": 1,
            "sha256": "0" * 64,
            "added_by": dana.id,
        }
        for place in ("partner", "event", "news_item", "interaction", "follow_up", "agreement"):
            _add(session, models.Attachment, **file, **{f"{place}_id": 1})
        for kind in (models.Kind.PARTNER, models.Kind.FOLLOW_UP):
            query = "sort=-name&tag=" + MARK
            view: dict[str, Any] = {
                "account_id": dana.id,
                "kind": kind,
                "key": "mark",
                "query": query,
            }
            _add(session, models.SavedView, **view, is_shared=True)
        span: dict[str, Any] = {"since": day - timedelta(days=30), "until": day, "made_by": dana.id}
        _add(session, models.EvidencePack, **span, indicators=["retraining"], fingerprint=None)
        _add(session, models.NameTerm)
        _add(session, models.PressRule)
        session.flush()
        # So that the history has something to tell, too.
        for record in records:
            name = "notes" if hasattr(record, "notes") else "outcome"
            if hasattr(record, name):
                setattr(record, name, f"{MARK} later")
    content = f"Name;Sector;{MARK}\n{MARK} new;nonsense;x\n{MARK};industry;x\n".encode()
    read = running.given(models.Kind.PARTNER, f"{MARK.replace('/', '')}.csv", content)
    with db.transaction() as session:
        importing.keep(session, models.Kind.PARTNER, read, by=dana)
        importing.begin(session, 1, models.ImportState.CHECKING, by=dana)
    running.work(1, by=dana)


_LINKS: tuple[tuple[type[SQLModel], dict[str, Any]], ...] = (
    (models.InteractionPartner, {"interaction_id": 1, "partner_id": 1}),
    (models.InteractionPerson, {"interaction_id": 1, "person_id": 1}),
    (models.InteractionColleague, {"interaction_id": 1, "account_id": 1}),
    (models.AgreementPartner, {"agreement_id": 1, "partner_id": 1}),
    (models.PartnerTag, {"partner_id": 1, "tag_id": 1}),
    (models.EventTag, {"event_id": 1, "tag_id": 1}),
    (models.NewsTag, {"news_item_id": 1, "tag_id": 1}),
    (models.FollowUpTag, {"follow_up_id": 1, "tag_id": 1}),
)


def _add(session: Session, table: type[Any], number: int = 1, **given: Any) -> Any:
    """A row with the mark in every text that is not given, past the checks of any form."""
    texts = (str, str | None)
    typed = {
        name: f"{MARK} {name} {number}"[: _room(field)]
        for name, field in table.model_fields.items()
        if field.annotation in texts and not _is_worked_out(name)
    }
    row = table(**{**typed, **given})
    session.add(row)
    session.flush()
    return row


def _room(field: Any) -> int:
    limits = [each.max_length for each in field.metadata if hasattr(each, "max_length")]
    return min(LONG_ENOUGH, *limits) if limits else LONG_ENOUGH


def _is_worked_out(name: str) -> bool:
    """Keys are made of what was typed; nobody types them."""
    return "key" in name or name.startswith(("sort_", "password"))
