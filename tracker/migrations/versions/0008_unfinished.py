"""Articles that somebody is in the middle of; and by what a news item's text is known again."""

import sqlalchemy as sa
from alembic import op

from tracker.domain.models.news import text_key

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_AT_ONCE = 100
_KEYS = ("text_key", "first_key")


def upgrade() -> None:
    op.create_table(
        "unfinished_article",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column(
            "account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False, index=True
        ),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("address", sa.String(2000), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("proposed", sa.JSON(), nullable=True),
        sa.Column("decided", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
    for name in _KEYS:
        op.add_column(
            "news_item", sa.Column(name, sa.String(40), nullable=False, server_default="")
        )
    _fill()
    for name in _KEYS:
        op.create_index(f"ix_news_item_{name}", "news_item", [name])


def _fill() -> None:
    """The texts that are there, a few at a time: all of them are too much for the memory."""
    news = sa.table("news_item", sa.column("id"), sa.column("text"), *map(sa.column, _KEYS))
    connection, last = op.get_bind(), 0
    some = sa.select(news.c.id, news.c.text).where(news.c.text.is_not(None)).order_by(news.c.id)
    while rows := connection.execute(some.where(news.c.id > last).limit(_AT_ONCE)).all():
        last = rows[-1].id
        for row in rows:
            this = sa.update(news).where(news.c.id == row.id)
            connection.execute(this.values(dict.fromkeys(_KEYS, text_key(row.text))))


def downgrade() -> None:
    for name in _KEYS:
        op.drop_index(f"ix_news_item_{name}", "news_item")
    with op.batch_alter_table("news_item") as changed:
        for name in _KEYS:
            changed.drop_column(name)
    op.drop_table("unfinished_article")
