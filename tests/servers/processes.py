"""What every server of the tests needs: a free port, and an end that always comes."""

import signal
import socket
import subprocess
from pathlib import Path


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def stop(process: "subprocess.Popen[bytes]", *, politely: signal.Signals) -> None:
    """Ask the process to end, and end it after ten seconds."""
    process.send_signal(politely)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=10)


def process_at(port: int) -> int:
    """The server that was started with this port."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = command.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if "tracker.cli" in words and str(port) in words:
            return int(command.parent.name)
    raise LookupError(port)
