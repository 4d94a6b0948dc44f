"""What was found in a file that came in, apart from the bytes of the file."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_TABLES = ("import_file", "import_findings")
_FOUND = ("problems", "questions", "shown", "likely")


def upgrade() -> None:
    op.create_table(
        "import_findings",
        sa.Column(
            "import_id",
            sa.Integer(),
            sa.ForeignKey("import_file.import_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in _FOUND),
    )
    op.execute(
        "INSERT INTO import_findings (import_id, problems, questions, shown, likely)"
        " SELECT import_id, problems, questions, shown, likely FROM import_file"
    )
    for name in _FOUND:
        op.drop_column("import_file", name)


def downgrade() -> None:
    files, findings = (sa.table(name, *map(sa.column, ("import_id", *_FOUND))) for name in _TABLES)
    for name in _FOUND:
        empty = "{}" if name == "likely" else "[]"
        op.add_column(
            "import_file", sa.Column(name, sa.JSON(), nullable=False, server_default=empty)
        )
        found = sa.select(findings.c[name]).where(findings.c.import_id == files.c.import_id)
        op.execute(files.update().values({name: found.scalar_subquery()}))
    op.drop_table("import_findings")
