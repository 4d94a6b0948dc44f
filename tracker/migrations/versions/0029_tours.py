"""Who was shown around. Whoever has an account already knows the house."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("toured_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE account SET toured_at = created_at")


def downgrade() -> None:
    op.drop_column("account", "toured_at")
