"""People who asked not to be contacted."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("data_basis", sa.Column("blocked_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("data_basis") as changed:
        changed.drop_column("blocked_on")
