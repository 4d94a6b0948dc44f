"""`python -m tests.faults --long kill=50 backup=20 …`: break it so often, and print the tally."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from tests.faults import (
    backing_up,
    cutting,
    editing,
    failing_over,
    filling,
    filling_server,
    killing,
    pacing,
    upgrading,
    vanishing,
    writers,
)
from tests.faults.tally import Tally
from tests.servers import postgresql
from tests.world import build
from tracker import db, migrating
from tracker.settings import settings

FAULTS: dict[str, Callable[[Path, int], Tally]] = {
    "backup": backing_up.run,
    "cut": cutting.run,
    "cut-upgrade": cutting.upgrades,
    "edits": editing.run,
    "full": filling.run,
    "full-server": filling_server.run,
    "kill": killing.run,
    "primary": failing_over.run,
    "restart": failing_over.restarts,
    "upgrade": upgrading.run,
    "vanish": vanishing.run,
    "writer": lambda _folder, times: writers.killed(times),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--long", nargs="+", metavar="NAME=TIMES", required=True)
    parser.add_argument("--folder", type=Path, help="where to work; on a disk, not in memory")
    parser.add_argument("--minutes", type=float, default=180, help="each takes at most so long")
    parser.add_argument("--postgresql", action="store_true", help="of those that can: on a server")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        if chosen.postgresql:
            chosen.postgresql = stack.enter_context(postgresql.running())
        sys.exit(0 if _all(chosen) else 1)


def _all(chosen: argparse.Namespace) -> bool:
    well = True
    for each in chosen.long:
        name, _, times = each.partition("=")
        with ExitStack() as stack:
            made = tempfile.TemporaryDirectory(prefix=f"faults-{name}-", dir=chosen.folder)
            folder = Path(stack.enter_context(made))
            if name == "full":
                folder = stack.enter_context(filling.small_disk(folder))
            began = time.perf_counter()
            pacing.give(chosen.minutes)
            fill = upgrading.science_week if name == "upgrade" else build
            server = chosen.postgresql
            _use(_on_server(server) if server else f"sqlite:///{folder}/a.db", fill)
            found = FAULTS[name](folder, int(times or 10))
            print(f"{name}: {found} ({time.perf_counter() - began:.0f} s)", flush=True)
            well = well and found.is_well
    return well


def _on_server(server: str) -> str:
    name = f"faults_{uuid4().hex[:8]}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def _use(url: str, fill: Callable[[], None]) -> None:
    """A new database with something in it."""
    os.environ["TRACKER_DATABASE_URL"] = url
    settings.cache_clear()
    db.engine.cache_clear()
    migrating.migrate()
    fill()


if __name__ == "__main__":
    main()
