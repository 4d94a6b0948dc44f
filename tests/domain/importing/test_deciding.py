"""Looking up thousands of names at once takes short cuts; what is decided stays the same."""

import csv
from pathlib import Path

from sqlmodel import Session

from tests.benchmarks.importing import names
from tests.domain.importing.rows import rows
from tests.world import dana
from tracker.domain import finding, finding_many, importing, name_words
from tracker.domain.importing import Choices
from tracker.domain.models import Doubt, Kind, Partner
from tracker.names.analysis import analyse
from tracker.names.matching import compare

_PAIRS = Path(__file__).parents[2] / "names" / "pairs.csv"


def _register(session: Session) -> tuple[dict[int, str], list[str]]:
    """Partners by id, and names of which many mean one of them."""
    with _PAIRS.open(encoding="utf-8") as file:
        pairs = list(csv.DictReader(file))[::11]
    made = names(120, 1)
    known = list(dict.fromkeys([*(pair["b"] for pair in pairs), *made]))
    partners = [Partner(name_ru=name) for name in known]
    session.add_all(partners)
    session.flush()
    again = [name.upper() for name in made[:15]]
    asked = [*(pair["a"] for pair in pairs), *again, *names(20, 2)]
    return {each.id or 0: each.name_ru or "" for each in partners}, list(dict.fromkeys(asked))


def test_short_cuts_find_what_comparing_everything_finds(session: Session) -> None:
    known, asked = _register(session)
    words = name_words.now(session)
    taken = {number: analyse(name, words) for number, name in known.items()}
    common: finding_many.Common = {}
    found, missed = 0, 0
    for start in range(0, len(asked), 20):  # in turns, so that what is kept of one is used
        some = {name: [name] for name in asked[start : start + 20]}
        likely = finding_many.likely_partners(session, some, by=dana, common=common)
        assert likely == finding_many.likely_partners(session, some, by=dana)
        for name in some:
            one = analyse(name, words)
            weighed = {number: compare(one, other, words) for number, other in taken.items()}
            for each in likely.get(name, ()):
                assert each.score in (weighed[each.id].score, 1.0)
                assert not each.certain or weighed[each.id].certain
            best = max(weighed.values(), key=lambda each: each.score)
            found += name in likely
            missed += best.score >= finding.MAYBE and name not in likely
    assert common
    assert found > 10
    assert missed <= 0.1 * found  # those that share little of what they say


def test_a_check_decides_as_asking_of_each_name_does(session: Session) -> None:
    known, asked = _register(session)
    told = rows(*({"name": name} for name in asked))
    likely: importing.Likely = {}
    choices = Choices(doubt=Doubt.SKIP)
    outcome = importing.check(session, Kind.PARTNER, told, choices, likely, by=dana)
    doubts = {each.typed: {number for number, _ in each.candidates} for each in outcome.questions}
    for name in asked:
        each = finding_many.likely_partners(session, {name: [name]}, by=dana)
        some = each.get(name, [])
        if name in doubts:
            assert doubts[name] == {one.id for one in some} & known.keys()
    certain = [name for name, some in likely.items() if some and some[0].certain]
    assert certain
    assert doubts
