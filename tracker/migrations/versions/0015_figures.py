"""What the figures of the dashboard are counted by: when records were made, and stages changed."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_OF_STAGES = sa.text("kind = 'partner' AND field = 'stage'")
_CLOSED = sa.text("closed_at IS NOT NULL AND deleted_at IS NULL")


def upgrade() -> None:
    _partial("ix_change_stage", "change", ["record_id", "at"], _OF_STAGES)
    op.create_index("ix_partner_created_at", "partner", ["created_at", "deleted_at"])
    op.create_index(
        "ix_follow_up_recorded",
        "follow_up",
        ["created_at", "kind", "status", "unit_id", "partner_id", "deleted_at"],
    )
    op.drop_index("ix_follow_up_closed_at", "follow_up")
    closed = ["closed_at", "due_on", "status", "created_at"]
    _partial("ix_follow_up_closed_at", "follow_up", closed, _CLOSED)


def downgrade() -> None:
    op.drop_index("ix_follow_up_closed_at", "follow_up")
    _partial("ix_follow_up_closed_at", "follow_up", ["closed_at", "due_on", "status"], _CLOSED)
    op.drop_index("ix_follow_up_recorded", "follow_up")
    op.drop_index("ix_partner_created_at", "partner")
    op.drop_index("ix_change_stage", "change")


def _partial(name: str, table: str, columns: list[str], part: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=part, postgresql_where=part)
