"""The message that the mail server gets: headers nobody can write into, two forms of a letter."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from hashlib import sha256

from tracker.domain.reminders.outbox import Claimed
from tracker.mail.digest import base
from tracker.names.text import clean_line
from tracker.settings import settings


def message(mail: Claimed) -> EmailMessage:
    """The same for every attempt: it has the time and the id from when the mail was written.

    Raises ValueError where an address is none.
    """
    made = EmailMessage()
    made["Subject"] = clean_line(mail.letter.subject)
    made["From"] = _address(*parseaddr(settings().mail_sender))
    made["To"] = _address(mail.name, mail.address)
    made["Date"] = format_datetime(mail.created_at)
    made["Message-ID"] = mail.message_id
    if not mail.direct:
        made["List-Unsubscribe"] = f"<{base()}/settings>"
    # Nobody's holiday notice answers this.
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    # Base64: half as long as quoted-printable where most letters are Cyrillic.
    made.set_content(mail.letter.text, cte="base64")
    made.add_alternative(mail.letter.html, subtype="html", cte="base64")
    made.set_boundary(sha256(mail.message_id.encode()).hexdigest()[:40])  # else a random one
    return made


def new_id() -> str:
    """A Message-ID in the sender's domain."""
    return make_msgid(domain=sender().rpartition("@")[2] or "localhost")


def sender() -> str:
    """The bare address from which mails come."""
    return parseaddr(settings().mail_sender)[1]


def _address(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(clean_line(name), user, domain)
