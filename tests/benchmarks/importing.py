"""How fast a file of partners comes in, and how much memory that takes.

python -m tests.benchmarks.importing [--rows 1000 10000 50000] [--known 0 300 5000] [--keep FOLDER]

Each line is `tracker import` in a process of its own, from its start to its end: the file is read,
checked and stored. Memory is the most that this process, or the reader it starts, held at once.
One row in thirty is a partner that is known already, written otherwise.

"Others wait" is the longest that somebody did who saved beside it, twenty times a second; each †
was told to try again.
"""

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, make_url
from sqlmodel import func, select

from tests.benchmarks import waiting
from tests.servers import postgresql
from tracker import db, migrating
from tracker.access import Role
from tracker.domain.models import Account, Import, Language, Partner, Undertaking
from tracker.domain.models.partners import is_bin
from tracker.export import xlsx
from tracker.export.sheets import Column, Row, Sheet
from tracker.settings import ROOT, settings

_HEAD = (
    "| rows | known | file | seconds | of our processor | rows/s | stored in | others wait | MiB |"
)
TITLES = ("Наименование", "БИН", "Город", "Сектор", "Сайт", "Метки", "Примечание")
_SYLLABLES = "ба ра та ла ша ке ме не се те ыл ор ан ер ин жа қа сы ту ғо ми но ве до"
_CITIES = ("Семей", "Өскемен", "Астана", "Алматы", "Павлодар", "Курчатов")
_SECTORS = ("industry", "government", "museum", "school", "ngo", "media")
_NOTE = "Познакомились на форуме; обещали прислать перечень оборудования для лаборатории. "
_FORMS = (
    "ТОО «{a} {b}»",
    "«{a} {b}» ЖШС",
    "АО «{a}{c}»",
    "ИП {a} {b}",
    "{a} ауылының №{n} орта мектебі",
    "КГУ «Средняя школа № {n} имени {a} {b}»",
    "{a} қаласының «{b}» мұражайы",
    "Институт {a}{c} имени {b}",
    "{a} {b} Engineering Group",
)


def names(count: int, seed: int) -> list[str]:
    """Names of organisations, as many, no two alike; the same for the same seed."""
    random = Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        a, b, c = ("".join(random.choices(_SYLLABLES.split(), k=3)) for _ in range(3))
        form = random.choice(_FORMS)
        found[form.format(a=a.title(), b=b.title(), c=c, n=random.randint(1, 80))] = None
    return list(found)


def lines(rows: int, known: int, seed: int = 2) -> Iterator[list[str]]:
    """The cells of the rows of a file, for a database where so many are known."""
    random = Random(rows)
    there = names(known, 1)
    for place, fresh in enumerate(names(rows, seed)):
        # What stands in quotes is the name; the rest is written differently by everybody.
        again = there[place // 30] if place % 30 == 0 and place // 30 < known else None
        yield [
            again.upper() if again else fresh,
            _bin(place) if place % 3 else "",
            random.choice(_CITIES),
            random.choice(_SECTORS),
            f"https://{place}.example.kz" if place % 2 else "",
            "форум; 2024" if place % 4 == 0 else "",
            _NOTE * (place % 3),
        ]


def _bin(place: int) -> str:
    """A business number with its check digit; nothing for one that is never issued."""
    whole = (f"{99_000_000_000 + place}{last}" for last in range(10))
    return next(filter(is_bin, whole), "")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.importing")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--known", type=int, nargs="+", default=[0, 300, 5_000])
    parser.add_argument("--form", choices=("csv", "xlsx"), nargs="+", default=["csv", "xlsx"])
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead")
    parser.add_argument("--keep", type=Path, help="folder for the databases that were filled")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
        server = stack.enter_context(postgresql.running()) if chosen.postgresql else ""
        print(_HEAD)
        print("|--:|--:|---|--:|--:|--:|--:|--:|--:|")
        for known in chosen.known:
            for rows in chosen.rows:
                for form in chosen.form:
                    url = _database(folder, server, f"b{known}_{rows}_{form}")
                    print(measure(url, folder, rows, known, form, chosen.keep), flush=True)


def measure(
    url: str, folder: Path, rows: int, known: int, form: str, keep: Path | None = None
) -> str:
    """Import into an empty database, in which so many partners are put first.

    To fill one takes minutes: on SQLite it can be kept, and is copied the next time.
    """
    os.environ["TRACKER_DATABASE_URL"] = url
    settings.cache_clear()
    db.engine.cache_clear()
    there = Path(make_url(url).database or "")
    kept = keep / f"known{known}.db" if keep and url.startswith("sqlite") else None
    if kept is not None and kept.exists():
        shutil.copy(kept, there)
        migrating.migrate(url)
    else:
        migrating.migrate(url)
        _fill(known)
    if kept is not None and not kept.exists():
        db.engine().dispose()
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(there, kept)
    file = folder / f"{rows}.{form}"
    write(file, form, lines(rows, known))
    began = time.perf_counter()
    command = [sys.executable, "-m", "tracker.cli", "import", str(file), "--kind", "partners"]
    with (
        waiting.beside() as waits,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process,
    ):
        assert process.stdout is not None
        process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - began
    with db.reading() as session:
        count = session.exec(select(func.count()).select_from(Partner)).one()
        job = session.exec(select(Import)).one()
        work = session.get_one(Undertaking, job.undo_id)
    db.engine().dispose()
    if process.returncode or not known < count <= known + rows:
        raise RuntimeError(f"{command} ended with {process.returncode}: {count} partners")
    stored = ((job.finished_at or work.at) - work.at).total_seconds()
    memory = used.ru_maxrss // 1024
    return (
        f"| {rows:,} | {known:,} | {form} | {took:.1f} |"
        f" {used.ru_utime + used.ru_stime:.1f} | {rows / took:,.0f} |"
        f" {stored:.1f} s | {max(waits):.2f} s{' †' * waits.refused} | {memory} |"
    )


def _fill(known: int) -> None:
    with db.transaction() as session:
        session.add(
            Account(
                name="Admin",
                email="admin@uni.example",
                role=Role.ADMINISTRATOR,
                language=Language.EN,
                password_hash="-",
            )
        )
        for start in range(0, known, 500):
            session.add_all(Partner(name_ru=name) for name in names(known, 1)[start : start + 500])
            session.flush()
            session.expunge_all()


def write(file: Path, form: str, rows: Iterator[list[str]]) -> None:
    """Write these rows under our titles."""
    if form == "csv":
        with file.open("w", encoding="utf-8-sig", newline="") as text:
            writer = csv.writer(text, delimiter=";")
            writer.writerow(TITLES)
            writer.writerows(rows)
        return
    columns = [Column(title, title, 20) for title in TITLES]
    with file.open("wb") as book:
        xlsx.write(Sheet("Partners", (), columns, (Row(row) for row in rows)), book)


def _database(folder: Path, server: str, name: str) -> str:
    """The address of an empty database."""
    if not server:
        return f"sqlite:///{folder / name}.db"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


if __name__ == "__main__":
    main()
