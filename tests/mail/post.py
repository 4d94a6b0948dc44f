"""A real mail server that keeps what it gets, and refuses what it is told to."""

import asyncio
import ssl
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.servers.processes import free_port

CERTIFICATE = Path(__file__).parent / "localhost.pem"  # of the tests alone, with its key
USER, PASSWORD = "tracker", "a secret phrase"


class Post:
    """The server's answers, and the mails that it took. A hook may answer for it, or raise."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.to: list[str] = []  # whom the envelopes named
        self.at_sender: Callable[[str], str | None] = lambda _address: None
        self.at_recipient: Callable[[str], str | None] = lambda _address: None
        self.at_data: Callable[[EmailMessage], str | None] = lambda _mail: None
        self.after_taking: Callable[[], str | None] = lambda: None
        self.slowness = 0.0  # seconds until it answers that it has taken a mail

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.at_sender(address) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if refusal := self.at_recipient(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        if refusal := self.at_data(mail):
            return refusal
        self.taken.append(mail)
        self.to.extend(envelope.rcpt_tos)
        await asyncio.sleep(self.slowness)
        if self.after_taking():  # it takes the mail, and its answer never arrives
            server.transport.abort()
        return "250 OK"


def _knows(_server: Any, _session: Any, _envelope: Any, _how: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data == LoginPassword(
        USER.encode(), PASSWORD.encode()
    )
    return AuthResult(success=right, handled=right)


def served(post: Post, *, tls: bool = False, **options: Any) -> Controller:
    """The server, to be started and stopped; `tls` is STARTTLS with a sign-in."""
    if tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
        options |= {"tls_context": context, "require_starttls": True}
        options |= {"authenticator": _knows, "auth_required": True}
    return Controller(post, hostname="127.0.0.1", port=free_port(), **options)
