"""What this process counts of itself, for `/metrics`: numbers only, with few and known labels.

Written as Prometheus reads it. A client library would be more code than this, and one more thing
to keep current.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from threading import Lock

# Seconds: a rerun shall take less than 0.3.
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)

Labels = tuple[tuple[str, str], ...]


class Counter:
    """How often something happened, by its labels."""

    kind = "counter"

    def __init__(self, name: str, about: str) -> None:
        self.name, self.about = name, about
        self._lock = Lock()
        self._counts: defaultdict[Labels, float] = defaultdict(float)

    def add(self, number: float = 1, **labels: str) -> None:
        with self._lock:
            self._counts[tuple(labels.items())] += number

    def lines(self) -> Iterator[str]:
        with self._lock:
            counts = sorted(self._counts.items())
        yield from heading(self.name, self.about, self.kind)
        for labels, number in counts:
            yield line(self.name, number, labels)


class Histogram:
    """How long something took, by its labels."""

    kind = "histogram"

    def __init__(self, name: str, about: str) -> None:
        self.name, self.about = name, about
        self._lock = Lock()
        self._counts: defaultdict[Labels, list[int]] = defaultdict(
            lambda: [0] * (len(_BUCKETS) + 1)
        )
        self._sums: defaultdict[Labels, float] = defaultdict(float)

    def observe(self, seconds: float, **labels: str) -> None:
        key = tuple(labels.items())
        with self._lock:
            self._counts[key][bisect_left(_BUCKETS, seconds)] += 1
            self._sums[key] += seconds

    def total(self) -> int:
        """How often, whatever it was."""
        with self._lock:
            return sum(sum(each) for each in self._counts.values())

    def lines(self) -> Iterator[str]:
        with self._lock:
            counts = sorted((labels, list(each)) for labels, each in self._counts.items())
            sums = dict(self._sums)
        yield from heading(self.name, self.about, self.kind)
        for labels, each in counts:
            passed = 0
            for bound, number in zip([*map(str, _BUCKETS), "+Inf"], each, strict=True):
                passed += number
                yield line(f"{self.name}_bucket", passed, (*labels, ("le", bound)))
            yield line(f"{self.name}_sum", sums[labels], labels)
            yield line(f"{self.name}_count", passed, labels)


def heading(name: str, about: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"


def line(name: str, number: float, labels: Labels = ()) -> str:
    named = ",".join(f'{label}="{_escaped(value)}"' for label, value in labels)
    return f"{name}{{{named}}} {number:.10g}" if named else f"{name} {number:.10g}"


def gauge(name: str, about: str, number: float) -> Iterator[str]:
    """Something that is so and so much just now."""
    yield from heading(name, about, "gauge")
    yield line(name, number)


REQUESTS = Counter("seriktes_http_requests_total", "HTTP requests, by route and status.")
RERUNS = Histogram("seriktes_rerun_seconds", "From a person's click to the page, by page.")
FAULTS = Counter("seriktes_log_errors_total", "Lines in the log that tell of a fault.")
JOBS = Counter("seriktes_job_runs_total", "Rounds of what runs in the background, by job.")

# Streamlit names a page by a hash of its address; the frame says which is which.
_pages: dict[str, str] = {}


def page_is(mark: str, address: str) -> None:
    _pages[mark] = address or "home"


def page_of(mark: str, address: str) -> str:
    """The page that a rerun is of; nothing that a client made up."""
    wanted = address.strip("/") or "home"
    return _pages.get(mark) or (wanted if wanted in _pages.values() else "other")


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
