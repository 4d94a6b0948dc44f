"""After an event: everybody who was expected, worked through in one sheet; and what came of it.

`sheet` is what is read, `keeping` stores it; `pasting` reads a list of names and `adding` makes
them participants; `yields` counts what an event led to.
"""

from tracker.domain.after_event.adding import Guest, add
from tracker.domain.after_event.keeping import Saved, Typed, save
from tracker.domain.after_event.pasting import Pasted, look
from tracker.domain.after_event.sheet import Sheet, SheetRow, of
from tracker.domain.after_event.yields import Yield, yield_of

__all__ = [
    "Guest",
    "Pasted",
    "Saved",
    "Sheet",
    "SheetRow",
    "Typed",
    "Yield",
    "add",
    "look",
    "of",
    "save",
    "yield_of",
]
