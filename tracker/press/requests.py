"""What somebody in an article needs or offers, or what was agreed."""

from collections.abc import Sequence

from tracker.press.article import Article
from tracker.press.found import Agreement, Organisation, Request


def find(
    article: Article,  # noqa: ARG001
    organisations: Sequence[Organisation],  # noqa: ARG001
    agreements: Sequence[Agreement],  # noqa: ARG001
) -> list[Request]:
    return []
