"""E-mail, for those who asked for it: it says that a message waits, never what is in it.

Off unless the installation names a server (``DEAN06_EMAIL_URL``). An address counts once its owner has typed in the
code sent to it.
"""

import hashlib
import smtplib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from dean06.kernel.base import outbox
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.messaging import actions, contacts
from dean06.kernel.messaging.contacts import CODE_LIFETIME, Kind
from dean06.kernel.messaging.models import EmailAddress
from dean06.kernel.messaging.types import EmailState
from dean06.kernel.ports.handover import Fate

__all__ = ["CODE_LIFETIME", "Letter", "ask_email", "confirm_email", "forget_email", "is_offered", "post_all", "state"]

CONFIRM = "messaging.email_code"
TIMEOUT_SECONDS = 10
# A server that takes its time must not take longer than the lease of a batch: what is left waits for the next one.
BATCH_SECONDS = 120.0
ASK_LIMIT = Limit(name="messaging.ask_email", count=5, seconds=3600)
GUESS_LIMIT = Limit(name="messaging.guess_code", count=10, seconds=3600)
DEFAULT_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
PERMANENT = 500
ADDRESS = Kind(
    model=EmailAddress,
    column="email",
    topic=CONFIRM,
    object_type="messaging.email_address",
    asked=actions.ASK_EMAIL,
    confirmed=actions.CONFIRM_EMAIL,
    forgotten=actions.FORGET_EMAIL,
    ask_limit=ASK_LIMIT,
    guess_limit=GUESS_LIMIT,
    nothing_given="Bà/ông chưa nhập địa chỉ thư điện tử.",
)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One e-mail. ``reference``: the same one gives the same Message-ID, so a repeated letter is recognised."""

    to: str
    subject: str
    text: str
    reference: str


def is_offered() -> bool:
    """True when the installation can send e-mail."""
    return bool(settings.EMAIL_URL)


def state(actor: Actor) -> EmailState:
    """The actor's own address and whether it is confirmed."""
    email, is_confirmed = contacts.own(ADDRESS, actor)
    return EmailState(email=email, is_confirmed=is_confirmed, is_offered=is_offered())


def ask_email(actor: Actor, *, email: str) -> None:
    """Take the actor's address and send a code to it. Invalid for an address that cannot be one, TooMany."""
    contacts.person(actor)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid("Địa chỉ thư điện tử chưa đúng, ví dụ: ten@vidu.vn", code="bad_email", field="email") from error
    contacts.ask(ADDRESS, actor, email)


def confirm_email(actor: Actor, *, code: str) -> None:
    """Accept the code from the e-mail. NotFound when no address was given, Invalid for a wrong or old code, TooMany."""
    contacts.confirm(ADDRESS, actor, code)


def forget_email(actor: Actor) -> None:
    """Delete the actor's address. NotFound when there is none."""
    contacts.forget(ADDRESS, actor)


@outbox.handles(CONFIRM)
def send_code(payload: dict[str, Any], message_id: str) -> None:
    """Send the confirmation code; nothing when the address was changed or confirmed meanwhile."""
    row = contacts.waiting_for_code(ADDRESS, payload, message_id)
    if row is None:
        return
    text = f"Mã xác nhận địa chỉ thư điện tử của bà/ông: {contacts.code_of(ADDRESS, row)}\nMã dùng được trong 30 phút."
    letter = Letter(to=row.email, subject="Mã xác nhận địa chỉ thư điện tử", text=text, reference=message_id)
    _message(letter, _connection()).send()


def post_all(letters: Sequence[Letter]) -> list[tuple[Fate, str]]:
    """Hand letters to the server over one connection; fate and remark of each, in the same order."""
    connection, ends_at = _connection(), time.monotonic() + BATCH_SECONDS
    connection.open()
    fates: list[tuple[Fate, str]] = []
    try:
        for letter in letters:
            fates.append(_post(letter, connection))
            if fates[-1][0] is Fate.UNCERTAIN or time.monotonic() > ends_at:  # the rest was not even begun
                break
    finally:
        connection.close()
    return fates + [(Fate.LATER, "not begun")] * (len(letters) - len(fates))


def _post(letter: Letter, connection: BaseEmailBackend) -> tuple[Fate, str]:
    try:
        connection.send_messages([_message(letter, connection)])
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        return _fate(min(codes, default=0)), f"recipient {min(codes, default=0)}"
    except smtplib.SMTPResponseException as refused:
        return _fate(refused.smtp_code), f"status {refused.smtp_code}"
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        return Fate.UNCERTAIN, type(error).__name__
    return Fate.ACCEPTED, ""


def _fate(code: int) -> Fate:
    """RFC 5321 4.2.1: 4yz may be tried again, 5yz may not."""
    return Fate.REFUSED if code >= PERMANENT else Fate.LATER


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMessage:
    """With a fixed Message-ID: a repeated delivery is recognised by whoever receives it."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    identifier = hashlib.sha256(letter.reference.encode()).hexdigest()[:32]
    return EmailMessage(
        letter.subject,
        letter.text,
        from_email=f"dean06@{host}",
        to=[letter.to],
        headers={"Message-ID": f"<{identifier}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _connection() -> BaseEmailBackend:
    """The server of ``DEAN06_EMAIL_URL``: smtp:// plain, smtp+tls:// STARTTLS, smtps:// TLS from the start."""
    url = urlsplit(settings.EMAIL_URL)
    return get_connection(
        host=url.hostname,
        port=url.port or DEFAULT_PORTS.get(url.scheme, DEFAULT_PORTS["smtp"]),
        username=unquote(url.username or ""),
        password=unquote(url.password or ""),
        use_tls=url.scheme == "smtp+tls",
        use_ssl=url.scheme == "smtps",
        timeout=TIMEOUT_SECONDS,
    )
