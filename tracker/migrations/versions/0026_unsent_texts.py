"""What people are typing and have not saved yet; a row that tells whether writing works."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsent_text",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column(
            "account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False, index=True
        ),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("heartbeat")
    op.drop_table("unsent_text")
