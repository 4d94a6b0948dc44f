"""Deciding what an article proposes, and saving what was confirmed."""

from typing import Any

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import finding
from tracker.domain.drafts import InvalidDraft
from tracker.domain.excerpts import excerpt
from tracker.domain.models import Kind
from tracker.domain.press import saving, unfinished
from tracker.errors import CardRefused, Invalid, NotFound, TrackerError
from tracker.i18n import sentence, t, word
from tracker.i18n.plain import plain
from tracker.press.found import PressNote
from tracker.ui import field_names, flash, nav, press_drafts, review, review_answers
from tracker.ui.press_drafts import PressDraft

_FOUND = 6
_TITLE = 70  # letters of a title in the message that it is saved
_KINDS = {"partner": Kind.PARTNER, "event": Kind.EVENT, "person": Kind.PERSON}


def show(user: User, draft: PressDraft) -> None:
    """The article and its cards; saves them when asked to, and leaves for the news item."""
    begun: dict[str, Any] = draft.review or {}
    if begun["stored"] is not None:
        _is_here(*begun["stored"])
    for note in begun["notes"]:
        st.warning(word(PressNote(note)), icon=":material/info:")
    _cards(user, draft, draft.decided)


@st.fragment
def _cards(user: User, draft: PressDraft, kept: dict[str, Any] | None) -> None:
    """Answered without the page around them. `kept`: what was decided when that was drawn, which
    the browser has to be told; what is decided from then on it knows."""
    begun: dict[str, Any] = draft.review or {}
    data = {"id": draft.key, **begun, "kept": kept, **draft.said}
    said = review.show(data, key=f"review.{draft.key}")
    if said.decided is not None:
        draft.decided = said.decided
    press_drafts.keep(user, draft)
    if said.at is None or said.at == draft.heard:
        return
    draft.heard = said.at
    if said.saves:
        _save(user, draft, begun)
    draft.said = _answered(said.asked, user)
    st.rerun()


def _is_here(item: int, title: str) -> None:
    """Said before anything is decided: the article would be there twice."""
    st.warning(
        plain(t("read_article.stored", title=excerpt(title, _TITLE))), icon=":material/info:"
    )
    if st.button(
        t("read_article.open_stored"), key="read_article.stored", icon=":material/newspaper:"
    ):
        nav.go(Kind.NEWS_ITEM, item)


def buttons(user: User) -> None:
    """Back to the text, or away from this article."""
    st.button(
        t("read_article.back_to_text"),
        key="read_article.back",
        icon=":material/arrow_back:",
        help=t("read_article.start_over_help"),
        on_click=press_drafts.back,
    )
    st.button(
        t("read_article.start_over"),
        key="read_article.start_over",
        icon=":material/restart_alt:",
        help=t("read_article.start_over_help"),
        on_click=press_drafts.lay_aside,
        args=(user,),
    )


def _save(user: User, draft: PressDraft, begun: dict[str, Any]) -> None:
    try:
        decided = review_answers.decided(
            draft.decided, text=begun["text"], found=begun["start"]["cards"], user=user
        )
        with db.transaction() as session:
            item = saving.save(session, decided, by=user, key=draft.row)
            unfinished.drop(session, draft.row, by=user)
    except TrackerError as refused:
        draft.refusals += 1
        draft.said = {"refused": _refusal(refused, draft)}
        st.rerun()
    press_drafts.close()
    flash.say(t("read_article.saved", title=excerpt(item.title, _TITLE)))
    nav.go(Kind.NEWS_ITEM, item.id or 0)


def _refusal(refused: TrackerError, draft: PressDraft) -> dict[str, Any]:
    card, reason = "", refused
    if isinstance(refused, CardRefused):
        card, reason = refused.card, refused.refusal
    if isinstance(reason, NotFound):
        return {"card": card, "text": t("read_article.gone"), "at": draft.refusals}
    problems = reason.problems if isinstance(reason, InvalidDraft) else [reason]
    return {"card": card, "text": " ".join(map(_sentence, problems)), "at": draft.refusals}


def _sentence(refused: TrackerError) -> str:
    said = sentence(refused)
    if isinstance(refused, Invalid):
        return t("read_article.field_named", field=field_names.label(refused.field), said=said)
    return said


def _answered(asked: dict[str, Any], user: User) -> dict[str, Any]:
    """Records that a typed or selected text may mean, for one card."""
    kind = _KINDS.get(str(asked.get("topic")))
    if kind is None:
        return {}
    text = str(asked.get("text") or "")[:300]
    with db.reading() as session:
        if asked.get("matches") and kind is Kind.PARTNER:
            likely = finding.likely_partners(session, [text], by=user, limit=3)
            options = [
                {"id": each.id, "name": each.name, "certain": each.certain}
                for each in likely
                if each.score >= finding.MAYBE
            ]
        else:
            found = finding.find(session, kind, text, by=user, limit=_FOUND)
            options = [{"id": each.record.id, "name": _called(each.record, user)} for each in found]
    about = {"card": str(asked.get("card")), "at": asked.get("at"), "options": options}
    return {"matches" if asked.get("matches") else "answers": about}


def _called(record: Any, user: User) -> str:
    return str(record.name if isinstance(record.name, str) else record.name(user.language))
