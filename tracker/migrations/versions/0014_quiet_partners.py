"""How long partners of each tier may be left alone."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiet_rule",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("pauses", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("quiet_rule")
