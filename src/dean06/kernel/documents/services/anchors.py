"""Roots documents are believed by: proposed by one operator, believed when a second one has agreed, both by name."""

from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.documents import actions
from dean06.kernel.documents.keys import certificates
from dean06.kernel.documents.keys.signer import UnusableKey
from dean06.kernel.documents.models import TrustAnchor
from dean06.kernel.documents.types import AnchorState

OBJECT = "documents.trust_anchor"
LONGEST_REASON = 300
MAY_PROPOSE = frozenset({Role.OPERATOR})
# A small office has one operator: its leader is the second pair of eyes.
MAY_APPROVE = frozenset({Role.OPERATOR, Role.LEADER})


def propose_anchor(actor: Actor, *, certificate: bytes) -> UUID:
    """Propose to believe a root certificate (PEM or DER); nothing is believed yet. A named operator may.

    Invalid for what is no root in its time, Conflict for one that is known already.
    """
    person = _person(actor)
    try:
        (der,) = certificates.load_file(certificate)
        named, is_root = certificates.named(der), certificates.is_root(der)
    except (UnusableKey, ValueError) as refused:
        raise Invalid("Tệp cần chứa đúng một chứng thư gốc.", field="certificate") from refused
    if not is_root or named.not_after <= clock.now():
        raise Invalid("Đây không phải chứng thư gốc còn hạn của một nơi cấp chứng thư.", field="certificate")
    row = TrustAnchor(
        der=der,
        sha256=named.sha256,
        subject=named.subject,
        not_after=named.not_after,
        proposed_by=person,
        proposed_name=actor.name,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(
                actor,
                actions.PROPOSE_ANCHOR,
                object_type=OBJECT,
                object_id=row.pk,
                details={"sha256": named.sha256},
            )
    except IntegrityError:
        raise Conflict("Chứng thư gốc này đã được đề nghị hoặc đang được tin.", code="anchor_known") from None
    return row.pk


def approve_anchor(actor: Actor, *, anchor_id: UUID, sha256: str) -> None:
    """Agree to believe a proposed root, having compared its fingerprint with what its authority published.

    Another person than the one who proposed may: an operator or the leader. Invalid for another fingerprint, Conflict
    when not proposed.
    """
    person = _person(actor, MAY_APPROVE)
    with transaction.atomic():
        row = _locked(anchor_id)
        if row.state != AnchorState.PROPOSED:
            raise Conflict("Chứng thư gốc này không còn chờ người thứ hai đồng ý.", code="anchor_not_proposed")
        if row.proposed_by == person:
            raise NotPermitted(
                "Người đề nghị không tự đồng ý được. Nhờ một người vận hành khác hoặc lãnh đạo.", code="same_person"
            )
        if "".join(sha256.split()).replace(":", "").lower() != row.sha256:
            raise Invalid("Dấu vân tay không khớp với chứng thư đã đề nghị. Đừng tin chứng thư này.", field="sha256")
        TrustAnchor.objects.filter(pk=row.pk).update(
            state=AnchorState.ACTIVE, approved_by=person, approved_name=actor.name, approved_at=clock.now()
        )
        details = {"proposed_by": str(row.proposed_by), "approved_by": str(person), "sha256": row.sha256}
        record(actor, actions.APPROVE_ANCHOR, object_type=OBJECT, object_id=row.pk, details=details)


def withdraw_anchor(actor: Actor, *, anchor_id: UUID, reason: str) -> None:
    """Believe a root no more, at once: one operator is enough for the safe direction."""
    _person(actor)
    reason = " ".join(reason.split())
    with transaction.atomic():
        row = _locked(anchor_id)
        if not 0 < len(reason) <= LONGEST_REASON:
            raise Invalid(f"Ghi lý do, nhiều nhất {LONGEST_REASON} ký tự.", field="reason")
        if row.state == AnchorState.WITHDRAWN:
            raise Conflict("Chứng thư gốc này đã thôi được tin.", code="anchor_withdrawn")
        TrustAnchor.objects.filter(pk=row.pk).update(
            state=AnchorState.WITHDRAWN, withdrawn_at=clock.now(), reason=reason
        )
        record(actor, actions.WITHDRAW_ANCHOR, object_type=OBJECT, object_id=row.pk, details={"sha256": row.sha256})


def _person(actor: Actor, may: frozenset[Role] = MAY_PROPOSE) -> UUID:
    """Who acts, by name: the platform itself counts as nobody here."""
    if actor.role not in may or actor.user_id is None:
        raise NotPermitted("Chỉ người vận hành (và lãnh đạo, khi đồng ý) quyết định tin ai.", code="not_an_operator")
    return actor.user_id


def _locked(anchor_id: UUID) -> TrustAnchor:
    row = TrustAnchor.objects.select_for_update().filter(pk=anchor_id).first()
    if row is None:
        raise NotFound("Không có chứng thư gốc này.", code="anchor_not_found")
    return row
