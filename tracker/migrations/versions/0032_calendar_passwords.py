"""Whether the key of a colleague's calendar stands in its address, as all did, or is a password."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column: sa.Column[bool] = sa.Column(
        "in_address", sa.Boolean(), nullable=False, server_default=sa.true()
    )
    op.add_column("calendar_feed", column)


def downgrade() -> None:
    op.drop_column("calendar_feed", "in_address")
