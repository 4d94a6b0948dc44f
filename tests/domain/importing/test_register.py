"""The known partners are read once for a check and the import after it, unless one was changed."""

from tests.domain.importing.rows import rows
from tests.world import EMC, dana
from tracker import db
from tracker.domain import importing, partners, undoing
from tracker.domain.foreseen import Shelf
from tracker.domain.importing import Choices, register
from tracker.domain.importing.register import Register, hashed
from tracker.domain.models import Kind, PartnerDraft, UndertakingKind


def read(shelf: Shelf | None) -> Register:
    with db.reading() as session:
        if shelf is not None:
            shelf.lend(session)
        return register.read(session, by=dana)


def test_read_once_for_who_lends_the_same_shelf(world: None) -> None:
    shelf = Shelf()
    first = read(shelf)
    assert read(shelf) is first
    assert read(None) == first
    assert read(None) is not first
    assert first.names[hashed("EMC")] == EMC


def test_what_a_file_brings_is_not_taken_for_known_by_the_next(world: None) -> None:
    shelf = Shelf()
    with db.reading() as session:
        shelf.lend(session)
        importing.check(session, Kind.PARTNER, rows({"name": "Nova"}), Choices(), by=dana)
    assert hashed("Nova") not in read(shelf).names


def test_read_again_when_a_partner_came_changed_or_went_back(world: None) -> None:
    shelf = Shelf()
    seen = read(shelf)
    draft = PartnerDraft(name_en="Nova", bin="990340000123")
    with (
        db.transaction() as session,
        undoing.recorded(session, UndertakingKind.IMPORT, "file", by=dana) as work,
    ):
        there = partners.create(session, draft, by=dana)
        number = there.id or 0
    assert hashed("Nova") not in seen.names
    assert (seen := read(shelf)).names[hashed("Nova")] == number
    assert seen.bins[hash(draft.bin)] == number
    with db.transaction() as session:
        undoing.undo(session, work.id or 0, by=dana)
    assert hashed("Nova") not in read(shelf).names
