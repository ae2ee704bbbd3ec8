"""A holder shows some facts of a document to somebody by a link: planned, kept, looked at, ended.

What a share rests on is a consent, so ``kernel.privacy`` makes and withdraws it (``privacy.api.share_document``).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.base.text import nfc
from dean06.kernel.documents import actions
from dean06.kernel.documents.issuing.disclosing import disclose, showable, shown
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.kinds.spec import Audience, DocumentKind
from dean06.kernel.documents.models import Document, DocumentShare, ShareLook
from dean06.kernel.documents.models.sharing import LONGEST_PURPOSE, LONGEST_WHO, MOST_TIMES
from dean06.kernel.documents.selectors.sharing import closed_because, find_share, hash_of, token_of
from dean06.kernel.documents.selectors.wallet import MEDIA_TYPES, OBJECT, as_line, file_of, readable
from dean06.kernel.documents.sharing_types import SharedView, SharePlan
from dean06.kernel.documents.units import acts_for
from dean06.kernel.documents.wallet_types import Form, Standing
from dean06.kernel.parties import api as parties

LONGEST_MINUTES = 7 * 24 * 60
MOST_OPEN = 20  # shares of one document at a time
SHARE_LIMIT = Limit(name="document_share", count=40, seconds=3600)
OPEN_LIMIT = Limit(name="document_share_open", count=60, seconds=600)


def plan_share(
    actor: Actor,
    *,
    document_id: UUID,
    facts: Iterable[str],
    purpose: str,
    audience: Audience,
    recipient: str,
    minutes: int,
    times: int,
    unit_code: str = "",
) -> SharePlan:
    """Whether the holder may share these facts (names of the type, or ``document_number``, ``holder_name``,
    ``issued_on``) so; nothing is written.

    NotFound for another's document. Conflict when its type may not be shown to such an audience, it holds no more, or
    ``MOST_OPEN`` are open. Invalid with its field for what is missing, too long or out of bounds. An office of
    the state is named by ``unit_code``, and its officers sign in to look.
    """
    row = readable(actor, document_id)
    kind = kinds().version(row.kind, row.kind_from)
    _check_kind(row, kind, audience)
    names = _checked_facts(row, kind, facts)
    now = clock.now()
    if (standing := as_line(row, now).standing) is not Standing.VALID:
        raise Conflict(f"Giấy tờ này: {standing.label.lower()}, nên không cho xem được nữa.", code="not_valid")
    if DocumentShare.objects.filter(document=row, withdrawn_at=None, expires_at__gt=now).count() >= MOST_OPEN:
        raise Conflict(f"Giấy tờ này đang cho xem ở {MOST_OPEN} nơi. Rút bớt rồi thử lại.", code="too_many_shares")
    unit_code, recipient = _recipient(audience, recipient, unit_code)
    return SharePlan(
        id=new_id(),
        document_id=row.pk,
        facts=names,
        fields=tuple(actions.fact_code(kind.code, name) for name in names),
        purpose=_said(purpose, LONGEST_PURPOSE, "purpose", "Ghi để làm gì"),
        audience=audience,
        recipient=recipient,
        unit_code=unit_code,
        times=_bounded(times, MOST_TIMES, "times", "Số lần xem"),
        created_at=now,
        expires_at=now + timedelta(minutes=_bounded(minutes, LONGEST_MINUTES, "minutes", "Số phút")),
    )


def keep_share(actor: Actor, *, plan: SharePlan, consent_id: UUID) -> UUID:
    """Make a planned share exist, inside the transaction of the consent it rests on. TooMany beyond ``SHARE_LIMIT``."""
    ratelimit.spend(SHARE_LIMIT, str(actor.party_id), 1)
    row = DocumentShare.objects.create(
        id=plan.id,
        document_id=plan.document_id,
        consent_id=consent_id,
        token_sha256=hash_of(token_of(plan.id)),
        facts=list(plan.facts),
        purpose=plan.purpose,
        audience=plan.audience.value,
        recipient=plan.recipient,
        unit_code=plan.unit_code,
        times=plan.times,
        created_at=plan.created_at,
        expires_at=plan.expires_at,
    )
    _record(actor, actions.SHARE, row, {"audience": row.audience, "times": row.times})
    return row.pk


def end_share_of(consent_id: UUID, at: datetime) -> None:
    """Nobody looks any more; inside the transaction that withdraws the consent."""
    DocumentShare.objects.filter(consent_id=consent_id, withdrawn_at=None).update(withdrawn_at=at)


def look_at_share(actor: Actor, *, token: str, name: str, organisation: str, address: str) -> SharedView:
    """One look at what was shared, counted, with who looked. NotFound for no share, Conflict for one that is over or
    whose document holds no more, NotPermitted when officers of a unit must sign in, Invalid (with field) without a
    name, TooMany beyond ``OPEN_LIMIT`` by address."""
    ratelimit.hit(OPEN_LIMIT, address)
    with transaction.atomic():
        row = DocumentShare.objects.select_for_update(of=("self",)).filter(pk=find_share(token).pk).get()
        if closed := closed_because(row, clock.now()):
            raise Conflict(closed, code="share_closed")
        look = _look(actor, row, name, organisation)
        row.looked += 1
        row.save(update_fields=["looked"])
        look.save(force_insert=True)
        _record(actor, actions.LOOK_AT_SHARE, row, {"look": str(look.pk), "number": row.looked})
        return _view(row)


def _look(actor: Actor, row: DocumentShare, name: str, organisation: str) -> ShareLook:
    if row.unit_code:
        if not acts_for(actor.unit_code, row.unit_code, clock.today()):
            raise NotPermitted(f"Chỉ cán bộ của {row.recipient} đăng nhập mới xem được.", code="other_unit")
        return ShareLook(share=row, name=actor.name, organisation=actor.unit_name, is_signed_in=True)
    return ShareLook(
        share=row,
        name=_said(name, LONGEST_WHO, "name", "Ghi họ tên người xem"),
        organisation=_said(organisation, LONGEST_WHO, "organisation", "Ghi nơi làm việc", required=False),
    )


def _view(row: DocumentShare) -> SharedView:
    document = row.document
    kind = kinds().version(document.kind, document.kind_from)
    file = file_of(document, Form.CREDENTIAL)
    credential = disclose(file.data.decode("ascii"), row.facts)
    return SharedView(
        document_name=document.name,
        issuer=document.unit_name,
        issued_at=document.issued_at,
        document_expires_at=document.expires_at,
        standing=as_line(document, clock.now()).standing,
        facts=shown(kind, credential),
        purpose=row.purpose,
        recipient=row.recipient,
        expires_at=row.expires_at,
        times_left=row.times - row.looked,
        is_kind_verified=kind.verified,
        file_name=f"{document.kind.replace('_', '-')}.{MEDIA_TYPES[Form.CREDENTIAL][1]}",
        credential=credential.encode("ascii"),
    )


def _check_kind(row: Document, kind: DocumentKind, audience: Audience) -> None:
    if not kind.shareable:
        raise Conflict(f"“{row.name}” không cho người khác xem bằng liên kết được.", code="never_shareable")
    if audience in kind.never_to:
        words = f"“{row.name}” không được đưa cho: {audience.label.lower()}."
        raise Conflict(words, code="not_to_this_audience", field="audience")


def _checked_facts(row: Document, kind: DocumentKind, facts: Iterable[str]) -> tuple[str, ...]:
    """In the order of the type. A fact the document does not say cannot be shown."""
    wanted = set(facts)
    own = {one.name for one in showable(kind)} - {one.name for one in kind.facts}
    known = [one.name for one in showable(kind) if one.name in own or one.name in row.facts]
    if not wanted or not wanted <= set(known):
        raise Invalid("Chọn ít nhất một mục có trong giấy tờ.", code="bad_facts", field="facts")
    return tuple(name for name in known if name in wanted)


def _recipient(audience: Audience, recipient: str, unit_code: str) -> tuple[str, str]:
    """The unit that must sign in ("" for others), and who it is in words."""
    if audience is not Audience.STATE:
        return "", _said(recipient, LONGEST_WHO, "recipient", "Ghi cho ai xem")
    if not unit_code or not parties.exists(unit_code, clock.today()):
        raise Invalid("Chọn cơ quan được xem.", code="unknown_unit", field="unit_code")
    return unit_code, parties.unit_name(unit_code, clock.today())[:LONGEST_WHO]


def _said(text: str, longest: int, field: str, ask: str, *, required: bool = True) -> str:
    said = nfc(" ".join(text.split()))
    if len(said) > longest or (required and not said):
        raise Invalid(f"{ask}, nhiều nhất {longest} ký tự.", code="bad_words", field=field)
    return said


def _bounded(value: int, most: int, field: str, label: str) -> int:
    if not 1 <= value <= most:
        raise Invalid(f"{label}: từ 1 đến {most}.", code="out_of_bounds", field=field)
    return value


def _record(actor: Actor, action: str, row: DocumentShare, details: dict[str, object]) -> None:
    document = row.document
    record(
        actor,
        action,
        object_type=OBJECT,
        object_id=document.pk,
        purpose=row.purpose,
        legal_basis=actions.SHARING_LAW,
        subjects=[document.holder_id],
        fields=[actions.fact_code(document.kind, name) for name in row.facts],
        details={"share": str(row.pk), **details},
        case_ref=document.case_ref,
    )
