"""Agreements: what was promised row by row, amendments, renewal and lapse."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_POINTERS = (
    ("agreement", "renewed_as_id", "agreement"),
    ("follow_up", "promise_id", "agreement_promise"),
)


def _number() -> "sa.Column[int]":
    return sa.Column("id", sa.Integer(), primary_key=True)


def _to(name: str, key: "sa.ForeignKey", **more: Any) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), key, index=True, **more)


def _agreement() -> "sa.Column[int]":
    key = sa.ForeignKey("agreement.id", ondelete="CASCADE")
    return _to("agreement_id", key, nullable=False)


def upgrade() -> None:
    op.add_column("agreement", sa.Column("lapses_on", sa.Date(), nullable=True))
    op.add_column("agreement", sa.Column("lapse_reason", sa.String(500), nullable=True))
    op.create_table(
        "agreement_promise",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(500), nullable=False),
        sa.Column("promised_by", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("measure", sa.String(100), nullable=True),
        sa.Column("every_year", sa.Boolean(), nullable=False),
        sa.Column("promised_until", sa.Date(), nullable=True),
        _number(),
        _agreement(),
    )
    op.create_table(
        "agreement_amendment",
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("changed", sa.String(20_000), nullable=False),
        sa.Column("new_valid_until", sa.Date(), nullable=True),
        _number(),
        _agreement(),
        sa.Column("valid_until_before", sa.Date(), nullable=True),
        _to("attachment_id", sa.ForeignKey("attachment.id", ondelete="SET NULL"), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _to("added_by", sa.ForeignKey("account.id"), nullable=False),
    )
    for table, name, to in _POINTERS:
        # Written out: Alembic would rebuild the table on SQLite for the sake of the key.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {name} INTEGER "
            f"CONSTRAINT fk_{table}_{name} REFERENCES {to} (id)"
        )
        op.create_index(f"ix_{table}_{name}", table, [name])


def downgrade() -> None:
    for table, name, _ in _POINTERS:
        op.drop_index(f"ix_{table}_{name}", table)
    with op.batch_alter_table("follow_up") as changed:
        changed.drop_column("promise_id")
    for table in ("agreement_amendment", "agreement_promise"):
        op.drop_table(table)
    with op.batch_alter_table("agreement") as changed:
        for name in ("renewed_as_id", "lapse_reason", "lapses_on"):
            changed.drop_column(name)
