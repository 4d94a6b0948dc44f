"""After an event: who of those expected came, and which people from which partner."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _to(table: str, **more: Any) -> "sa.Column[Any]":
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(f"{table}_id", sa.Integer(), key, nullable=False, **more)


def upgrade() -> None:
    op.add_column("participation", sa.Column("came", sa.String(40), nullable=True))
    op.create_table(
        "event_person",
        _to("event", primary_key=True),
        _to("person", primary_key=True, index=True),
        _to("partner", index=True),
    )


def downgrade() -> None:
    op.drop_table("event_person")
    with op.batch_alter_table("participation") as changed:
        changed.drop_column("came")
