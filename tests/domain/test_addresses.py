"""Addresses of lists: what a page shows comes back from its own address, and nothing else."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import addresses, events, follow_ups, partners
from tracker.domain.addresses import LISTS, Asked
from tracker.domain.follow_ups import Layout, Look, Span
from tracker.domain.lists import ByDay
from tracker.domain.models import FollowUpKind, Kind, Sector, Stage
from tracker.errors import Invalid


def there_and_back(kind: Kind, asked: Asked) -> Asked:
    return addresses.asked(kind, dict(parse_qsl(addresses.query(kind, asked))))


@pytest.mark.parametrize("kind", list(LISTS))
def test_the_usual_view_needs_no_words(kind: Kind) -> None:
    assert addresses.query(kind, LISTS[kind].usual) == ""
    assert addresses.asked(kind, {}) == LISTS[kind].usual


def test_a_view_comes_back_from_its_address() -> None:
    for kind, asked in (
        (
            Kind.PARTNER,
            Asked(
                partners.PartnerFilter(text="ә&b=c", sector=Sector.MUSEUM, owner_id=1, tag="a b"),
                partners.Sort.STAGE,
                True,
            ),
        ),
        (
            Kind.FOLLOW_UP,
            Asked(
                follow_ups.FollowUpFilter(
                    shown=follow_ups.Shown.ALL,
                    overdue=True,
                    kind=FollowUpKind.RETRAINING,
                    due_from=date(2024, 4, 8),
                ),
                follow_ups.Sort.OWNER,
                False,
            ),
        ),
        (Kind.EVENT, Asked(events.EventFilter(since=date(2024, 4, 8)), ByDay.DAY, False)),
    ):
        assert there_and_back(kind, asked) == asked


@pytest.mark.parametrize(
    "nonsense",
    [
        {"status": "lost"},
        {"owner": "me"},
        {"owner": "0"},
        {"owner": "99999999999999999999"},
        {"from": "someday"},
        {"sort": "id; DROP TABLE"},
        {"colour": "red"},
        {"text": "by the name of the field"},
        {"q": "x" * 201},
        {"view": "globe"},
        {"span": "year"},
        {"day": "9999-12-31"},
        {"recorded_to": "9999-12-31"},
        {"recorded_from": "0001-01-01"},
        {"closed_to": "2101-01-01"},
    ],
)
def test_nonsense_is_refused_for_a_file_and_dropped_for_a_view(nonsense: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        addresses.asked(Kind.FOLLOW_UP, nonsense)
    ((key, value),) = nonsense.items()
    assert addresses.tidy(Kind.FOLLOW_UP, f"overdue=true&{key}={value}") == "overdue=true"


def test_an_address_says_how_follow_ups_look() -> None:
    looks = {
        "": Look(),
        "view=board": Look(Layout.BOARD),
        "view=calendar": Look(Layout.CALENDAR),
        "view=calendar&span=week&day=2024-04-08": Look(
            Layout.CALENDAR, Span.WEEK, date(2024, 4, 8)
        ),
    }
    for text, look in looks.items():
        asked = addresses.asked(Kind.FOLLOW_UP, dict(parse_qsl(text)))
        assert asked == LISTS[Kind.FOLLOW_UP].usual._replace(look=look)
        assert addresses.query(Kind.FOLLOW_UP, asked) == text
    # Which month it is says nothing of a board; other lists have one look.
    assert addresses.tidy(Kind.FOLLOW_UP, "day=2024-04-08&view=board") == "view=board"
    assert addresses.tidy(Kind.PARTNER, "view=board&stage=active") == "stage=active"


def test_an_empty_filter_narrows_nothing() -> None:
    empty = {"q": "", "sector": "", "owner": ""}
    assert addresses.asked(Kind.PARTNER, empty) == LISTS[Kind.PARTNER].usual


def test_a_view_has_one_spelling() -> None:
    spellings = (
        "stage=active&owner=3&sort=-name",
        "sort=-name&owner=3&stage=active&page=7&view=trash",
        "owner=3&stage=active&sort=-name&sector=&q=",
    )
    assert {addresses.tidy(Kind.PARTNER, each) for each in spellings} == {spellings[0]}
    assert addresses.tidy(Kind.PARTNER, "stage=active&sort=name") == f"stage={Stage.ACTIVE}"


@given(
    st.dictionaries(
        st.sampled_from([*addresses._FIELDS, *addresses._LOOK, "sort", "page"]), st.text(max_size=9)
    )
)
def test_whatever_stands_in_an_address_a_view_of_it_can_be_opened(typed: dict[str, Any]) -> None:
    for kind in LISTS:
        text = addresses.tidy(kind, "&".join(f"{key}={value}" for key, value in typed.items()))
        assert addresses.tidy(kind, text) == text
        addresses.asked(kind, dict(parse_qsl(text)))


@pytest.mark.parametrize("text", ["0", "-1", "9" * 30, "x", ""])
def test_a_number_that_no_record_can_have_is_refused(text: str) -> None:
    assert addresses.number_of("7") == 7
    with pytest.raises(ValueError, match=text or "invalid"):
        addresses.number_of(text)
