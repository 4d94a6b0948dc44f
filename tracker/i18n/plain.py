"""Words of people where Streamlit would read Markdown: in messages, labels and buttons."""

import re

# What begins emphasis, links, code, formulas and Streamlit's own `:red[…]`; at the start of the
# text also what begins a list or a heading.
_ACTIVE = re.compile(r"[\\`*_\[\]<>$~|#]|:(?=\S)|^[-+](?=\s)|(?<=^\d)[.)]|(?<=^\d\d)[.)]")


def plain(text: str) -> str:
    """The text so that it is shown as it was typed."""
    return _ACTIVE.sub(r"\\\g<0>", text)
