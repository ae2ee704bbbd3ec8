"""Questions of officers to wallets, as the officer who asked sees them."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason
from dean06.kernel.documents.credentials.vp.keeping import loaded
from dean06.kernel.documents.credentials.vp.requests import Request, link
from dean06.kernel.documents.issuing.addresses import asked_address
from dean06.kernel.documents.issuing.disclosing import showable
from dean06.kernel.documents.keys import sealing
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.kinds.spec import DocumentKind
from dean06.kernel.documents.models import Presentation
from dean06.kernel.documents.sharing_types import PresentationInfo

REQUEST_USE, ANSWER_USE = "presentation-requests", "presentation-answers"
# The officer acts on what was shown while its holder stands there; the arrival is in the holder's log.
SHOWN_FOR = timedelta(minutes=30)
GOOD = "ok"
HOLDS = "Giấy tờ thật, còn hiệu lực, do người giữ xuất trình lúc này."
TOO_LATE = "Không có ví nào trả lời trong 5 phút. Hỏi lại."
FORGOTTEN = "Đã xem xong; nội dung không còn hiện. Cần xem lại thì hỏi lại."


def presentation(actor: Actor, *, presentation_id: UUID) -> PresentationInfo:
    """A question the actor asked, and what came of it. NotFound for another's."""
    row = Presentation.objects.filter(pk=presentation_id, officer_id=actor.user_id).first() if actor.user_id else None
    if row is None:
        raise NotFound("Không có lần hỏi này.", code="presentation_not_found")
    now, kind = clock.now(), kind_of(row)
    is_open = row.answered_at is None and row.expires_at > now
    is_shown = row.verdict == GOOD and row.answered_at is not None and now < row.answered_at + SHOWN_FOR
    shown = _answer(row) if is_shown else {}
    return PresentationInfo(
        id=row.pk,
        kind_name=kind.name,
        asked=tuple(one.label for one in showable(kind) if one.name in row.facts),
        purpose=row.purpose,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        link=link(request_of(row), asked_address(row.pk)) if is_open else "",
        verdict="" if is_open else _verdict(row, is_shown=is_shown),
        is_good=row.verdict == GOOD,
        issuer=shown.get("issuer", ""),
        facts=shown.get("facts", {}),
    )


def request_of(row: Presentation) -> Request:
    """The question as it was asked, with its key."""
    return loaded(json.loads(sealing.unseal(bytes(row.request), use=REQUEST_USE, label=row.pk.bytes)))


def kind_of(row: Presentation) -> DocumentKind:
    """The type asked for, as in force when it was asked."""
    found = kinds().on(row.kind, clock.local(row.asked_at).date())
    if found is None:
        raise NotFound("Không có loại giấy tờ này.", code="unknown_kind")
    return found


def _answer(row: Presentation) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(sealing.unseal(bytes(row.answer or b""), use=ANSWER_USE, label=row.pk.bytes))
    return found


def _verdict(row: Presentation, *, is_shown: bool) -> str:
    if row.answered_at is None:
        return TOO_LATE
    if row.verdict == GOOD:
        return HOLDS if is_shown else FORGOTTEN
    return CredentialRefused(Reason(row.verdict)).message_vi
