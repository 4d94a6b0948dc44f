"""The mail server: reaching it as the settings say, and what its refusals mean."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from tracker.errors import MailServerRefuses, NoMailServer
from tracker.names.text import clean_line
from tracker.settings import Security, settings

PATIENCE = 30.0  # seconds for one answer; all of them over one mail are far less than its claim
_CLOSING = 421  # what a server says that hangs up; many do after some mails


class Refused(Exception):
    """The server did not take a mail. `for_good`: it will not take it later, either."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


class Lost(Exception):
    """The connection broke in the middle of a mail, which the server may have taken."""


class Closed(Exception):
    """The server hung up before a mail, which it may take by another connection."""


def is_set_up() -> bool:
    return bool(settings().smtp_host and settings().mail_sender)


@contextmanager
def connected() -> Iterator[smtplib.SMTP]:
    """A connection by which mails can be sent. Raises NoMailServer, MailServerRefuses."""
    if not is_set_up():
        raise NoMailServer
    try:
        server = _open()
    except (OSError, smtplib.SMTPException) as failed:
        raise MailServerRefuses(why=_said(failed)) from failed
    except UnicodeError:  # which quotes what it could not say: perhaps of the password
        raise MailServerRefuses(why="host, user or password: ASCII only") from None
    try:
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def send(server: smtplib.SMTP, message: EmailMessage, *, to: str, sender: str) -> None:
    """Hand over one mail. Raises Refused, Lost, Closed, and MailServerRefuses where it takes none
    from us.

    Returning means that the server has said it will deliver.
    """
    try:
        server.send_message(message, sender, [to])
    except smtplib.SMTPRecipientsRefused as refused:
        code, _ = answer = next(iter(refused.recipients.values()))
        raise Refused(_answer(*answer), for_good=code >= 500) from refused
    except smtplib.SMTPDataError as refused:
        for_good = refused.smtp_code >= 500
        raise Refused(_answer(refused.smtp_code, refused.smtp_error), for_good=for_good) from None
    except smtplib.SMTPNotSupportedError as refused:  # letters in the address that it can't take
        raise Refused(_said(refused), for_good=True) from refused
    except smtplib.SMTPResponseException as refused:  # the sender, or the greeting
        if refused.smtp_code == _CLOSING:
            raise Closed(_answer(refused.smtp_code, refused.smtp_error)) from refused
        raise MailServerRefuses(why=_answer(refused.smtp_code, refused.smtp_error)) from refused
    except (OSError, smtplib.SMTPException) as failed:
        raise Lost(_said(failed)) from failed


def _open() -> smtplib.SMTP:
    wanted = settings()
    place = wanted.smtp_host, wanted.smtp_port
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if wanted.smtp_security is Security.TLS:
        server = smtplib.SMTP_SSL(*place, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(*place, timeout=PATIENCE)
    try:
        if wanted.smtp_security is Security.STARTTLS:
            server.starttls(context=context)
        if wanted.smtp_user:
            server.login(wanted.smtp_user, wanted.smtp_password.get_secret_value())
        server.ehlo_or_helo_if_needed()  # so that what it can do is known before the first mail
    except BaseException:
        server.close()
        raise
    return server


def _said(failed: Exception) -> str:
    if isinstance(failed, smtplib.SMTPResponseException):
        return _answer(failed.smtp_code, failed.smtp_error)
    return clean_line(str(failed)) or type(failed).__name__


def _answer(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return clean_line(f"{code} {text}")
