"""Whom the university's provider speaks of, and the tickets of the door."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "account_id",
            sa.Integer(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("issuer", "subject", name="uq_identity_subject"),
        sa.UniqueConstraint("account_id", "issuer", name="uq_identity_account"),
    )
    op.create_table(
        "ticket",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
    op.add_column("sign_in", sa.Column("provider_session", sa.String(500), nullable=True))


def downgrade() -> None:
    op.drop_column("sign_in", "provider_session")
    op.drop_table("ticket")
    op.drop_table("identity")
