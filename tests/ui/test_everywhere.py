"""What is looked at by the long looks: no page is forgotten there."""

from tests.journeys import everywhere
from tracker.ui import nav


def test_every_page_has_its_place() -> None:
    looked_at = {place.address.partition("?")[0] or "home" for place in everywhere.PLACES}
    assert looked_at == {entry.word for entry in nav._ENTRIES}
