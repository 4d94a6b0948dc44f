"""Files that came in."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _text(name: str, length: int, **more: Any) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(length), **{"nullable": False, **more})


def _moment(name: str, **more: Any) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **more})


def _number(name: str, **more: Any) -> "sa.Column[Any]":
    return sa.Column(name, sa.Integer(), **{"nullable": False, **more})


def _json(*names: str) -> list["sa.Column[Any]"]:
    return [sa.Column(name, sa.JSON(), nullable=False) for name in names]


def _account(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Integer(), sa.ForeignKey("account.id"), nullable=False, index=True)


def upgrade() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("revision"),
        _text("kind", 40),
        _text("state", 40),
        _moment("created_at", index=True),
        _account("created_by"),
        _moment("seen_at"),
        _moment("finished_at", nullable=True),
        _text("file_name", 300),
        _text("sha256", 64, index=True),
        _text("sheet", 500),
        _number("total"),
        _number("looked_at"),
        *_json("headers", "columns", "sample", "notes"),
        _text("mode", 40),
        sa.Column("creates_partners", sa.Boolean(), nullable=False),
        _text("doubt", 40),
        *_json("answers"),
        *(_number(name) for name in ("created", "updated", "left", "rejected", "partners")),
        _number("undo_id", nullable=True),
        _text("failure", 500),
    )
    op.create_table(
        "import_file",
        sa.Column(
            "import_id",
            sa.Integer(),
            sa.ForeignKey("import.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_json("problems", "questions", "shown", "likely"),
    )
    op.create_table(
        "import_mapping",
        _text("kind", 40, primary_key=True),
        _text("headers_key", 64, primary_key=True),
        *_json("fields"),
        _account("account_id"),
        _moment("at"),
    )


def downgrade() -> None:
    for table in ("import_mapping", "import_file", "import"):
        op.drop_table(table)
