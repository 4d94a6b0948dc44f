"""Numbers by numbers are what a dict says they are."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.numbers import Numbers

_WHOLE = st.integers(-(2**63), 2**63 - 1)


@given(st.lists(st.tuples(_WHOLE, _WHOLE)), st.lists(_WHOLE))
def test_as_a_dict_says(pairs: list[tuple[int, int]], others: list[int]) -> None:
    numbers, known = Numbers(), dict(pairs)
    for key, value in pairs:
        numbers[key] = value
    assert len(numbers) == len(known)
    for key in [*known, *others]:
        assert numbers.get(key) == known.get(key)
        assert (key in numbers) == (key in known)
        assert numbers.setdefault(key, 7) == known.setdefault(key, 7)
    numbers.clear()
    assert not any(key in numbers for key in known)


def test_very_many_ids_and_hashes() -> None:
    numbers = Numbers()
    keys = [each for place in range(1, 3_000) for each in (place, -place, hash(str(place)))]
    for place, key in enumerate(keys):
        numbers[key] = place
    assert [numbers.get(key) for key in keys] == list(range(len(keys)))
