"""Evidence packs, and what was frozen in them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _to(table: str, name: str, *, nullable: bool) -> "sa.Column[int]":
    key = sa.ForeignKey(f"{table}.id")
    return sa.Column(name, sa.Integer(), key, nullable=nullable, index=True)


def upgrade() -> None:
    op.create_table(
        "evidence_pack",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        _to("unit", "unit_id", nullable=True),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(64), nullable=True, unique=True),
        _to("account", "made_by", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _to("account", "frozen_by", nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fingerprint", sa.String(64), nullable=True),
    )
    op.create_table(
        "evidence_item",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "pack_id",
            sa.Integer(),
            sa.ForeignKey("evidence_pack.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("record_revision", sa.Integer(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
    )
    op.create_index("ix_evidence_item_pack", "evidence_item", ["pack_id", "place"])


def downgrade() -> None:
    op.drop_table("evidence_item")
    op.drop_table("evidence_pack")
