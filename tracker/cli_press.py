"""`tracker press …`: reading articles from the console. Needs no database, and keeps nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tracker.console import commands
from tracker.errors import Invalid
from tracker.i18n import speaking, t
from tracker.press import intake
from tracker.press.found import Match, Reading, Span
from tracker.press.intake import Given
from tracker.press.known import Context

press = commands("Articles of the press office.")


@press.callback()
def _press() -> None:
    """A group also while it has one command."""


@press.command("read")
def read_files(
    files: Annotated[list[Path], typer.Argument(help="TXT, HTML, DOCX or PDF.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a file.")] = False,
    published: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of publication, if the text has none."),
    ] = None,
) -> None:
    """Say what articles tell of partners, people, events, agreements and requests."""
    context = Context(published=published.date() if published else None)
    refused = 0
    for file in files:
        try:
            given = intake.file(file.name, file.read_bytes())
        except (Invalid, OSError) as failed:
            refused += 1
            typer.echo(f"{file}: {_why(failed)}", err=True)
            continue
        reading = _read(given, context, file)
        if as_json:
            told = {"file": str(file)} | as_object(reading, is_as_given=given.is_as_given)
            said = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")  # half a pair
            typer.echo(said)
        else:
            typer.echo("\n".join([str(file), *lines(reading), ""]))
    if refused:
        raise typer.Exit(1)


def as_object(reading: Reading, *, is_as_given: bool = True) -> dict[str, Any]:
    """A reading in the form that programs read. Places count characters of the text as given; a
    text that had to be taken out of a page or a document comes along."""
    told: dict[str, Any] = {
        "language": reading.language,
        "title": reading.title,
        "published": reading.published,
        "tags": list(reading.tags),
        "organisations": [
            {
                "name": each.name,
                "spans": [list(span) for span in each.spans],
                "sector": each.sector,
                "is_host": each.is_host,
                "confidence": round(each.confidence, 2),
                "match": _match(each.match),
            }
            for each in reading.organisations
        ],
        "events": _plain(reading.events, "name", "kind", "date", "place"),
        "people": _plain(reading.people, "name", "position", "organisation"),
        "requests": _plain(reading.requests, "kind", "direction", "quote", "partner"),
        "agreements": _plain(reading.agreements, "kind", "parties", "date", "recalled"),
        "dates": _plain(reading.days, "text", "iso"),
    }
    return told if is_as_given else told | {"text": reading.text}


def lines(reading: Reading) -> Iterator[str]:
    """A reading in the form that people read."""
    yield f"  {reading.title}"
    yield f"  {reading.language}, published {reading.published or 'on an unknown day'}"
    if reading.tags:
        yield f"  tags: {', '.join(reading.tags)}"
    with speaking("en"):
        yield from (f"  note: {t(f'press_note.{note}')}" for note in reading.notes)
    for organisation in reading.organisations:
        marks = [organisation.sector, f"{organisation.confidence:.0%}"]
        marks += ["our university"] if organisation.is_host else []
        marks += [f"= {organisation.match.name}"] if organisation.match else []
        yield f"  organisation  {organisation.name} ({', '.join(marks)})"
    for event in reading.events:
        yield f"  event         {event.name} ({_some(event.kind, event.date, event.place)})"
    for person in reading.people:
        yield f"  person        {person.name} ({_some(person.position, person.organisation)})"
    for agreement in reading.agreements:
        old = "recalled" if agreement.recalled else None
        yield f"  agreement     {_some(agreement.kind, *agreement.parties, agreement.date, old)}"
    for request in reading.requests:
        yield f"  {request.direction:13} {_some(request.kind, request.partner)}: {request.quote}"
    for day in reading.days:
        yield f"  date          {day.iso} ({day.text})"


def _read(given: Given, context: Context, file: Path) -> Reading:
    from tracker.press.reading import read_given  # here: the other commands need not wait for it

    reading = read_given(given, context)
    # A page that was saved may bear its day in its name.
    if reading.published is None and (day := intake.published_in(file.name)):
        reading = read_given(given, replace(context, published=day))
    return reading


def _plain(things: Any, *names: str) -> list[dict[str, Any]]:
    return [
        {name: _listed(getattr(each, name)) for name in names} | {"span": list(each.span)}
        for each in things
    ]


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, (tuple, Span)) else value


def _match(found: Match | None) -> dict[str, Any] | None:
    return {"id": found.id, "name": found.name, "score": found.score} if found else None


def _some(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part) or "–"


def _why(failed: Exception) -> str:
    if isinstance(failed, Invalid):
        with speaking("en"):
            return t(f"error.{failed.code}", **failed.values)
    return failed.strerror or str(failed) if isinstance(failed, OSError) else str(failed)
