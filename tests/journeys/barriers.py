"""What stands in the way of people who see, hear or move otherwise: axe on everything there is.

`python -m tests.journeys.barriers [kk dark 390 manager example …]` opens each page and dialog for
each role in each language, light and dark, and says what axe finds, once for each fault with the
first places where it was met. Words narrow it; all of it takes hours. `test_every_screen` has a
sample.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from playwright.sync_api import Error as Failed

from tests.journeys.everywhere import seats
from tests.journeys.person import Person
from tests.servers import chromium
from tracker.access import Role

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
_HOW = {"resultTypes": ["violations"], "elementRef": False}
_MOST = 6  # places that are named for one fault

# What Streamlit draws and leaves no way to change: the rule, part of the element, and why it stays.
STREAMLITS: tuple[tuple[str, str, str], ...] = (
    (
        "presentation-role-conflict",
        "stFileUploaderDropzone",
        "the surface that files are dropped on has a name, though the button in it does the same",
    ),
)


def met(person: Person, *impacts: str) -> list[str]:
    """What axe finds on the page, without what is Streamlit's own; of these impacts, if named."""
    if not person.page.evaluate("'axe' in window"):
        person.page.evaluate(_AXE)
    found: dict[str, Any] = person.page.evaluate("(how) => axe.run(document, how)", _HOW)
    return [
        f"{each['impact']} {each['id']}: {_where(node)} {node['html'][:200]} {_said(node)}"
        for each in found["violations"]
        for node in each["nodes"]
        if (not impacts or each["impact"] in impacts) and not _is_streamlits(each["id"], node)
    ]


def _is_streamlits(rule: str, node: dict[str, Any]) -> bool:
    return any(
        rule == known and (part in node["html"] or part in _where(node))
        for known, part, _ in STREAMLITS
    )


def _where(node: dict[str, Any]) -> str:
    return " ".join(str(each) for each in node["target"])


def _said(node: dict[str, Any]) -> str:
    """The contrast that was measured, or whatever else axe says of it."""
    return "; ".join(str(each["message"]) for each in [*node["any"], *node["all"], *node["none"]])


def main(wanted: list[str]) -> bool:
    """Look at everything; whether nothing serious was met."""
    roles = [role for role in Role if role in wanted] or list(Role)
    faults: dict[str, list[str]] = defaultdict(list)
    with chromium.browser() as browser:
        for seat in seats(browser, wanted, roles):
            for place in seat.places():
                try:
                    seat.go_to(place)
                    said = met(seat.person)
                except (Failed, AssertionError) as failed:
                    said = [f"not opened: {str(failed).splitlines()[0]}"]
                for each in said:
                    faults[each].append(f"{place.name} ({seat.person.user.role} {seat.look})")
            print(f"looked: {seat.person.user.role} {seat.look}", flush=True)
    for line in _report(faults):
        print(line)
    return not any(each.startswith(("serious", "critical", "not opened")) for each in faults)


def _report(faults: dict[str, list[str]]) -> Iterator[str]:
    for fault, where in sorted(faults.items(), key=lambda each: -len(each[1])):
        yield f"{len(where):4} × {fault}\n       {', '.join(where[:_MOST])}"


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
