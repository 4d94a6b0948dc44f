"""Personal data: why it is kept, personal phones, the access log, and proofs of erasure."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def _person() -> "sa.Column[int]":
    key = sa.ForeignKey("person.id", ondelete="CASCADE")
    return sa.Column("person_id", sa.Integer(), key, primary_key=True, autoincrement=False)


def _account() -> "sa.Column[int]":
    key = sa.ForeignKey("account.id")
    return sa.Column("account_id", sa.Integer(), key, nullable=False, index=True)


def upgrade() -> None:
    op.add_column("person", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "data_basis",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(500), nullable=True),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("may_transfer", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True, index=True),
        _person(),
    )
    op.create_table(
        "personal_contact",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("personal_phone", sa.String(60), nullable=True),
        sa.Column("personal_email", sa.String(254), nullable=True),
        _person(),
    )
    op.create_table(
        "personal_rule",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("keep_months", sa.Integer(), nullable=False),
        sa.Column("log_months", sa.Integer(), nullable=False),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), nullable=False, index=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
        _account(),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("rewritten_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "access",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _account(),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True, index=True),
        sa.Column("form", sa.String(8), nullable=False),
        sa.Column("asked", sa.String(4000), nullable=False),
        sa.Column("held", sa.Integer(), nullable=True),
        sa.Column("fields", sa.String(20_000), nullable=False),
        sa.Column("once", sa.String(60), nullable=True, unique=True),
    )
    op.create_index("ix_access_at", "access", ["at", "id"])


def downgrade() -> None:
    for table in ("access", "erasure", "personal_rule", "personal_contact", "data_basis"):
        op.drop_table(table)
    op.drop_column("person", "erased_at")
