"""The office's own templates of documents."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_template",
        sa.Column("document", sa.String(40), primary_key=True),
        sa.Column("language", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
    )
    op.create_index("ix_paper_template_changed_by", "paper_template", ["changed_by"])


def downgrade() -> None:
    op.drop_table("paper_template")
