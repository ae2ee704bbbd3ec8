"""An address a person gives (e-mail, phone): asked for, confirmed by a code sent there, forgotten. What both share.

The code is derived from the installation's key, so it is stored nowhere.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.messaging import actions
from dean06.kernel.messaging.models import EmailAddress, PhoneNumber

CODE_DIGITS = 6
CODE_LIFETIME = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of address: its table and column, its topic, acts, limits and words."""

    model: type[EmailAddress] | type[PhoneNumber]
    column: str
    topic: str
    object_type: str
    asked: str
    confirmed: str
    forgotten: str
    ask_limit: Limit
    guess_limit: Limit
    nothing_given: str


def ask(kind: Kind, actor: Actor, value: str) -> None:
    """Take an address that was found well-formed and queue the code. TooMany."""
    party_id = person(actor)
    ratelimit.hit(kind.ask_limit, str(party_id))
    facts = {kind.column: value, "nonce": secrets.token_hex(16), "asked_at": clock.now(), "confirmed_at": None}
    with transaction.atomic():
        row, _ = kind.model.objects.update_or_create(party_id=party_id, defaults=facts)
        outbox.enqueue(kind.topic, {"address": str(row.id)}, message_id=code_message(kind, row))
        _record(kind, actor, kind.asked, row.id, party_id)


def confirm(kind: Kind, actor: Actor, code: str) -> None:
    """Accept the code. NotFound when no address was given, Invalid for a wrong or old code, TooMany."""
    party_id = person(actor)
    ratelimit.hit(kind.guess_limit, str(party_id))
    with transaction.atomic():
        row = _own(kind, party_id)
        is_old = clock.now() - row.asked_at > CODE_LIFETIME
        if is_old or not hmac.compare_digest(code_of(kind, row).encode(), code.strip().encode()):
            raise Invalid(
                "Mã không đúng hoặc đã quá hạn. Kiểm tra lại, hoặc gửi lại mã.", code="bad_code", field="code"
            )
        kind.model.objects.filter(id=row.id).update(confirmed_at=clock.now())
        _record(kind, actor, kind.confirmed, row.id, party_id)


def forget(kind: Kind, actor: Actor) -> None:
    """Delete the address. NotFound when there is none."""
    party_id = person(actor)
    with transaction.atomic():
        row = _own(kind, party_id)
        _record(kind, actor, kind.forgotten, row.id, party_id)
        row.delete()


def own(kind: Kind, actor: Actor) -> tuple[str, bool]:
    """The actor's address ("" when none) and whether it is confirmed."""
    row = kind.model.objects.filter(party_id=actor.party_id).first() if actor.party_id else None
    return (getattr(row, kind.column), row.confirmed_at is not None) if row else ("", False)


def waiting_for_code(kind: Kind, payload: dict[str, Any], message_id: str) -> Any:
    """The row whose code this message carries; None when the address was changed or confirmed meanwhile."""
    row = kind.model.objects.filter(id=payload["address"], confirmed_at=None).first()
    return row if row is not None and message_id == code_message(kind, row) else None


def code_message(kind: Kind, row: EmailAddress | PhoneNumber) -> str:
    """Name of the intention to send this code."""
    return f"{kind.topic}:{row.id}:{row.nonce}"


def code_of(kind: Kind, row: EmailAddress | PhoneNumber) -> str:
    """The code that proves the address."""
    text = f"{row.id}:{getattr(row, kind.column)}:{row.nonce}"
    digest = hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256")
    return f"{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def person(actor: Actor) -> UUID:
    """The person behind the actor. NotPermitted."""
    if actor.party_id is None:
        raise NotPermitted("Chỉ người đã đăng nhập bằng VNeID mới dùng được mục này.")
    return actor.party_id


def _own(kind: Kind, party_id: UUID) -> Any:
    row = kind.model.objects.select_for_update().filter(party_id=party_id).first()
    if row is None:
        raise NotFound(kind.nothing_given, code="no_address")
    return row


def _record(kind: Kind, actor: Actor, action: str, object_id: UUID, party_id: UUID) -> None:
    audit.record(
        actor,
        action,
        object_type=kind.object_type,
        object_id=object_id,
        purpose=actions.PURPOSE,
        legal_basis=actions.LEGAL_BASIS,
        subjects=[party_id],
    )
