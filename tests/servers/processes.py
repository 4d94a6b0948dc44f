"""What every server of the tests needs: a free port, and an end that always comes."""

import signal
import socket
import subprocess


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
