"""Where the evidence of an article stands once its text was corrected."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.world import EMC, SCIENCE_WEEK, aigerim
from tracker.domain import anchoring, drafts, history, news
from tracker.domain.models import Kind, Mention, NewsItem, NewsItemDraft
from tracker.domain.news import Evidence

TEXT = "EMC came. Then Ақ Жол and EMC signed. Ақ Жолдас left."


@pytest.mark.parametrize(
    ("new", "words", "place"),
    [
        (TEXT, "EMC", 0),
        (f"News: {TEXT}", "EMC", 6),
        (TEXT.replace("EMC came", "Emc came"), "EMC", 26),  # the first is gone, the other is there
        (TEXT.replace("came", "was there").replace("left", "went"), "Ақ Жол", 20),
        (TEXT.replace("Then Ақ Жол", "Then Ақ жол"), "Ақ Жол", None),
        ("", "EMC", None),
    ],
)
def test_words_are_found_again(new: str, words: str, place: int | None) -> None:
    start = TEXT.index(words)
    found = anchoring.moved(TEXT, new, [(start, start + len(words))])
    assert found == ([] if place is None else [(place, place + len(words))])


def test_of_many_alike_each_keeps_its_own() -> None:
    old = "A: EMC. B: EMC. C: EMC."
    new = "Zero: EMC. A: EMC. B: EMC. C: EMC. D: EMC."
    places = [(at, at + 3) for at in (3, 11, 19)]
    assert anchoring.moved(old, new, places) == [(at + 11, at + 14) for at in (3, 11, 19)]


def test_of_very_many_alike_the_first_are_looked_at() -> None:
    old, new = "the EMC.", "EMC, " * 500
    assert anchoring.moved(old, new, [(4, 7)]) == [(5, 8)]


def test_a_place_that_never_was_is_left_out() -> None:
    assert anchoring.moved("abc", "abc", [(-1, 2), (2, 2), (1, 9)]) == []


@given(st.text("aб .", max_size=60), st.text("aб .", max_size=60), st.data())
def test_whatever_is_corrected_a_place_has_the_same_words(
    old: str, new: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    for at, stop in anchoring.moved(old, new, [(start, end)]):
        assert new[at:stop] == old[start:end] != ""


def test_evidence_stays_where_its_words_are_when_the_text_is_corrected(session: Session) -> None:
    item = _article(session, TEXT)
    _correct(session, item, f"Headline\n{TEXT}")
    emc, week = session.scalars(select(Mention).order_by(col(Mention.id))).all()
    assert (emc.span_start, emc.span_end, emc.more_spans) == (9, 12, [[35, 38]])
    assert (week.span_start, week.quote) == (None, "said elsewhere")
    _correct(session, item, "Nothing of it.")
    assert (emc.span_start, emc.span_end, emc.more_spans) == (None, None, [])
    assert emc.quote == "EMC came."
    # That it moved is no news of the mention.
    told = history.of(session, Kind.NEWS_ITEM, item.id or 0, by=aigerim).rows
    assert {row.field for row in told} <= {"", "text", "mentions"}


def _article(session: Session, text: str) -> NewsItem:
    evidence = {
        (Kind.PARTNER, EMC): Evidence(((0, 3), (26, 29)), "EMC came."),
        (Kind.EVENT, SCIENCE_WEEK): Evidence((), "said elsewhere"),
    }
    return news.create(
        session,
        _draft(text),
        partner_ids=[EMC],
        event_ids=[SCIENCE_WEEK],
        evidence=evidence,
        by=aigerim,
    )


def _correct(session: Session, item: NewsItem, text: str) -> None:
    news.update(
        session,
        item.id or 0,
        _draft(text),
        partner_ids=[EMC],
        event_ids=[SCIENCE_WEEK],
        person_ids=[],
        unit_ids=[],
        revision=item.revision,
        by=aigerim,
    )


def _draft(text: str) -> NewsItemDraft:
    typed: dict[str, Any] = {"title": "News", "published_on": "2024-04-08", "text": text}
    return drafts.checked(NewsItemDraft, typed)
