"""Looking for something on a page until it is there, many times a second.

Playwright looks ever less often, after a quarter of a second only twice a second: half of a
journey would be spent on pages that have long been ready. A wait shorter than half a second it
divides finer.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from playwright.sync_api import Locator
from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import expect as expect_slowly  # noqa: TID251 – here it is made quicker
from playwright.sync_api._generated import LocatorAssertions

WITHIN = 20_000.0  # milliseconds that anything on a page may take
_FINE = 450.0  # milliseconds of a wait that is divided into twentieths of a second
_TIMES = 8


def patiently(look: Callable[..., None], within: float = WITHIN) -> None:
    """Look with `timeout=` short at first, then as long as it may take."""
    for _ in range(_TIMES):
        with suppress(AssertionError, TooLate):
            look(timeout=_FINE)
            return
    look(timeout=within)


def expect(found: Locator) -> LocatorAssertions:
    """As Playwright's, and sooner done."""
    return cast(LocatorAssertions, _Often(expect_slowly(found)))


class _Often:
    def __init__(self, asserted: LocatorAssertions) -> None:
        self._asserted = asserted

    def __getattr__(self, name: str) -> Callable[..., None]:
        check = getattr(self._asserted, name)

        def checked(*wanted: Any, timeout: float = WITHIN, **more: Any) -> None:
            patiently(lambda timeout: check(*wanted, timeout=timeout, **more), timeout)

        return checked
