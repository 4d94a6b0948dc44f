"""`tracker names …`, `tracker search` and `tracker reindex`: names, from the console."""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from tracker import db, filing, migrating
from tracker.console import administrator, commands
from tracker.domain import name_words, search
from tracker.domain.models import Language
from tracker.names import matching
from tracker.names.text import clean_line

names = commands("How names of organisations are compared.")


def search_everything(
    question: Annotated[str, typer.Argument(help="What to look for.")] = "",
    queries: Annotated[
        Path | None,
        typer.Option(help="CSV with the columns id and query, instead of one question."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a question.")] = False,
) -> None:
    """Look for partners, people, events, notes… as the search of the screens does, best first."""
    rows = _rows(queries, "id", "query") if queries else [{"query": question}]
    asked = [clean_line(row["query"] or "") for row in rows]
    migrating.migrate()
    with db.reading() as session:
        by = administrator(session, Language.EN)
        for typed in asked:
            found = [hit for group in search.search(session, typed, by=by) for hit in group.hits]
            found.sort(key=lambda hit: -hit.score)
            results = [
                {"kind": hit.kind, "id": hit.id, "name": hit.title.text, "score": hit.score}
                for hit in found
            ]
            if as_json:
                line = {"query": typed, "results": results}
                typer.echo(json.dumps(line, ensure_ascii=False))
            else:
                if not results:
                    typer.echo("Nothing found.", err=True)
                for each in results:
                    typer.echo(
                        f"{each['score']:.2f}  {each['kind']:12} {each['id']:6}  {each['name']}"
                    )


def reindex() -> None:
    """File every name and text for search anew, while others go on working."""
    migrating.migrate()
    done = 0
    for done, total in filing.everything():
        if sys.stderr.isatty():
            typer.echo(f"\r{done} of {total}", nl=done >= total, err=True)
    typer.echo(f"{done} records are filed.")


@names.command("compare")
def compare_names(
    file: Annotated[Path, typer.Option("--csv", help="CSV with the columns id, a and b.")],
) -> None:
    """Say of each pair of names how alike they are: id, score from 0 to 1, same 1 or 0."""
    rows = _rows(file, "id", "a", "b")
    migrating.migrate()
    with db.reading() as session:
        words = name_words.look(session).lexicon
    said = csv.writer(sys.stdout, lineterminator="\n")
    for row in rows:
        found = matching.verdict(row["a"] or "", row["b"] or "", words)
        said.writerow([row["id"], f"{found.score:.4f}", int(found.same)])


def _rows(file: Path, *columns: str) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.DictReader(opened)
        try:
            if missing := set(columns) - set(rows.fieldnames or ()):
                raise typer.BadParameter(f"no column {min(missing)}", param_hint=str(file))
            yield from rows
        except (UnicodeDecodeError, csv.Error):
            raise typer.BadParameter("save it as CSV in UTF-8", param_hint=str(file)) from None
