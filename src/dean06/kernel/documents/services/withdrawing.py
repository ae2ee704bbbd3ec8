"""Withdrawing a document: its place in the status list says so from then on, in all three forms and on paper."""

from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.text import nfc
from dean06.kernel.documents import actions
from dean06.kernel.documents.models import Document
from dean06.kernel.documents.models.wallet import LONGEST_REASON
from dean06.kernel.documents.services.issuing import MAY_ISSUE, NOTICE_TOPIC, OBJECT
from dean06.kernel.documents.units import acts_for


def withdraw_document(actor: Actor, *, document_id: UUID, reason: str) -> None:
    """Say that a document holds no more, for good. Officers of the issuing unit (or of one below it) may.

    Invalid without a reason, NotFound, Conflict when it was withdrawn before.
    """
    said = nfc(" ".join(reason.split()))
    if not 0 < len(said) <= LONGEST_REASON:
        raise Invalid(f"Ghi lý do thu hồi, nhiều nhất {LONGEST_REASON} ký tự.", field="reason")
    with transaction.atomic():
        row = Document.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
        if row is None:
            raise NotFound("Không có giấy tờ này.", code="document_not_found")
        if actor.role not in MAY_ISSUE or not acts_for(actor.unit_code, row.unit_code, clock.today()):
            raise NotPermitted("Chỉ đơn vị đã cấp mới thu hồi được giấy tờ này.", code="not_the_issuer")
        if row.withdrawn_at is not None:
            raise Conflict("Giấy tờ này đã bị thu hồi trước đó.", code="withdrawn_already")
        row.withdrawn_at = max(clock.now(), row.issued_at)
        row.withdrawn_by = ", ".join(part for part in (actor.name, actor.post, actor.unit_name) if part)
        row.withdrawn_reason = said
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        record(
            actor,
            actions.WITHDRAW,
            object_type=OBJECT,
            object_id=row.pk,
            purpose=actions.ISSUING,
            legal_basis=actions.LAW,
            subjects=[row.holder_id],
            details={"kind": row.kind, "number": row.number},
            case_ref=row.case_ref,
        )
        notice = {"document": str(row.pk), "what": "withdrawn"}
        outbox.enqueue(NOTICE_TOPIC, notice, message_id=f"{NOTICE_TOPIC}:{row.pk}:withdrawn")
