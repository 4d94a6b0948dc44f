"""The templates of mails."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.domain.reminders.outbox import Letter
from tracker.i18n import current, t
from tracker.settings import settings

_FONT = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif"


@cache
def templates() -> Environment:
    """Those of every mail. What somebody typed is text in the HTML, whatever it looks like."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        # The other half of a mail is plain text, in which nothing has a meaning.
        autoescape=lambda name: name is None or name.endswith(".html"),  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["font"] = _FONT
    return made


def letter(name: str, subject: str, *, to: str, **said: Any) -> Letter:
    """The mail of this name to somebody called so, in the language that is spoken now."""
    known = {
        "subject": subject,
        "language": current(),
        "app": t("app.name"),
        "university": settings().university(current()),
        "hello": t("home.hello", name=to),
        **said,
    }
    html, text = (templates().get_template(f"{name}.{end}") for end in ("html", "txt"))
    return Letter(subject, text.render(known), html.render(known))
