"""A small server that speaks what clamd speaks, over a socket of its own; it knows one virus.

By hand the same was seen with Debian's clamd 1.4.6: see data/deploy/security.md.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from threading import Thread

VIRUS = b"THIS-IS-THE-MALWARE-OF-THE-TEST"
NAMED = "Seriktes.Test-1"
LIMIT = 21 << 20  # bytes; clamd's own is StreamMaxLength


class Clamd:
    """What was asked of it, and what it is to say instead of a verdict."""

    def __init__(self, listener: socket.socket) -> None:
        self.address = "{}:{}".format(*listener.getsockname())
        self.seen: list[bytes] = []
        self.says: bytes | None = None
        self._listener = listener
        self._thread = Thread(target=self._serve)
        self._thread.start()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                one, _ = self._listener.accept()
            except OSError:
                return
            with one, one.makefile("rb") as said:
                one.sendall(self._answer(said))

    def _answer(self, said: BufferedReader) -> bytes:
        order = b""
        while not order.endswith(b"\0"):
            order += said.read(1)
        if order == b"zVERSION\0":
            return b"ClamAV of the tests\0"
        assert order == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", said.read(4))[0]:
            content += said.read(size)
            if len(content) > LIMIT:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.seen.append(content)
        if self.says is not None:
            return self.says
        found = VIRUS in content
        return f"stream: {NAMED} FOUND\0".encode() if found else b"stream: OK\0"


@contextmanager
def running() -> Iterator[Clamd]:
    server = Clamd(socket.create_server(("127.0.0.1", 0)))
    yield server
    server.stop()
