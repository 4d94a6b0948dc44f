"""A server that can be killed as a power switch would, and people who save meanwhile."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.pages import Opened
from tests.servers import app
from tests.servers.processes import free_port


class Server:
    """One address, at which one server after the other answers."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._environment, self._log, self._port = dict(environment), log, free_port()
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tracker.cli", "serve", "--port", str(self._port)],
                cwd=app.ROOT,
                env={**os.environ, **self._environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        app._wait(self.url, self._process, self._log)

    def processor_time(self) -> float:
        """Seconds that the server has had a processor since it was started."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """The server and all that it has started, at once, and nobody says goodbye."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Person(Opened):
    """Somebody with the home page open, who logs one meeting after the other."""

    toasts: list[str]

    def save(self) -> str | None:
        """Fill in the form and press; the summary, if the page then said that it is saved."""
        self.toasts = []
        self.rerun()
        partner, summary = self.widget(".partners"), f"save {uuid4().hex}"
        self.rerun(
            {
                partner: [self.options[partner][-1]],
                self.widget(".summary"): summary,
                self.widget(".save"): True,
            },
            fragment=self.fragment,
        )
        return summary if self.toasts else None

    def first_page(self) -> float:
        """Seconds to the whole home page."""
        began = time.perf_counter()
        self.rerun()
        return time.perf_counter() - began

    def _note(self, heard: ForwardMsg) -> None:
        super()._note(heard)
        element: Any = heard.delta.new_element
        if element.WhichOneof("type") == "toast":
            self.toasts.append(element.toast.body)
