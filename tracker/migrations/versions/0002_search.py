"""What search keeps: the keys of names, and the words of texts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_key",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "record_id", name="pk_name_key"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        # Words only: texts are where they were. Positions and columns are never asked for.
        op.execute(
            "CREATE VIRTUAL TABLE record_words USING fts5(words, content='', contentless_delete=1,"
            " detail='none', tokenize='ascii', prefix='3 4 5')"
        )
    else:
        op.execute("CREATE TABLE record_words (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        # Without a list of late entries, which every question would read from end to end.
        op.execute(
            "CREATE INDEX ix_record_words_words ON record_words USING gin (words)"
            " WITH (fastupdate = off)"
        )


def downgrade() -> None:
    op.execute("DROP TABLE record_words")
    op.drop_table("name_key")
