"""Which three letters long tables have, so that a list finds a piece of a word at once.

On SQLite alone; the triggers that keep them are put there when all migrations are done.
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_TABLES = ("partner", "person", "interaction", "follow_up")


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in _TABLES:
        op.execute(
            f"CREATE VIRTUAL TABLE letters_{table} USING fts5(search_key, content='',"
            " detail='none', tokenize='trigram')"
        )
        op.execute(
            f"INSERT INTO letters_{table}(rowid, search_key) SELECT id, search_key FROM {table}"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _TABLES:
            op.execute(f"DROP TABLE letters_{table}")
