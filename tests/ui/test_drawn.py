"""What was drawn of figures is drawn once, for as long as the same figures are shown."""

from tests.screens import OpenApp
from tests.world import boris
from tracker.i18n import current, speaking
from tracker.ui import nav
from tracker.ui.drawn import Drawn


def test_the_same_figures_are_drawn_once_and_others_anew() -> None:
    drawn: Drawn[list[int]] = Drawn(most=2)
    one, other, third = [1], [1], [1]
    first = drawn.of(one, lambda: [*one])
    assert drawn.of(one, lambda: [*one]) is first
    assert drawn.of(other, lambda: [*other]) is not first
    drawn.of(third, lambda: [*third])
    assert drawn.of(one, lambda: [*one]) is not first  # the oldest had to go


def test_the_same_figures_are_drawn_for_each_language() -> None:
    drawn: Drawn[str] = Drawn(most=3)
    figures = [1]
    for language in ("kk", "ru", "kk"):
        with speaking(language):
            assert drawn.of(figures, current) == language


def test_each_run_has_pages_of_its_own(open_app: OpenApp) -> None:
    """Streamlit notes in a page that it may run now: a shared one would refuse somebody else."""
    assert not open_app(boris).exception
    mine, theirs = (nav.pages(boris)["Daily work"] for _ in range(2))
    assert [page.title for page in mine] == [page.title for page in theirs]
    assert not {id(page) for page in mine} & {id(page) for page in theirs}
