"""What engagement is worked out by, the scores of partners, and when they were worked out."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engagement_rule",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("numbers", sa.JSON(), nullable=False),
    )
    op.create_table(
        "engagement_score",
        sa.Column("partner_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("before", sa.Float(), nullable=True),
        sa.Column("change", sa.Float(), nullable=True),
        sa.Column("kinds", sa.Integer(), nullable=False),
        sa.Column("two_way", sa.Float(), nullable=True),
    )
    op.create_index("ix_engagement_score_score", "engagement_score", ["score"])
    op.create_index("ix_engagement_score_change", "engagement_score", ["change"])
    op.create_table(
        "engagement_run",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("engagement_run")
    op.drop_table("engagement_score")
    op.drop_table("engagement_rule")
