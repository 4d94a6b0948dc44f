"""What articles say: more places of a mention, where an agreement and a wish come from; and what
reading learns."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The rows there are have said nothing of it.
    op.add_column(
        "mention", sa.Column("more_spans", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column("follow_up", sa.Column("wish", sa.String(40), nullable=True))
    # Written out: Alembic would rebuild the table on SQLite for the sake of the key.
    op.execute(
        "ALTER TABLE agreement ADD COLUMN news_item_id INTEGER "
        "CONSTRAINT fk_agreement_news_item_id REFERENCES news_item (id)"
    )
    op.add_column("agreement", sa.Column("quote", sa.String(20_000), nullable=True))
    op.create_index("ix_agreement_news_item_id", "agreement", ["news_item_id"])
    op.create_table(
        "press_rejection",
        sa.Column("folded", sa.String(500), primary_key=True),
        sa.Column("written", sa.String(500), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column(
            "account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True, index=True
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "press_rule",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("pattern", sa.String(300), nullable=False),
        sa.Column("meaning", sa.String(60), nullable=False),
        sa.Column("example_yes", sa.String(500), nullable=False),
        sa.Column("example_no", sa.String(500), nullable=False),
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("press_rule")
    op.drop_table("press_rejection")
    op.drop_index("ix_agreement_news_item_id", "agreement")
    columns = (("agreement", "quote"), ("agreement", "news_item_id"))
    for table, column in (*columns, ("follow_up", "wish"), ("mention", "more_spans")):
        with op.batch_alter_table(table) as changed:
            changed.drop_column(column)
