"""E-mail, for those who asked for it: it says that a message waits, never what is in it.

Off unless the installation names a server (``DEAN06_EMAIL_URL``). An address counts once its owner has typed in the
code sent to it; the code is derived from the installation's key, so it is stored nowhere.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox, ratelimit
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.messaging import actions
from dean06.kernel.messaging.models import EmailAddress, EmailDelivery, Message
from dean06.kernel.messaging.types import EmailState

TELL = "messaging.email"
CONFIRM = "messaging.email_code"
CODE_DIGITS = 6
CODE_LIFETIME = timedelta(minutes=30)
TIMEOUT_SECONDS = 10
ASK_LIMIT = Limit(name="messaging.ask_email", count=5, seconds=3600)
GUESS_LIMIT = Limit(name="messaging.guess_code", count=10, seconds=3600)
DEFAULT_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
ADDRESS = "messaging.email_address"


def is_offered() -> bool:
    """True when the installation can send e-mail."""
    return bool(settings.EMAIL_URL)


def state(actor: Actor) -> EmailState:
    """The actor's own address and whether it is confirmed."""
    row = EmailAddress.objects.filter(party_id=actor.party_id).first() if actor.party_id else None
    return EmailState(
        email=row.email if row else "", is_confirmed=bool(row and row.confirmed_at), is_offered=is_offered()
    )


def ask_email(actor: Actor, *, email: str) -> None:
    """Take the actor's address and send a code to it. Invalid for an address that cannot be one, TooMany."""
    party_id = _person(actor)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid("Địa chỉ thư điện tử chưa đúng, ví dụ: ten@vidu.vn", code="bad_email", field="email") from error
    ratelimit.hit(ASK_LIMIT, str(party_id))
    with transaction.atomic():
        row, _ = EmailAddress.objects.update_or_create(
            party_id=party_id,
            defaults={"email": email, "nonce": secrets.token_hex(16), "asked_at": clock.now(), "confirmed_at": None},
        )
        outbox.enqueue(CONFIRM, {"address": str(row.id)}, message_id=f"{CONFIRM}:{row.id}:{row.nonce}")
        _record(actor, actions.ASK_EMAIL, row.id, party_id)


def confirm_email(actor: Actor, *, code: str) -> None:
    """Accept the code from the e-mail. NotFound when no address was given, Invalid for a wrong or old code, TooMany."""
    party_id = _person(actor)
    ratelimit.hit(GUESS_LIMIT, str(party_id))
    with transaction.atomic():
        row = EmailAddress.objects.select_for_update().filter(party_id=party_id).first()
        if row is None:
            raise NotFound("Bà/ông chưa nhập địa chỉ thư điện tử.", code="no_email")
        is_old = clock.now() - row.asked_at > CODE_LIFETIME
        if is_old or not hmac.compare_digest(_code(row).encode(), code.strip().encode()):
            raise Invalid(
                "Mã không đúng hoặc đã quá hạn. Kiểm tra lại thư, hoặc gửi lại mã.", code="bad_code", field="code"
            )
        EmailAddress.objects.filter(id=row.id).update(confirmed_at=clock.now())
        _record(actor, actions.CONFIRM_EMAIL, row.id, party_id)


def forget_email(actor: Actor) -> None:
    """Delete the actor's address. NotFound when there is none."""
    party_id = _person(actor)
    with transaction.atomic():
        row = EmailAddress.objects.select_for_update().filter(party_id=party_id).first()
        if row is None:
            raise NotFound("Bà/ông chưa nhập địa chỉ thư điện tử.", code="no_email")
        _record(actor, actions.FORGET_EMAIL, row.id, party_id)
        row.delete()


@outbox.handles(CONFIRM)
def send_code(payload: dict[str, Any], message_id: str) -> None:
    """Send the confirmation code; nothing when the address was changed or confirmed meanwhile."""
    row = EmailAddress.objects.filter(id=payload["address"], confirmed_at=None).first()
    if row is None or message_id != f"{CONFIRM}:{row.id}:{row.nonce}":
        return
    text = f"Mã xác nhận địa chỉ thư điện tử của bà/ông: {_code(row)}\nMã dùng được trong 30 phút."
    _post(row.email, "Mã xác nhận địa chỉ thư điện tử", text, message_id)


@outbox.handles(TELL)
def tell(payload: dict[str, Any], message_id: str) -> None:
    """Tell a person by e-mail that a message waits; nothing when it was told already or the address is gone."""
    known = {"message_id": UUID(payload["message"]), "party_id": UUID(payload["party"])}
    row = EmailAddress.objects.filter(party_id=known["party_id"], confirmed_at__isnull=False).first()
    if row is None or EmailDelivery.objects.filter(**known).exists():
        return
    message = Message.objects.get(id=known["message_id"])
    text = f"Bà/ông có thông báo mới: {message.subject}\n\nXem tại hộp thư: {settings.PUBLIC_URL}/hop-thu/"
    _post(row.email, message.subject, text, message_id)
    with transaction.atomic():
        EmailDelivery.objects.create(**known, sent_at=clock.now())
        _record(SYSTEM, actions.EMAIL_SENT, message.id, known["party_id"])


def _post(to: str, subject: str, text: str, message_id: str) -> None:
    """One message with a fixed Message-ID: a repeated delivery is recognised by whoever receives it."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    identifier = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    EmailMessage(
        subject,
        text,
        from_email=f"dean06@{host}",
        to=[to],
        headers={"Message-ID": f"<{identifier}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=_connection(),
    ).send()


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


def _code(row: EmailAddress) -> str:
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"{row.id}:{row.email}:{row.nonce}".encode(), "sha256")
    return f"{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def _person(actor: Actor) -> UUID:
    if actor.party_id is None:
        raise NotPermitted("Chỉ người đã đăng nhập bằng VNeID mới dùng được mục này.")
    return actor.party_id


def _record(actor: Actor, action: str, object_id: UUID, party_id: UUID) -> None:
    audit.record(
        actor,
        action,
        object_type=ADDRESS,
        object_id=object_id,
        purpose=actions.PURPOSE,
        legal_basis=actions.LEGAL_BASIS,
        subjects=[party_id],
    )
