"""Follow-ups have steps and comments, come again, lead on, and wait for a second person."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PLAIN = (
    ("repeat_every", sa.Integer()),
    ("rhythm", sa.String(40)),
    ("repeat_until", sa.Date()),
    ("postponed_because", sa.String(500)),
    ("repeats_from", sa.Date()),
)
_POINTERS = (
    ("reported_by", "account"),
    ("confirmed_by", "account"),
    ("after_id", "follow_up"),
)
_TO_CONFIRM = sa.text("status = 'to_confirm' AND deleted_at IS NULL")


def _number() -> "sa.Column[int]":
    return sa.Column("id", sa.Integer(), primary_key=True)


def _follow_up() -> "sa.Column[int]":
    key = sa.ForeignKey("follow_up.id", ondelete="CASCADE")
    return sa.Column("follow_up_id", sa.Integer(), key, nullable=False)


def _account(name: str, **options: Any) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), sa.ForeignKey("account.id"), **options)


def upgrade() -> None:
    for name, kind in _PLAIN:
        op.add_column("follow_up", sa.Column(name, kind, nullable=True))
    for name, table in _POINTERS:
        # Written out: Alembic would rebuild the table on SQLite for the sake of the key.
        op.execute(
            f"ALTER TABLE follow_up ADD COLUMN {name} INTEGER "
            f"CONSTRAINT fk_follow_up_{name} REFERENCES {table} (id)"
        )
    op.create_index("ix_follow_up_after_id", "follow_up", ["after_id"])
    op.create_index(
        "ix_follow_up_to_confirm",
        "follow_up",
        ["due_on", "id"],
        sqlite_where=_TO_CONFIRM,
        postgresql_where=_TO_CONFIRM,
    )
    op.create_table(
        "follow_up_step",
        _number(),
        _follow_up(),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        _account("done_by", nullable=True),
    )
    op.create_index("ix_follow_up_step_follow_up_id", "follow_up_step", ["follow_up_id"])
    op.create_table(
        "comment",
        _number(),
        _follow_up(),
        sa.Column("text", sa.String(20_000), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        _account("said_by", nullable=False, index=True),
    )
    op.create_index("ix_comment_follow_up", "comment", ["follow_up_id", "id"])
    op.create_table(
        "comment_mention",
        sa.Column(
            "comment_id",
            sa.Integer(),
            sa.ForeignKey("comment.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        _account("account_id", primary_key=True, index=True),
    )
    op.create_table("confirmed_kind", sa.Column("kind", sa.String(40), primary_key=True))


def downgrade() -> None:
    for table in ("confirmed_kind", "comment_mention", "comment", "follow_up_step"):
        op.drop_table(table)
    op.drop_index("ix_follow_up_to_confirm", "follow_up")
    op.drop_index("ix_follow_up_after_id", "follow_up")
    with op.batch_alter_table("follow_up") as changed:
        for name, _ in (*_POINTERS, *_PLAIN):
            changed.drop_column(name)
