"""The templates of mails."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

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
