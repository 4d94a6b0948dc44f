"""A colleague comes in with the university's own account, on a phone, in Kazakh."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import colleagues
from tests.journeys.looking import WITHIN, expect
from tests.journeys.person import PHONE, seat
from tests.servers import app
from tests.servers.plugin import StartUniversity
from tests.servers.processes import free_port
from tracker import db
from tracker.access import Role, User
from tracker.domain import partners
from tracker.domain.models import PartnerDraft, Stage

ASEL = User(0, "asel@uni.example", "Әсел Нұрланқызы", Role.LIAISON, "kk")


@pytest.fixture
def url(database: str, tmp_path: Path, start_university: StartUniversity) -> Iterator[str]:
    """A tracker whose university knows Asel; she has never been here."""
    by = colleagues.hire("kk")[Role.LIAISON]
    with db.transaction() as session:
        for name, stage in (("Ет комбинаты", Stage.ACTIVE), ("Ұн зауыты", Stage.IDENTIFIED)):
            partners.create(session, PartnerDraft(name_kk=name, stage=stage), by=by)
    port = free_port()
    university = start_university(f"http://127.0.0.1:{port}")
    known = {"email": ASEL.email, "email_verified": True, "name": ASEL.name}
    university.knows({"asel": {**known, "groups": ["partners"]}})
    environment = {
        "TRACKER_DATABASE_URL": database,
        "TRACKER_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TRACKER_OIDC_LIAISON": "partners",
        **university.settings,
    }
    with app.running(environment, tmp_path / "server.log", port) as address:
        yield address


def test_in_by_the_university_to_the_page_that_was_asked_for_and_out_again(
    browser: Browser, url: str
) -> None:
    she = seat(browser, url, ASEL, size=PHONE)
    she.page.goto(f"{url}/partners?stage=active")
    she.page.get_by_role("link", name=she.word("sign_in.university")).click()
    she.page.locator('input[name="login"]').fill("asel")
    she.page.locator('input[name="password"]').fill("of no interest")
    she.page.locator('button[type="submit"]').click()
    she.settle()
    assert she.page.url == f"{url}/partners?stage=active"
    expect(she.main.get_by_role("heading", level=1)).to_contain_text(she.word("nav.partners"))
    she.sees("Ет комбинаты")
    she.sees_not("Ұн зауыты")

    she.page.get_by_test_id("stExpandSidebarButton").click()
    she.sees(ASEL.name)
    she.page.get_by_role("button", name=she.word("app.sign_out")).click()
    # Past our own page, which the browser leaves by itself, to the provider's question.
    she.page.locator('button[name="logout"]').click()
    she.page.wait_for_url(f"{url}/sign-in", timeout=WITHIN)
    she.page.goto(f"{url}/partners")
    assert she.path == "sign-in"
