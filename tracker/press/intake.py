"""From a file or pasted text to the text of an article: a stand-in that knows plain text only."""

from tracker.errors import TrackerError


class Unreadable(TrackerError):
    """There is no text in it that can be read."""

    code = "article_unreadable"


def taken(name: str, data: bytes) -> str:  # noqa: ARG001
    """The text. Raises Unreadable."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable from None
