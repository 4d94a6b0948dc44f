"""Merging: the journal of what can be taken back, suggested pairs, and where the merged went."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0001"
branch_labels = None
depends_on = None

_MERGED = ("partner", "person")


def _text(name: str, length: int | None = None, **more: Any) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(length), **{"nullable": False, **more})


def _number(name: str, **more: Any) -> "sa.Column[Any]":
    return sa.Column(name, sa.Integer(), **{"nullable": False, **more})


def _moment(name: str, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _account(name: str, nullable: bool = True) -> "sa.Column[Any]":
    return sa.Column(name, sa.Integer(), sa.ForeignKey("account.id"), nullable=nullable, index=True)


def upgrade() -> None:
    for table in _MERGED:
        # Written out: Alembic would rebuild the table on SQLite for the sake of the key.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN merged_into_id INTEGER "
            f"CONSTRAINT fk_{table}_merged_into_id REFERENCES {table} (id)"
        )
        op.create_index(f"ix_{table}_merged_into_id", table, ["merged_into_id"])
    op.create_table(
        "undertaking",
        _number("id", primary_key=True),
        _text("kind", 40),
        _text("title", 500),
        _account("account_id", nullable=False),
        _moment("at"),
        _number("size"),
        _moment("undone_at", nullable=True),
        _account("undone_by"),
        sa.Index("ix_undertaking_at", "at", "id"),
    )
    work = sa.ForeignKey("undertaking.id", ondelete="CASCADE")
    op.create_table(
        "journal_row",
        _number("id", primary_key=True),
        sa.Column("undertaking_id", sa.Integer(), work, nullable=False, index=True),
        _text("table_name", 60),
        _text("row_key", 200),
        _text("before", nullable=True),
        _text("after", nullable=True),
        sa.Index("ix_journal_row_key", "table_name", "row_key"),
    )
    op.create_table("id_floor", _text("table_name", 60, primary_key=True), _number("highest"))
    op.create_table(
        "suggested_pair",
        _number("id", primary_key=True),
        _text("kind", 40),
        _number("a"),
        _number("b", index=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        _moment("found_at"),
        _moment("dismissed_at", nullable=True),
        _account("dismissed_by"),
        sa.UniqueConstraint("kind", "a", "b"),
        sa.Index("ix_suggested_pair_best", "kind", "dismissed_at", "score", "id"),
    )
    op.create_table(
        "duplicate_scan",
        _number("id", primary_key=True),
        _moment("started_at"),
        _account("started_by"),
        _moment("seen_at"),
        _moment("finished_at", nullable=True),
        _number("done"),
        _number("total"),
        _number("found"),
        sa.Column("failed", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    for table in ("duplicate_scan", "suggested_pair", "id_floor", "journal_row", "undertaking"):
        op.drop_table(table)
    for table in _MERGED:
        op.drop_index(f"ix_{table}_merged_into_id", table)
        with op.batch_alter_table(table) as changed:
            changed.drop_column("merged_into_id")
