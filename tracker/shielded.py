"""A process of its own for a stranger's file: little memory, little time, and no file to write.

Whatever a file does to it, the one who started it lives on and refuses the file.
"""

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import IO

MEMORY = 768 << 20
PROCESSOR_SECONDS = 30
SECONDS = 45  # until a reader that hangs is ended

_ROOT = Path(__file__).parents[1]
_CHILD = (
    "import sys, importlib; sys.path.insert(0, sys.argv[1]);"
    " importlib.import_module(sys.argv[2]).main()"
)


@contextmanager
def child(module: str, *arguments: str, content: bytes) -> Iterator[IO[bytes]]:
    """What `main` of the module prints, given the content on standard input."""
    with TemporaryFile() as given, TemporaryFile() as complaints:
        given.write(content)
        given.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", _CHILD, str(_ROOT), module, *arguments],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8:surrogatepass"},
            start_new_session=True,
        )
        clock = Timer(SECONDS, process.kill)
        clock.start()
        try:
            assert process.stdout is not None
            yield process.stdout
        finally:
            clock.cancel()
            process.kill()
            process.communicate()


def limit() -> None:
    """What `main` does first, so that the limits hold for everything."""
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: PROCESSOR_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))
