"""Reading one article with everything that the register knows."""

import re
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain.press import known, rejections, rules
from tracker.errors import Invalid
from tracker.names.text import clean_text
from tracker.press import reading as press
from tracker.press.found import Reading
from tracker.press.known import Context
from tracker.settings import settings

LONGEST = 200_000  # letters; what a news item may hold


@guarded(Action.EDIT)
def read(session: Session, text: str, *, by: User, published: date | None = None) -> Reading:
    """Everything found in the text, which is cleaned first: spans point into what will be saved.

    Raises Invalid at `text` when there is none, or too much to be read in a moment.
    """
    # What a page is laid out with says nothing: one empty line parts paragraphs.
    tidy = re.sub(r"\n\s*\n", "\n\n", clean_text(text))
    if not tidy:
        raise Invalid("text", "required")
    if len(tidy) > LONGEST:
        raise Invalid("text", "too_long", max_length=LONGEST)
    rules.use(session, by=by)
    here = settings()
    context = Context(
        known=known.partners(session, by=by),
        published=published,
        host=(here.university_kk, here.university_ru, here.university_en),
        rejected=rejections.strings(session, by=by),
    )
    return _without(press.read(tidy, context), context.rejected)


def _without(reading: Reading, rejected: frozenset[str]) -> Reading:
    def wanted(text: str) -> bool:
        return rejections.folded_line(text) not in rejected

    return replace(
        reading,
        organisations=tuple(each for each in reading.organisations if wanted(each.name)),
        people=tuple(each for each in reading.people if wanted(each.name)),
        events=tuple(each for each in reading.events if wanted(each.name)),
        requests=tuple(each for each in reading.requests if wanted(each.quote)),
    )
