"""The cookie against forged uploads: bound to the host by its name, and found by the page."""

import re
from pathlib import Path

import streamlit
from starlette.requests import HTTPConnection

from tracker.api import forgery
from tracker.api.forgery import BOUND, THEIRS
from tracker.settings import settings

STATIC = Path(streamlit.__file__).parent / "static" / "static" / "js"
READS = re.compile(r"\.match\(`(\\\\b\$\{\w\}=\(\[\^;\]\*\)\\\\b)`\)")


def connection(scheme: str, cookies: str) -> HTTPConnection:
    headers = [(b"host", b"crm.uni.example"), (b"cookie", cookies.encode())]
    path = {"path": "/", "query_string": b"", "server": ("crm.uni.example", 443)}
    return HTTPConnection({"type": "http", "scheme": scheme, "headers": headers, **path})


def seen(scheme: str, cookies: str) -> str:
    """What Streamlit's server gets of the cookies."""
    here = connection(scheme, cookies)
    return dict(forgery.taken(list(here.scope["headers"]), here))[b"cookie"].decode()


def test_the_page_of_streamlit_finds_it_behind_the_prefix() -> None:
    """By the very expression that its script has, as long as it has it."""
    scripts = [each.read_text("utf-8") for each in STATIC.glob("index.*.js")]
    (script,) = [each for each in scripts if f"`{THEIRS}`" in each]
    (found,) = set(READS.findall(script))
    expression = found.replace("\\\\", "\\")
    wanted = re.sub(r"\$\{\w\}", THEIRS, expression)
    for cookies in (f"{BOUND}=2|a|b|1", f"other=1; {BOUND}=2|a|b|1; __Host-seriktes=x"):
        match = re.search(wanted, cookies)
        assert match
        assert match[1] == "2|a|b|1"


def test_over_tls_streamlit_gets_the_bound_one_by_the_name_it_knows_and_no_other() -> None:
    settings.cache_clear()
    given = f"a=1; {THEIRS}=planted; {BOUND}=ours; b=2"
    assert seen("https", given) == f"a=1; {THEIRS}=ours; b=2"
    assert seen("wss", f"{THEIRS}=planted") == ""
    assert seen("http", f"a=1; {THEIRS}=ours") == f"a=1; {THEIRS}=ours"
