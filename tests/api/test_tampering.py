"""Talking past the page, straight into its websocket; and what is stored to act on others' pages.

One file, because the whole application is started for it.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Engine, inspect, text
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.api import reading
from tests.api.conftest import Server, cookie
from tests.servers.websocket import Page
from tests.world import aigerim, boris, dana, saule
from tracker.access import Role, User
from tracker.domain.models.records import LINE, NOTE
from tracker.i18n import catalogue
from tracker.settings import ROOT

Application = tuple[Server, Engine]
NOT_ALLOWED = catalogue()["error.not_allowed"]["en"]

# What the door and the server itself write, and what is everybody's own: when they were here, and
# that they were shown around.
NOT_COUNTED = {
    *("sign_in", "attempt", "access", "name_filing"),
    *("engagement_run", "engagement_score"),
}
VISITS = {"visited_at", "last_visit_at", "toured_at"}
PAGES = (
    *("home", "partners", "partner", "person", "event", "after_event", "news_item", "interaction"),
    *("follow_ups", "follow_up", "agreement", "unit", "evidence_pack", "accounts", "settings"),
    *("history", "imports", "import", "duplicates", "reports", "name_terms", "read_article"),
)


@contextmanager
def opened(application: Application, user: User) -> Iterator[Page]:
    server, _ = application
    with server.signed_in(user) as client, Page(server.url, cookie=cookie(client)) as page:
        yield page


def rows(engine: Engine) -> dict[str, list[Any]]:
    """Everything in the database."""
    with engine.connect() as connection:
        found = {}
        for name in inspect(connection).get_table_names():
            if name in NOT_COUNTED or "_words" in name:
                continue
            result = connection.execute(text(f'SELECT * FROM "{name}"')).mappings()
            found[name] = [
                {key: value for key, value in row.items() if key not in VISITS} for row in result
            ]
        return found


def elements(answers: list[ForwardMsg]) -> Iterator[tuple[str, Any]]:
    """What was drawn, with its kind."""
    for each in answers:
        element = each.delta.new_element
        kind = element.WhichOneof("type")
        if kind:
            yield kind, getattr(element, kind)


def ids(answers: list[ForwardMsg]) -> list[tuple[str, str]]:
    return [(kind, each.id) for kind, each in elements(answers) if getattr(each, "id", "")]


def said(answers: list[ForwardMsg]) -> str:
    return " ".join(str(each) for each in answers)


def pressed(number: str) -> WidgetState:
    return WidgetState(id=number, trigger_value=True)


def only(answers: list[ForwardMsg], ending: str) -> str:
    """The id of the one element whose key ends so."""
    (found,) = {number for _, number in ids(answers) if number.endswith(ending)}
    return found


def alerts(answers: list[ForwardMsg]) -> list[str]:
    return [each.body for kind, each in elements(answers) if kind == "alert"]


def is_quiet(answers: list[ForwardMsg]) -> bool:
    """Whether nothing in the answers says how the server is made."""
    told = said(answers)
    made = ("exception {", "Traceback", "sqlalchemy", "site-packages", str(ROOT))
    return not any(each in told for each in made)


def test_a_viewer_who_presses_what_others_are_offered_changes_nothing(
    application: Application,
) -> None:
    _, engine = application
    with opened(application, saule) as hers, opened(application, boris) as his:
        his.ask()
        before = rows(engine)
        for word in PAGES:
            offered = ids(hers.ask(page=word, query="id=1"))
            assert offered
            for forge in (pressed, typed, sent):
                told = his.ask(*(forge(number) for _, number in offered), page=word, query="id=1")
                assert is_quiet(told)
        assert rows(engine) == before


def typed(number: str) -> WidgetState:
    return WidgetState(id=number, string_value="forged by hand")


def sent(number: str) -> WidgetState:
    """What an element of our own would say of a press on one of its lines."""
    pressed_at = [{"event": "action", "value": {"id": 1, "action": "done", "kind": "partner"}}]
    return WidgetState(
        id=_make_trigger_id(number, "events"), json_trigger_value=json.dumps(pressed_at)
    )


def test_what_was_on_show_does_nothing_once_the_role_is_withdrawn(
    application: Application,
) -> None:
    _, engine = application
    with ExitStack() as stack:
        pages = [stack.enter_context(opened(application, dana)) for _ in range(3)]
        home = pages[0].ask()
        fragment = next(each.delta.fragment_id for each in home if each.delta.fragment_id)
        logged = [
            WidgetState(id=only(home, ".summary"), string_value="Written after the end"),
            pressed(only(home, ".save")),
        ]
        logged[0:0] = [chosen(only(home, ".partners"), options(home, ".partners")[:1])]
        edit = pages[1].ask(page="partner", query="id=1")
        edit = pages[1].ask(pressed(only(edit, "-partner.edit")), page="partner", query="id=1")
        edited = [
            WidgetState(id=only(edit, ".name_en"), string_value="Renamed after the end"),
            pressed(only(edit, "-Save")),
        ]
        away = pages[2].ask(page="partner", query="id=2")
        away = pages[2].ask(pressed(only(away, "-record.delete")), page="partner", query="id=2")
        thrown = [pressed(only(away, "-record.delete.confirm"))]
        give(engine, dana, Role.VIEWER)
        try:
            before, refused = rows(engine), 0
            for page, states, word, number in (
                (pages[0], logged, "", fragment),
                (pages[1], edited, "partner", ""),
                (pages[2], thrown, "partner", ""),
            ):
                query = f"id={1 + pages.index(page) // 2}"
                told = page.ask(*states, page=word, query=query, fragment=number)
                assert is_quiet(told)
                refused += alerts(told) == [NOT_ALLOWED]
            assert rows(engine) == before
            assert refused == 3
        finally:
            give(engine, dana, Role.MANAGER)


def chosen(number: str, values: list[str]) -> WidgetState:
    state = WidgetState(id=number)
    state.string_array_value.data.extend(values)
    return state


def options(answers: list[ForwardMsg], ending: str) -> list[str]:
    """What an element offers to choose from."""
    (found,) = (
        each.options for _, each in elements(answers) if getattr(each, "id", "").endswith(ending)
    )
    return list(found)


def give(engine: Engine, user: User, role: Role) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE account SET role = :role WHERE id = :id"), {"role": role, "id": user.id}
        )


CHOICES = {"sector": "evil", "stage": "0", "tier": "", "owner_id": "99", "parent_id": "1"}
TEXTS = {"city": "x" * 5000, "notes": "x" * 300_000, "website": "javascript:alert(1)", "bin": "1"}


def partner(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM partner WHERE id = 1")).mappings().one()
        return dict(row)


def dialog(page: Page) -> list[ForwardMsg]:
    """The form in which a partner is edited."""
    shown = page.ask(page="partner", query="id=1")
    return page.ask(pressed(only(shown, "-partner.edit")), page="partner", query="id=1")


def test_what_no_form_offers_is_not_taken(application: Application) -> None:
    _, engine = application
    before = partner(engine)
    with opened(application, aigerim) as page:
        for field, value in {**CHOICES, **TEXTS}.items():
            shown = dialog(page)
            forged = WidgetState(id=only(shown, f".{field}"), string_value=value)
            told = page.ask(forged, pressed(only(shown, "-Save")), page="partner", query="id=1")
            assert is_quiet(told)
    after = partner(engine)
    assert {field: after[field] for field in CHOICES} == {field: before[field] for field in CHOICES}
    assert (after["website"], after["bin"]) == (before["website"], before["bin"])
    assert len(after["city"]) <= LINE
    assert len(after["notes"]) <= NOTE


STRANGE: tuple[dict[str, Any], ...] = (
    {"trigger_value": True},
    {"double_value": float("nan")},
    {"int_value": -(2**62)},
    {"string_value": "\0"},
    {"json_value": "{"},
    {"bytes_value": b"\xff"},
    {"json_trigger_value": "]"},
)


def test_a_value_of_a_wrong_kind_is_a_sentence_and_no_save(application: Application) -> None:
    server, engine = application
    began = len(server.log.read_text(errors="replace"))
    with server.signed_in(aigerim) as client:
        for value in STRANGE:
            with Page(server.url, cookie=cookie(client)) as page:
                shown = dialog(page)
                before = rows(engine)
                states = [WidgetState(id=number, **value) for _, number in ids(shown)]
                told = page.ask(*states, page="partner", query="id=1")
                assert is_quiet(told)
                assert rows(engine) == before
    # The log has a line for each, without the lines of the program and what was sent.
    logged = server.log.read_text(errors="replace")[began:].splitlines()
    assert [each for each in logged if not each.startswith("20")] == []
    strange = [each for each in logged if "a field was sent what it cannot hold" in each]
    assert len(strange) >= len(STRANGE)
    assert strange[0].endswith(": AttributeError")


def test_a_page_or_part_that_a_role_does_not_see_is_not_drawn(application: Application) -> None:
    with opened(application, saule) as hers, opened(application, boris) as his:
        home = hers.ask()
        part = next(each.delta.fragment_id for each in home if each.delta.fragment_id)
        his.ask()
        for word in ("accounts", "history", "imports", "import", "merge", "name_terms"):
            shown = hers.ask(page=word, query="id=1&kind=partner&with=2")
            (begun,) = (each.new_session for each in shown if each.HasField("new_session"))
            for asked in ({"page": word}, {"page_hash": begun.page_script_hash}):
                told = his.ask(**asked, query="id=1&kind=partner&with=2")
                assert is_quiet(told)
                assert not {number for _, number in ids(told)} & {
                    number for _, number in ids(shown) if not number.endswith("search_open")
                }
        other = BackMsg()
        other.rerun_script.fragment_id = part
        his.say(other)
        assert part not in said(his.ask())


def test_a_file_that_somebody_else_gave_is_not_taken(application: Application) -> None:
    server, engine = application
    address = "/_stcore/upload_file/{}/one"
    with (
        server.signed_in(aigerim) as hers,
        Page(server.url, cookie=cookie(hers)) as page,
        opened(application, dana) as other,
    ):
        page.ask(page="partner", query="id=1")
        shown = other.ask(page="partner", query="id=1")
        assert hers.get("/_stcore/health").is_success
        from_here = {"origin": server.url, "x-xsrftoken": hers.cookies["_streamlit_xsrf"]}
        kept = hers.put(
            address.format(page.session_id),
            files={"file": ("secret.txt", b"secret")},
            headers=from_here,
        )
        assert kept.status_code == 204
        before = rows(engine)
        (uploader,) = (each.id for kind, each in elements(shown) if kind == "file_uploader")
        state = WidgetState(id=uploader)
        named = state.file_uploader_state_value.uploaded_file_info.add()
        named.file_id, named.name, named.size = "one", "secret.txt", 6
        assert is_quiet(other.ask(state, page="partner", query="id=1"))
        assert rows(engine) == before
        for unknown in ("00000000-0000-4000-8000-000000000000", "..", "%2e%2e"):
            refused = hers.put(address.format(unknown), files={"file": b"x"}, headers=from_here)
            assert refused.status_code in (400, 404, 405)
        assert hers.put(address.format(page.session_id), content=b"x").status_code == 403


def test_a_flood_of_runs_and_stops_is_survived(application: Application) -> None:
    server, _ = application
    run, stop, empty = BackMsg(), BackMsg(), BackMsg()
    run.rerun_script.query_string = ""
    stop.stop_script = True
    empty.clear_cache = True
    with server.signed_in(boris) as client, Page(server.url, cookie=cookie(client)) as page:
        for _ in range(20):
            for message in (run, stop, empty):
                page.say(message)
        assert client.get("/healthz").is_success
        assert not page.closes_within(0.3)
        with Page(server.url, cookie=cookie(client)) as another:
            assert any(kind == "heading" for kind, _ in elements(another.ask()))


def test_whatever_was_typed_is_text_on_every_page(application: tuple[Server, Engine]) -> None:
    server, _ = application
    found, holders = [], set()
    with server.signed_in(saule) as client, Page(server.url, cookie=cookie(client)) as page:
        for place, shown in reading.walk(page):
            for name, text in (each for message in shown for each in reading.texts(message)):
                if "tracker.example" in text:
                    holders.add(name)
                if reading.wrong(name, text):
                    found.append(f"{place}: {name}: {text[:300]}")
    assert found == []
    # The walk came past what may be Markdown, and not only by what never is.
    assert holders >= {"Heading.body", "Markdown.body", "Toast.body", "Button.label"}
    assert holders >= {"Checkbox.label", "PageLink.label", "Radio.options", "Html.body"}
