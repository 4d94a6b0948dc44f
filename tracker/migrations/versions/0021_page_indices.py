"""The day of each contact beside its partners: the latest ones of a partner are found at once.

What was done with a partner, and when, has an index, too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_LINK = "interaction_partner"
_OLD, _NEW = "ix_interaction_partner_partner_id", "ix_interaction_partner_met"
_CLOSED = "ix_follow_up_partner_closed"


def upgrade() -> None:
    op.add_column(_LINK, sa.Column("met_on", sa.Date(), nullable=True))
    # The triggers that keep it are put there when all migrations are done.
    op.execute(
        f"UPDATE {_LINK} SET met_on = (SELECT happened_on FROM interaction"
        f" WHERE interaction.id = {_LINK}.interaction_id AND deleted_at IS NULL)"
    )
    op.create_index(_NEW, _LINK, ["partner_id", "met_on", "interaction_id"])
    op.drop_index(_OLD, _LINK)
    op.create_index(_CLOSED, "follow_up", ["partner_id", "status", "closed_at"])


def downgrade() -> None:
    op.drop_index(_CLOSED, "follow_up")
    op.create_index(_OLD, _LINK, ["partner_id"])
    op.drop_index(_NEW, _LINK)
    op.drop_column(_LINK, "met_on")
