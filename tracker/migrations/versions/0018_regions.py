"""Where each partner is: the region and settlement that its typed region and city mean."""

import sqlalchemy as sa
from alembic import op

from tracker.names.regions import place_of

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None

_INDEX = "ix_partner_region"


def upgrade() -> None:
    code = sa.Column("region_code", sa.String(40), nullable=False, server_default="unknown")
    op.add_column("partner", code)
    op.add_column("partner", sa.Column("town_key", sa.String(80), nullable=True))
    _fill()
    columns = ["region_code", "town_key", "sector", "tier", "stage", "deleted_at"]
    op.create_index(_INDEX, "partner", columns)


def _fill() -> None:
    """The partners that are there: one statement for each region and city that was typed."""
    columns = ("region", "city", "region_code", "town_key")
    partner = sa.table("partner", *map(sa.column, columns))
    connection = op.get_bind()
    typed = connection.execute(sa.select(partner.c.region, partner.c.city).distinct()).all()
    for region, city in typed:
        place = place_of(region, city)
        same = (
            column.is_not_distinct_from(text)
            for column, text in ((partner.c.region, region), (partner.c.city, city))
        )
        these = sa.update(partner).where(*same)
        connection.execute(these.values(region_code=str(place.region), town_key=place.town))


def downgrade() -> None:
    op.drop_index(_INDEX, "partner")
    with op.batch_alter_table("partner") as changed:
        changed.drop_column("region_code")
        changed.drop_column("town_key")
