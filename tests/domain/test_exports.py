"""Reading whole lists: some at a time, in order, and nothing twice."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from tests.world import MARAT, dana
from tracker import clock
from tracker.domain.exports import people
from tracker.domain.exports.reading import in_chunks
from tracker.domain.models import Person
from tracker.errors import NotFound


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_pieces_of_any_size_make_the_same_list(session: Session, size: int) -> None:
    session.add_all(Person(name=f"Somebody {number}") for number in range(6))
    session.flush()
    asked = []

    def rows(ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        asked.append(len(ids))
        # What was deleted for good meanwhile is left out; the order here says nothing.
        yield from ((number, f"row {number}") for number in sorted(ids) if number != 3)

    backwards = select(col(Person.id)).order_by(col(Person.id).desc())
    found = list(in_chunks(session, backwards, rows, size=size))
    assert found == [f"row {number}" for number in (7, 6, 5, 4, 2, 1)]
    assert max(asked) <= size
    assert sum(asked) == 7


def test_one_person_comes_with_what_a_card_says(session: Session) -> None:
    found = people.one(session, MARAT, by=dana)
    assert (found.name, found.posts) == (
        "Марат Әлиев",
        (people.Post("EMC", "Director", None, None),),
    )
    assert found.post == found.posts[0]


def test_somebody_in_the_trash_has_no_card(session: Session) -> None:
    session.get_one(Person, MARAT).deleted_at = clock.now()
    for number in (MARAT, 404):
        with pytest.raises(NotFound):
            people.one(session, number, by=dana)
