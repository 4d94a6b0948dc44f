"""Looking a page over: what is wrong with it, whoever reads it in whatever language."""

import json
import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import BrowserContext, Request, Response

from tests.journeys.person import PHONE, WIDE, Person
from tracker import db

# Everything a reader sees or a screen reader says: texts, and words in attributes. Open shadow
# roots are looked into. Drawn icons are letters only to the machine.
_WORDS = """() => {
  const said = [];
  const skipped = "script,style,noscript,[translate=no],[data-testid=stIconMaterial],input,textarea"
    + ",[lang]:not(html):not([lang='" + document.documentElement.lang + "'])";
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { said.push(node.data); return; }
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches("input,textarea")) said.push(node.placeholder);
      for (const name of ["aria-label", "title", "alt", "aria-roledescription"]) {
        if (node.hasAttribute(name)) said.push(node.getAttribute(name));
      }
      if (node.matches(skipped)) return;
    }
    if (node.shadowRoot) visit(node.shadowRoot);
    node.childNodes.forEach(visit);
  };
  visit(document.body);
  said.push(document.title);
  return said.filter((text) => text && text.trim());
}"""
_FAULTS = """() => ({
  lang: document.documentElement.lang,
  faults: [...document.querySelectorAll(
    '[data-testid=stException],[data-testid=stAlertContentError],[data-testid=stAlertContentWarning]'
  )].map((each) => each.innerText),
  signedOut: document.querySelector('[data-testid=stMain] a[href="/sign-in"]') !== null,
})"""
# Streamlit scrolls inside of the page; what a table or chart hides behind its own edge counts not.
_OVERFLOW = """() => Math.max(...[document.scrollingElement,
  ...document.querySelectorAll('[data-testid=stMain],[data-testid=stMainBlockContainer]')]
  .map((each) => each.scrollWidth - each.clientWidth))"""

_LATIN = re.compile(r"[A-Za-z]{2,}")
# Brands, formats and codes that every language writes in Latin letters.
NAMES = frozenset(
    {
        *("Seriktes", "Excel", "XLSX", "CSV", "PDF", "PNG", "TXT", "HTML", "DOCX", "MB", "vCard"),
        *("ZIP", "SHA", "Word", "English"),
        *("Outlook", "Google", "Thunderbird", "URL"),
        *("Enter", "Ctrl", "Escape", "https", "http", "www", "HeadlessChrome", "Chrome", "Linux"),
    }
)


class Watch:
    """What goes wrong in a browser behind its pages: errors on the console, strangers called."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.heard: list[str] = []
        self._url = url
        context.on("console", lambda said: self._note(said.type, said.text))
        context.on("weberror", lambda error: self._note("error", str(error.error)))
        context.on("request", self._asked)
        context.on("response", self._answered)

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.heard.append(text)

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400:
            self._note("error", f"{answer.status} {answer.url}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self._url, "data:", "blob:")):
            self.heard.append(f"a stranger was called: {request.url}")


def wrong_with(person: Person, known: "Known") -> list[str]:
    """Everything that is wrong with the page on show, as sentences for the one who mends it."""
    page = person.page
    found: dict[str, Any] = page.evaluate(_FAULTS)
    wrong = [f"it says: {text}" for text in found["faults"]]
    if found["lang"] != person.user.language:
        wrong.append(f"its language is {found['lang']}")
    if found["signedOut"]:
        wrong.append("it takes the reader for signed out")
    if person.user.language != "en":
        wrong += [f"left in English: {text!r}" for text in known.strange(page.evaluate(_WORDS))]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    wider = page.evaluate(_OVERFLOW)
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    if wider > 0:
        wrong.append(f"on a phone it is {wider} pixels too wide")
    return wrong


class Known:
    """What people wrote into the database: not ours to translate."""

    def __init__(self) -> None:
        texts = sorted((text for text in _texts() if _LATIN.search(text)), key=len, reverse=True)
        self._texts = texts
        self._all = "\n".join(texts)

    def strange(self, said: Iterable[str]) -> list[str]:
        """The words in Latin letters that nobody wrote."""
        return list(dict.fromkeys(text.strip() for text in said if self._is_strange(text)))

    def _is_strange(self, text: str) -> bool:
        if not _LATIN.search(text):
            return False
        # A long text may be cut on the way to the screen.
        for piece in re.split(r"[…\n]", text):
            if len(piece.strip()) > 20 and piece.strip() in self._all:
                text = text.replace(piece, "")
        for known in self._texts:
            if known in text:
                text = text.replace(known, "")
        return bool(set(_LATIN.findall(text)) - NAMES)


def _texts() -> set[str]:
    """Every text in every table."""
    with db.reading() as session:
        connection = session.connection()
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            text
            for (table,) in tables.all()
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()
            for value in row
            for text in _lines(value)
            if len(text) > 1
        }


def _lines(value: object) -> list[str]:
    """The text of a column, or the texts of a list that is kept in one."""
    if not isinstance(value, str):
        return []
    return list(map(str, json.loads(value))) if value.startswith("[") else [value]
