"""`python -m tests.benchmarks --size M [--postgresql]`: fill, serve, ask, print a table."""

import argparse
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import report
from tests.benchmarks.crm import SIZES
from tests.servers import postgresql
from tracker import clock


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=report.__doc__)
    parser.add_argument("--size", choices=SIZES, nargs="+", default=["S"])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--postgresql", action="store_true", help="also on PostgreSQL")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the SQLite files")
    chosen = parser.parse_args()
    for size in chosen.size:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
            file = (chosen.keep or folder) / f"{size}.db"
            urls = [f"sqlite:///{file.absolute()}"]
            if chosen.postgresql:
                urls.append(stack.enter_context(postgresql.running()))
            for url in urls:
                os.environ["TRACKER_DATABASE_URL"] = url
                run = report.run(url, size, folder, today=clock.today(), rounds=chosen.rounds)
                print(run, flush=True)


if __name__ == "__main__":
    main()
