"""The second factor, links to choose a password, known browsers, where a sign-in came from."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _no(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


_COLUMNS: "tuple[tuple[str, sa.Column[Any]], ...]" = (
    ("account", _no("second_factor")),
    ("sign_in", sa.Column("address", sa.String(64), nullable=False, server_default="")),
    ("outgoing_mail", _no("direct")),
)
_OF_ONE = ("half_sign_in", "known_browser", "recovery_code")


def _account(*, primary_key: bool = False) -> "sa.Column[int]":
    key = sa.ForeignKey("account.id", ondelete="CASCADE")
    return sa.Column("account_id", sa.Integer(), key, primary_key=primary_key, nullable=False)


def _id() -> "sa.Column[int]":
    return sa.Column("id", sa.Integer(), primary_key=True)


def _token() -> "sa.Column[str]":
    return sa.Column("token_hash", sa.String(64), nullable=False, unique=True)


def _at(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    for table, column in _COLUMNS:
        op.add_column(table, column)
    op.create_table("half_sign_in", _id(), _account(), _token(), _at("expires_at"))
    op.create_table("known_browser", _id(), _account(), _token(), _at("seen_at"))
    code = sa.Column("code_hash", sa.String(64), nullable=False)
    op.create_table("recovery_code", _id(), _account(), code)
    for table in _OF_ONE:
        op.create_index(f"ix_{table}_account_id", table, ["account_id"])
    op.create_table(
        "second_factor",
        _account(primary_key=True),
        sa.Column("secret", sa.String(500), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    op.create_table(
        "account_link",
        _account(primary_key=True),
        sa.Column("purpose", sa.String(40), primary_key=True),
        _token(),
        sa.Column("email", sa.String(254), nullable=False),
        _at("expires_at"),
    )


def downgrade() -> None:
    for table in ("account_link", "second_factor", *_OF_ONE):
        op.drop_table(table)
    for table, column in _COLUMNS:
        op.drop_column(table, column.name)
