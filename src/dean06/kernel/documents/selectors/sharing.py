"""Shares as their holder sees them, and what whoever has a link may know before looking."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from uuid import UUID

from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.documents.issuing.addresses import share_address
from dean06.kernel.documents.issuing.disclosing import showable
from dean06.kernel.documents.keys import sealing
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.kinds.spec import Audience
from dean06.kernel.documents.models import DocumentShare
from dean06.kernel.documents.selectors.wallet import MOST_SHOWN, as_line, holder_of, readable
from dean06.kernel.documents.sharing_types import ShareInfo, ShareLookInfo, ShareState, ShareTerms
from dean06.kernel.documents.wallet_types import Standing

USE = "shares"
TERMS_LIMIT = Limit(name="document_share_terms", count=120, seconds=600)
NO_SHARE = "Liên kết này không đúng hoặc đã bị xoá. Hỏi lại người gửi."
CLOSED = {
    ShareState.USED: "Liên kết này đã được xem đủ số lần cho phép. Cần xem nữa thì hỏi lại người gửi.",
    ShareState.EXPIRED: "Liên kết này đã hết hạn. Cần xem nữa thì hỏi lại người gửi.",
    ShareState.WITHDRAWN: "Người gửi đã rút lại, không cho xem nữa.",
}
CLOSED_DOCUMENT = {
    Standing.WITHDRAWN: "Giấy tờ này đã bị đơn vị cấp thu hồi, không còn giá trị, nên không cho xem nữa.",
    Standing.EXPIRED: "Giấy tờ này đã hết hạn, nên không cho xem nữa.",
}


def token_of(share_id: UUID) -> str:
    """A share's secret, 256 bits. Made from its id by the sealing key, so that its holder can show it again, and the
    database alone, which holds its hash, gives it to nobody."""
    secret = hmac.digest(sealing.derived(USE), share_id.bytes, "sha256")
    return urlsafe_b64encode(secret).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_share(token: str) -> DocumentShare:
    """The share of a secret. NotFound."""
    row = DocumentShare.objects.select_related("document__pdf").filter(token_sha256=hash_of(token)).first()
    if row is None:
        raise NotFound(NO_SHARE, code="share_not_found")
    return row


def state_of(row: DocumentShare, now: datetime) -> ShareState:
    """Whether anybody can look at an instant."""
    if row.withdrawn_at is not None:
        return ShareState.WITHDRAWN
    if row.looked >= row.times:
        return ShareState.USED
    return ShareState.EXPIRED if row.expires_at <= now else ShareState.OPEN


def closed_because(row: DocumentShare, now: datetime) -> str:
    """Why nobody can look, in words; "" when somebody can."""
    return CLOSED.get(state_of(row, now), "") or CLOSED_DOCUMENT.get(as_line(row.document, now).standing, "")


def share_terms(*, token: str, address: str) -> ShareTerms:
    """What a link is about, without a look. NotFound, TooMany beyond ``TERMS_LIMIT`` by address."""
    ratelimit.hit(TERMS_LIMIT, address)
    row = find_share(token)
    return ShareTerms(
        document_name=row.document.name,
        facts=_labels(row),
        purpose=row.purpose,
        recipient=row.recipient,
        unit_code=row.unit_code,
        unit_name=row.recipient if row.unit_code else "",
        times_left=row.times - row.looked,
        expires_at=row.expires_at,
        closed=closed_because(row, clock.now()),
    )


def own_shares(actor: Actor, *, document_id: UUID) -> tuple[ShareInfo, ...]:
    """Shares of a document of the actor's, newest first. NotFound for another's, NotPermitted below its level."""
    document = readable(actor, document_id)
    rows = DocumentShare.objects.filter(document=document).order_by("-created_at", "-pk")
    return tuple(_info(row) for row in rows.select_related("document").prefetch_related("looks")[:MOST_SHOWN])


def own_share(actor: Actor, *, share_id: UUID) -> ShareInfo:
    """One share of the actor's. NotFound for another's."""
    rows = DocumentShare.objects.select_related("document").filter(document__holder_id=holder_of(actor))
    row = rows.filter(pk=share_id).first()
    if row is None:
        raise NotFound("Không có lần cho xem này trong ví của bà/ông.", code="share_not_found")
    readable(actor, row.document_id)
    return _info(row)


def _info(row: DocumentShare) -> ShareInfo:
    now = clock.now()
    state = state_of(row, now)
    return ShareInfo(
        id=row.pk,
        document_id=row.document_id,
        document_name=row.document.name,
        consent_id=row.consent_id,
        facts=_labels(row),
        purpose=row.purpose,
        audience=Audience(row.audience),
        recipient=row.recipient,
        times=row.times,
        looked=row.looked,
        created_at=row.created_at,
        expires_at=row.expires_at,
        withdrawn_at=row.withdrawn_at,
        state=state,
        address=share_address(token_of(row.pk)) if state is ShareState.OPEN else "",
        looks=tuple(
            ShareLookInfo(at=one.at, name=one.name, organisation=one.organisation, is_signed_in=one.is_signed_in)
            for one in sorted(row.looks.all(), key=lambda look: look.at, reverse=True)
        ),
    )


def _labels(row: DocumentShare) -> tuple[str, ...]:
    kind = kinds().version(row.document.kind, row.document.kind_from)
    return tuple(one.label for one in showable(kind) if one.name in row.facts)
