"""When somebody at a browser has last proved who they are; a mail to an address of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_in", sa.Column("proved_at", sa.DateTime(timezone=True)))
    op.add_column("outgoing_mail", sa.Column("address", sa.String(length=254)))


def downgrade() -> None:
    op.drop_column("outgoing_mail", "address")
    op.drop_column("sign_in", "proved_at")
