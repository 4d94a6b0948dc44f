"""What people were told is saved, against what the database holds."""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, text

from tracker import db

# A meeting without its partner, its colleague or its line in the history was saved by halves.
_HALF = """
SELECT count(*) FROM interaction i WHERE summary LIKE 'save %' AND NOT (
    EXISTS (SELECT 1 FROM interaction_partner WHERE interaction_id = i.id)
    AND EXISTS (SELECT 1 FROM interaction_colleague WHERE interaction_id = i.id)
    AND EXISTS (SELECT 1 FROM change WHERE kind = 'interaction' AND record_id = i.id))
"""


class Tally(NamedTuple):
    """One run of a fault. Everything but the first two has to be 0."""

    times: int
    acknowledged: int
    missing: int
    doubled: int
    half: int
    integrity: int
    notes: str = ""

    @property
    def is_well(self) -> bool:
        return not (self.missing or self.doubled or self.half or self.integrity)

    def __str__(self) -> str:
        counts = ", ".join(
            f"{name} {value}" for name, value in self._asdict().items() if name != "notes"
        )
        return f"{counts}{'; ' if self.notes else ''}{self.notes}"

    def __add__(self, other: "Tally") -> "Tally":  # type: ignore[override]
        sums = (mine + theirs for mine, theirs in zip(self[:6], other[:6], strict=True))
        return Tally(*sums, notes=other.notes or self.notes)  # type: ignore[arg-type, misc]


def taken(url: str, acknowledged: Collection[str], *, times: int, notes: str = "") -> Tally:
    """Compare the summaries of which somebody was told "saved" with what the database holds."""
    engine = db.build_engine(url)
    with engine.connect() as connection:
        saved = text("SELECT summary FROM interaction WHERE summary LIKE 'save %'")
        there = Counter(connection.scalars(saved))
        half = connection.execute(text(_HALF)).scalar_one()
        integrity = damage(connection) if engine.dialect.name == "sqlite" else 0
    engine.dispose()
    return Tally(
        times=times,
        acknowledged=len(acknowledged),
        missing=sum(not there[summary] for summary in acknowledged),
        doubled=sum(count > 1 for count in there.values()),
        half=half,
        integrity=integrity,
        notes=notes,
    )


def damage(connection: Connection) -> int:
    """Of the file itself, and of rows that name others which are not there."""
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return (found != ["ok"]) + len(orphans)
