"""Reminders by mail: what people chose, mails on their way; and the account of a unit's head."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _at(name: str, *, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _account(*, is_key: bool = False) -> "sa.Column[object]":
    whose = sa.ForeignKey("account.id", ondelete="CASCADE")
    return sa.Column(
        "account_id", sa.Integer(), whose, primary_key=is_key, nullable=False, index=not is_key
    )


def upgrade() -> None:
    # Written out: Alembic would rebuild the table on SQLite for the sake of the key.
    op.execute(
        "ALTER TABLE unit ADD COLUMN head_id INTEGER "
        "CONSTRAINT fk_unit_head_id REFERENCES account (id)"
    )
    op.create_index("ix_unit_head_id", "unit", ["head_id"])
    op.create_table(
        "digest_choice",
        _account(is_key=True),
        sa.Column("rhythm", sa.String(40), nullable=False),
        sa.Column("mail_to", sa.String(254), nullable=True),
        _at("looked_at"),
        _at("told_at"),
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(100), nullable=False, unique=True),
        _account(),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(500), nullable=False),
        _at("told_before"),
        _at("created_at", nullable=False),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.String(500), nullable=True),
        _at("next_at", nullable=False),
        sa.Column("claim", sa.String(40), nullable=True),
        _at("claimed_until"),
        _at("ended_at"),
    )


def downgrade() -> None:
    op.drop_table("outgoing_mail")
    op.drop_table("digest_choice")
    op.drop_index("ix_unit_head_id", "unit")
    with op.batch_alter_table("unit") as changed:
        changed.drop_column("head_id")
