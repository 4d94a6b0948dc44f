"""Django's admin over a copy of our database, served by gunicorn from an environment of its own."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import servers

HERE = Path(__file__).parent
NAME, PASSWORD = "desk", "for the benchmark alone"


class Served(NamedTuple):
    """Where it answers, and the number of its first process."""

    url: str
    process: int


def environment(folder: Path) -> Path:
    """The Python of an environment that holds Django; made the first time."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        wanted = str(HERE / "requirements.txt")
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--compile", "-r", wanted], check=True
        )
    return python


@contextmanager
def running(
    python: Path, ours: Path, folder: Path, *, with_our_indices: bool = True
) -> Iterator[Served]:
    """Serve a copy of this file while the block lasts: what is saved there stays there."""
    copy = folder / "desk.db"
    shutil.copy(ours, copy)
    if not with_our_indices:
        _leave_what_django_makes(copy)
    given = {
        **os.environ,
        "DESK_DATABASE": str(copy),
        "DJANGO_SETTINGS_MODULE": "desk.settings",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        "PYTHONPATH": str(HERE),
    }
    for words in (["migrate"], ["createsuperuser", "--username", NAME, "--email", "a@uni.example"]):
        command = [str(python), "-m", "django", *words, "--no-input", "--verbosity", "0"]
        subprocess.run(command, env=given, cwd=folder, check=True)
    # One process that keeps connections, as ours is one process.
    serve = ["-m", "gunicorn", "desk.wsgi", "--bind", "127.0.0.1:{port}", "--workers", "1"]
    kept = ["--worker-class", "gthread", "--threads", "2", "--keep-alive", "60", "--timeout", "300"]
    command, log = [str(python), *serve, *kept], folder / "desk.log"
    with servers.served(command, folder, log, given, "/admin/login/") as served:
        yield Served(*served)


def _leave_what_django_makes(file: Path) -> None:
    """Drop the indices that Django would not have made: all but one for each foreign key."""
    with closing(sqlite3.connect(file)) as there:
        made = there.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, table in made:
            keys = {row[3] for row in there.execute(f"PRAGMA foreign_key_list({table})")}
            columns = [row[2] for row in there.execute(f"PRAGMA index_info({name})")]
            partial = {row[1] for row in there.execute(f"PRAGMA index_list({table})") if row[4]}
            if len(columns) != 1 or columns[0] not in keys or name in partial:
                there.execute(f"DROP INDEX {name}")
        there.execute("ANALYZE")
        there.commit()


def memory(process: int) -> float:
    """Mebibytes of a process and of those that it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 + sum(memory(int(each)) for each in children)


def processor(process: int) -> float:
    """Seconds of processor time that a process and those that it started have taken."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    own = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor(int(each)) for each in children)
