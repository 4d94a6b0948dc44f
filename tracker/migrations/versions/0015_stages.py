"""Since when partners stand at their stage is found in the history without reading all of it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_OF_STAGES = sa.text("kind = 'partner' AND field = 'stage'")


def upgrade() -> None:
    op.create_index(
        "ix_change_stage",
        "change",
        ["record_id", "at"],
        sqlite_where=_OF_STAGES,
        postgresql_where=_OF_STAGES,
    )


def downgrade() -> None:
    op.drop_index("ix_change_stage", "change")
