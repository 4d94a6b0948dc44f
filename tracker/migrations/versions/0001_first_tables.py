"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Every table, those first that point to others.
_TABLES = """
    attachment_content follow_up_tag attachment interaction_person interaction_partner
    interaction_colleague follow_up agreement_partner position partner_tag participation
    news_tag mention interaction event_tag agreement unit sign_in save_key person partner
    news_item event change tag secret attempt account
"""

# The parts of a table that an index holds.
_ALIVE = "deleted_at IS NULL"
_STILL_OPEN = "closed_at IS NULL AND deleted_at IS NULL"
_CLOSED = "closed_at IS NOT NULL AND deleted_at IS NULL"

# Those that go to the trash.
_RECORDS = "partner person unit event news_item interaction follow_up agreement"


def _id() -> "sa.Column[Any]":
    return sa.Column("id", sa.Integer(), primary_key=True)


def _number(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name: str, length: int | None = None, **more: Any) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(length), **{"nullable": False, **more})


def _moment(name: str, **more: Any) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **more})


def _to(table: str, name: str, cascade: bool = False, **more: Any) -> "sa.Column[Any]":
    """The id of a row of another table. Every such column has an index, if not one of its own."""
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE" if cascade else None)
    return sa.Column(name, sa.Integer(), key, **{"nullable": False, **more})


def _of(part: str, name: str, *columns: str, unique: bool = False) -> sa.Index:
    where = sa.text(part)
    return sa.Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _record() -> list["sa.Column[Any]"]:
    """What every table has whose rows keep a history and go to the trash."""
    return [
        _id(),
        _number("revision"),
        _moment("created_at"),
        _to("account", "created_by", nullable=True, index=True),
        _moment("updated_at"),
        _moment("deleted_at", nullable=True),
        _to("account", "deleted_by", nullable=True, index=True),
        _text("search_key"),
    ]


def _named() -> list["sa.Column[Any]"]:
    """A name in up to three languages, and what it is sorted by in each."""
    names = [_text(f"name_{language}", 300, nullable=True) for language in ("kk", "ru", "en")]
    return names + [_text(f"sort_{language}", index=True) for language in ("kk", "ru", "en")]


def _one_of(*columns: str) -> str:
    return " + ".join(f"(CASE WHEN {each} IS NULL THEN 0 ELSE 1 END)" for each in columns) + " = 1"


