"""Writes of messaging: send, read."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.messaging import actions, selectors
from dean06.kernel.messaging.delivery import DELIVER
from dean06.kernel.messaging.models import (
    LONGEST_REFERENCE,
    InboxMessage,
    Message,
    ReadMark,
)
from dean06.kernel.messaging.types import Channel
from dean06.kernel.messaging.wording import catalogue
from dean06.kernel.messaging.wording.rendering import BadValue, render
from dean06.kernel.messaging.wording.types import Template, Wording

MOST_RECIPIENTS = 5000
SYSTEM_SENDER = "Hệ thống"


def send(
    actor: Actor,
    *,
    reference: str,
    template: str,
    fields: Mapping[str, object],
    to_party_ids: Iterable[UUID] = (),
    to_unit_code: str = "",
    to_role: Role | None = None,
    first: Channel | None = None,
) -> UUID:
    """Send a message to persons, to the inbox of a role of a unit, or both; returns the message's id.

    Joins the caller's transaction, so it goes out with the act it tells of or not at all; the worker delivers it.
    ``template`` is the code of a template file, ``fields`` the values of its fields (docs/operations/tin-nhan.md).
    ``first`` is the channel to try before the others of its class, when the person began the matter there.
    ``reference`` names the intention: sending the same again returns the first id and does nothing, the same
    reference with another content is a Conflict. Invalid for no recipient or a value that does not fit its field,
    UnknownTemplate.
    """
    people = sorted(set(to_party_ids))
    _check(reference, people=people, unit_code=to_unit_code, role=to_role)
    declared = catalogue.template(template)
    words = _worded(declared, fields)
    kind = declared.message_class
    message = Message(
        reference=reference,
        digest=_digest(words, kind, to_unit_code, to_role or "", *map(str, people)),
        template=template,
        message_class=kind.value,
        subject=words.subject,
        body=words.body,
        sms=words.sms,
        sms_alphabet=declared.alphabet.value if words.sms else "",
        link=words.link,
        first_channel=first or "",
        sender=_sender(actor),
        created_at=clock.now(),
    )
    with transaction.atomic():
        earlier = _first_of(message)
        if earlier is not None:
            return earlier
        _address(message, people, to_unit_code, to_role)
        outbox.enqueue(DELIVER, {"message": str(message.id)}, message_id=f"{DELIVER}:{message.id}")
        _record(actor, actions.SEND, message.id, people, {"reference": reference, "unit": to_unit_code})
    return message.id


def mark_read(actor: Actor, *, inbox_id: UUID) -> bool:
    """Note that the actor has opened a message; False when it was noted before. NotFound for another's message."""
    copy = selectors.visible_copy(actor, inbox_id)
    if actor.party_id is None:  # nobody without a person behind sees any message; this tells the type checker
        return False
    with transaction.atomic():
        _, is_new = ReadMark.objects.get_or_create(
            inbox_message=copy, party_id=actor.party_id, defaults={"read_at": clock.now()}
        )
        if is_new:
            _record(actor, actions.READ, copy.id, [actor.party_id], {})
    return is_new


def _check(reference: str, *, people: list[UUID], unit_code: str, role: Role | None) -> None:
    """The rules of a message; Invalid for the first one broken."""
    problems = {
        "Thiếu mã tham chiếu, hoặc mã quá dài.": not 0 < len(reference) <= LONGEST_REFERENCE,
        "Chưa có người nhận.": not people and not unit_code,
        "Gửi tới đơn vị cần nói rõ vai nhận.": bool(unit_code) != (role is not None),
        f"Một thông báo gửi tới nhiều nhất {MOST_RECIPIENTS} người.": len(people) > MOST_RECIPIENTS,
    }
    for words, is_broken in problems.items():
        if is_broken:
            raise Invalid(words, code="bad_message")


def _worded(template: Template, fields: Mapping[str, object]) -> Wording:
    try:
        return render(template, fields, site=settings.PUBLIC_URL)
    except BadValue as error:
        raise Invalid(f"Thông báo chưa đúng mẫu {template.code}.", code="bad_message") from error


def _digest(words: Wording, *more: str) -> str:
    content = [words.subject, words.body, words.link, *more]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _sender(actor: Actor) -> str:
    """Post and unit, as official letters are signed; never just a name."""
    if actor.role is Role.SYSTEM:
        return SYSTEM_SENDER
    return ", ".join(part for part in (actor.post, actor.unit_name) if part) or actor.name


def _first_of(message: Message) -> UUID | None:
    """Write the message; the id of the earlier one when its reference was used before."""
    Message.objects.bulk_create([message], ignore_conflicts=True)
    kept = Message.objects.get(reference=message.reference)
    if kept.id == message.id:
        return None
    if kept.digest != message.digest:
        raise Conflict("Mã tham chiếu này đã dùng cho một thông báo khác.", code="reference_reused")
    return kept.id


def _address(message: Message, people: list[UUID], unit_code: str, role: Role | None) -> None:
    copies = [InboxMessage(message=message, party_id=person) for person in people]
    if role is not None:
        copies.append(InboxMessage(message=message, unit_code=unit_code, role=role.value))
    InboxMessage.objects.bulk_create(copies)


def _record(actor: Actor, action: str, object_id: UUID, subjects: list[UUID], details: dict[str, str]) -> None:
    audit.record(
        actor,
        action,
        object_type="messaging.message",
        object_id=object_id,
        purpose=actions.PURPOSE,
        legal_basis=actions.LEGAL_BASIS,
        subjects=subjects,
        details=details,
    )
