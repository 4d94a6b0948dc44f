"""The agreements an article tells of, and those it recalls."""

from collections.abc import Sequence

from tracker.press.article import Article
from tracker.press.found import Agreement, Day, Organisation


def find(
    article: Article,  # noqa: ARG001
    days: Sequence[Day],  # noqa: ARG001
    organisations: Sequence[Organisation],  # noqa: ARG001
) -> list[Agreement]:
    return []
