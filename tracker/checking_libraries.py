"""Whether somebody has asked of late if holes are known in the libraries that are pinned here.

The databases of holes are not reached from every server. `.ci/audit` asks them, from wherever they
are, and leaves a note of the day and of the pins that it asked about.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

from tracker import clock
from tracker.findings import Finding, Level
from tracker.settings import ROOT

PINS, NOTE = ROOT / "requirements.txt", ROOT / "data" / "audited"
EVERY = timedelta(days=7)  # as data/deploy/security.md has it
_CURE = "Run `bash .ci/audit` where the open internet is reached, and bring its data/audited here."


def look() -> Iterator[Finding]:
    asked = _asked()
    if asked is None:
        what = "Nobody has asked whether holes are known in these libraries"
    else:
        what = f"Holes in libraries were last asked about on {asked:%d %B %Y}, none was known"
    if asked is None or clock.today() - asked > EVERY:
        yield Finding(Level.MISSING, what, _CURE)
    else:
        yield Finding(Level.FINE, what)


def _asked() -> date | None:
    """The day on which these very pins were asked about and no hole was known."""
    try:
        day, pins = NOTE.read_text("utf-8").split()
        return date.fromisoformat(day) if pins == sha256(PINS.read_bytes()).hexdigest() else None
    except (OSError, ValueError):
        return None
