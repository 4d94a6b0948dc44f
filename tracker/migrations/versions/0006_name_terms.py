"""The administrators' own words of names, and with which words names are filed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _text(name: str, length: int, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length), nullable=nullable)


def _number(name: str, primary_key: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), primary_key=primary_key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "name_term",
        _number("revision"),
        _text("group", 40),
        *(_text(f"words_{language}", 500, nullable=True) for language in ("kk", "ru", "en")),
        *(_text(name, 300) for name in ("alike_a", "alike_b", "other_a", "other_b")),
        _number("id", primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    counted = op.create_table("name_words", _number("id", primary_key=True), _number("stamp"))
    filed = op.create_table(
        "name_filing",
        _number("id", primary_key=True),
        _text("filed_with", 40),
        _text("filing_with", 40),
        _text("kind", 40),
        _number("last"),
        _number("done"),
    )
    op.bulk_insert(counted, [{"id": 1, "stamp": 0}])
    start = {"filed_with": "", "filing_with": "", "kind": "", "last": 0, "done": 0}
    op.bulk_insert(filed, [{"id": 1, **start}])


def downgrade() -> None:
    for table in ("name_filing", "name_words", "name_term"):
        op.drop_table(table)