def upgrade() -> None:
    op.create_table(
        "account",
        _id(),
        _number("revision"),
        _text("name", 300),
        _text("email", 254, unique=True),
        _text("role", 40),
        _text("language", 40),
        sa.Column("active", sa.Boolean(), nullable=False),
        _text("password_hash"),
        _moment("created_at"),
        _moment("visited_at", nullable=True),
        _moment("last_visit_at", nullable=True),
        _text("search_key"),
        _text("sort_key", index=True),
    )
    op.create_table("attempt", _id(), _text("key", 200, index=True), _moment("at", index=True))
    op.create_table(
        "secret", _text("name", 60, primary_key=True), _text("value", 500), _moment("at")
    )
    op.create_table("tag", _id(), _text("name", 500), _text("key", 500, unique=True))
    op.create_table(
        "change",
        _id(),
        _moment("at"),
        _to("account", "account_id", nullable=True, index=True),
        _text("kind", 40),
        _number("record_id"),
        _text("field", 60),
        _text("old", nullable=True),
        _text("new", nullable=True),
        sa.Index("ix_change_at", "at", "id"),
        sa.Index("ix_change_record", "kind", "record_id", "id"),
    )
    op.create_table(
        "event",
        *_record(),
        *_named(),
        _text("kind", 40),
        sa.Column("starts_on", sa.Date(), nullable=False, index=True),
        sa.Column("ends_on", sa.Date()),
        sa.Column("starts_at", sa.Time()),
        _text("place", 500, nullable=True),
        _to("event", "parent_id", nullable=True, index=True),
        _text("description", 20000, nullable=True),
    )
    op.create_table(
        "news_item",
        *_record(),
        _text("title", 300),
        sa.Column("published_on", sa.Date(), nullable=False, index=True),
        _text("source", 500, nullable=True),
        _text("address", 2000, nullable=True),
        _text("language", 40),
        _text("text", 200000, nullable=True),
        _to("news_item", "original_id", nullable=True, index=True),
        _text("sort_key", index=True),
    )
    op.create_table(
        "partner",
        *_record(),
        *_named(),
        sa.Column("aliases", sa.JSON(), nullable=False),
        _text("legal_form", 60, nullable=True),
        _text("bin", 12, nullable=True),
        _text("sector", 40),
        _text("tier", 40),
        _text("stage", 40),
        _text("city", 500, nullable=True),
        _text("region", 500, nullable=True),
        _text("website", 500, nullable=True),
        _to("partner", "parent_id", nullable=True, index=True),
        _to("account", "owner_id", nullable=True, index=True),
        _text("notes", 20000, nullable=True),
        _of(f"bin IS NOT NULL AND {_ALIVE}", "ux_partner_bin", "bin", unique=True),
        sa.Index("ix_partner_sector", "sector", "stage", "deleted_at"),
        sa.Index("ix_partner_stage", "stage", "deleted_at"),
        sa.Index("ix_partner_updated_at", "updated_at", "id"),
    )
    op.create_table(
        "person",
        *_record(),
        _text("name", 300),
        sa.Column("other_names", sa.JSON(), nullable=False),
        _text("email", 254, nullable=True),
        _text("phone", 60, nullable=True),
        _text("notes", 20000, nullable=True),
        _text("sort_key", index=True),
        sa.Index("ix_person_updated_at", "updated_at", "id"),
    )
    op.create_table(
        "save_key",
        _text("key", 64, primary_key=True),
        _to("account", "account_id", index=True),
        _text("kind", 40),
        _number("record_id"),
        _moment("at", index=True),
    )
    op.create_table(
        "sign_in",
        _id(),
        _to("account", "account_id", cascade=True, index=True),
        _text("token_hash", 64, unique=True),
        _moment("created_at"),
        _moment("seen_at"),
        _moment("expires_at", index=True),
        _moment("revoked_at", nullable=True),
        _text("agent", 500),
    )
    op.create_table(
        "unit",
        *_record(),
        *_named(),
        _text("kind", 40),
        _to("unit", "parent_id", nullable=True, index=True),
        _text("head", 300, nullable=True),
        _text("competences_kk", 20000, nullable=True),
        _text("competences_ru", 20000, nullable=True),
        _text("competences_en", 20000, nullable=True),
    )
    op.create_table(
        "agreement",
        *_record(),
        _text("title", 300),
        _text("kind", 40),
        _text("number", 100, nullable=True),
        sa.Column("signed_on", sa.Date(), index=True),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_until", sa.Date(), index=True),
        _text("renewal", 40),
        _to("unit", "unit_id", nullable=True, index=True),
        _to("event", "event_id", nullable=True, index=True),
        _text("promised", 20000, nullable=True),
        _text("sort_key", index=True),
    )
    op.create_table(
        "event_tag",
        _to("event", "event_id", cascade=True, primary_key=True),
        _to("tag", "tag_id", cascade=True, primary_key=True, index=True),
    )
    op.create_table(
        "interaction",
        *_record(),
        _text("kind", 40),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.Time()),
        _text("place", 500, nullable=True),
        _text("summary", 20000),
        _text("outcome", 20000, nullable=True),
        _to("event", "event_id", nullable=True, index=True),
        _to("unit", "unit_id", nullable=True, index=True),
        sa.Index(
            "ix_interaction_day",
            "happened_on",
            "id",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        ),
    )
    op.create_table(
        "mention",
        _id(),
        _to("news_item", "news_item_id", cascade=True, index=True),
        _to("partner", "partner_id", cascade=True, nullable=True, index=True),
        _to("event", "event_id", cascade=True, nullable=True, index=True),
        _to("person", "person_id", cascade=True, nullable=True, index=True),
        _to("unit", "unit_id", cascade=True, nullable=True, index=True),
        sa.Column("span_start", sa.Integer()),
        sa.Column("span_end", sa.Integer()),
        _text("quote", 20000, nullable=True),
        sa.CheckConstraint(
            _one_of("partner_id", "event_id", "person_id", "unit_id"),
            name="ck_mention_of_one_record",
        ),
    )
    op.create_table(
        "news_tag",
        _to("news_item", "news_item_id", cascade=True, primary_key=True),
        _to("tag", "tag_id", cascade=True, primary_key=True, index=True),
    )
    op.create_table(
        "participation",
        _id(),
        _number("revision"),
        _to("partner", "partner_id", cascade=True, index=True),
        _text("role", 40),
        _text("outcome", 20000, nullable=True),
        _to("event", "event_id", cascade=True, index=True),
        sa.UniqueConstraint("event_id", "partner_id", "role"),
    )
    op.create_table(
        "partner_tag",
        _to("partner", "partner_id", cascade=True, primary_key=True),
        _to("tag", "tag_id", cascade=True, primary_key=True, index=True),
    )
    op.create_table(
        "position",
        _id(),
        _to("partner", "partner_id", cascade=True, index=True),
        _text("title", 500),
        sa.Column("since", sa.Date()),
        sa.Column("until", sa.Date()),
        _to("person", "person_id", cascade=True, index=True),
        sa.Index("ix_position_partner_person", "partner_id", "person_id"),
    )
    op.create_table(
        "agreement_partner",
        _to("agreement", "agreement_id", cascade=True, primary_key=True),
        _to("partner", "partner_id", cascade=True, primary_key=True, index=True),
    )
    op.create_table(
        "follow_up",
        *_record(),
        _text("kind", 40),
        _text("subject", 300, nullable=True),
        _text("direction", 40),
        _text("priority", 40),
        _to("partner", "partner_id"),
        _to("unit", "unit_id", nullable=True, index=True),
        _to("account", "owner_id"),
        sa.Column("due_on", sa.Date()),
        _to("interaction", "interaction_id", nullable=True, index=True),
        _to("event", "event_id", nullable=True, index=True),
        _to("news_item", "news_item_id", nullable=True, index=True),
        _text("quote", 20000, nullable=True),
        _text("notes", 20000, nullable=True),
        _text("status", 40),
        _text("outcome", 20000, nullable=True),
        _moment("closed_at", nullable=True),
        _of(_STILL_OPEN, "ix_follow_up_due", "due_on", "id"),
        _of(_STILL_OPEN, "ix_follow_up_owner_due", "owner_id", "due_on", "id"),
        _of(_STILL_OPEN, "ix_follow_up_unit_open", "unit_id"),
        _of(_STILL_OPEN, "ix_follow_up_partner_open", "partner_id"),
        _of(_CLOSED, "ix_follow_up_closed_due", "due_on", "id"),
        _of(_CLOSED, "ix_follow_up_closed_at", "closed_at", "due_on", "status"),
        sa.Index("ix_follow_up_all_due", "due_on", "id", "deleted_at"),
        sa.Index("ix_follow_up_status", "status", "due_on", "id", "deleted_at"),
        sa.Index("ix_follow_up_partner_due", "partner_id", "due_on"),
        sa.Index("ix_follow_up_owner", "owner_id"),
    )
    op.create_table(
        "interaction_colleague",
        _to("interaction", "interaction_id", cascade=True, primary_key=True),
        _to("account", "account_id", primary_key=True, index=True),
    )
    op.create_table(
        "interaction_partner",
        _to("interaction", "interaction_id", cascade=True, primary_key=True),
        _to("partner", "partner_id", cascade=True, primary_key=True, index=True),
    )
    op.create_table(
        "interaction_person",
        _to("interaction", "interaction_id", cascade=True, primary_key=True),
        _to("person", "person_id", cascade=True, primary_key=True, index=True),
    )
    op.create_table(
        "attachment",
        _id(),
        _text("name", 300),
        _text("media_type", 120),
        _number("size"),
        _text("sha256", 64),
        _moment("added_at"),
        _to("account", "added_by", index=True),
        _to("partner", "partner_id", nullable=True, index=True),
        _to("event", "event_id", nullable=True, index=True),
        _to("news_item", "news_item_id", nullable=True, index=True),
        _to("interaction", "interaction_id", nullable=True, index=True),
        _to("follow_up", "follow_up_id", nullable=True, index=True),
        _to("agreement", "agreement_id", nullable=True, index=True),
        sa.CheckConstraint(
            _one_of(
                "partner_id",
                "event_id",
                "news_item_id",
                "interaction_id",
                "follow_up_id",
                "agreement_id",
            ),
            name="ck_attachment_of_one_record",
        ),
    )
    op.create_table(
        "follow_up_tag",
        _to("follow_up", "follow_up_id", cascade=True, primary_key=True),
        _to("tag", "tag_id", cascade=True, primary_key=True, index=True),
    )
    op.create_table(
        "attachment_content",
        _to("attachment", "attachment_id", cascade=True, primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    for record in _RECORDS.split():
        op.create_index(
            f"ix_{record}_deleted_at",
            record,
            ["deleted_at"],
            sqlite_where=sa.text("deleted_at IS NOT NULL"),
            postgresql_where=sa.text("deleted_at IS NOT NULL"),
        )


def downgrade() -> None:
    for table in _TABLES.split():
        op.drop_table(table)
