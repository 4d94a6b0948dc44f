"""The organisations an article names."""

from tracker.press.article import Article
from tracker.press.found import Organisation
from tracker.press.known import Context


def find(article: Article, context: Context) -> list[Organisation]:  # noqa: ARG001
    return []
