"""What `tracker check` says of the scanner for files that colleagues bring."""

from collections.abc import Iterator

from tracker import malware
from tracker.findings import Finding, Level
from tracker.settings import settings


def findings() -> Iterator[Finding]:
    place = settings().clamd
    if not malware.is_on():
        yield Finding(
            Level.MISSING,
            "No scanner looks at the files that colleagues bring",
            "Install ClamAV's clamd, and set TRACKER_CLAMD=unix:/run/clamav/clamd.ctl.",
        )
        return
    try:
        yield Finding(Level.FINE, f"Files are scanned by {malware.version()} at {place}")
    except malware.Away as away:
        yield Finding(
            Level.UNSAFE,
            f"The scanner at {place} does not answer, so no file is taken: {away}",
            "Start clamd, or mend TRACKER_CLAMD: unix:/run/clamav/clamd.ctl, or HOST:3310.",
        )
