"""Keys of units for operators and for whoever signs; roots for whoever verifies."""

from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.documents.keys import sealing
from dean06.kernel.documents.keys.signer import Algorithm, Signer, SoftwareSigner, load_private
from dean06.kernel.documents.models import Certificate, TrustAnchor, UnitKey
from dean06.kernel.documents.services.anchors import MAY_APPROVE
from dean06.kernel.documents.services.keys import USE, require_operator
from dean06.kernel.documents.types import AnchorInfo, AnchorState, KeyInfo, KeyState

KEPT_SIGNERS = 64


def keys(actor: Actor) -> tuple[KeyInfo, ...]:
    """Every key, newest first within a unit. Operators may."""
    require_operator(actor)
    return tuple(_info(row) for row in UnitKey.objects.prefetch_related("certificates"))


def anchors(actor: Actor) -> tuple[AnchorInfo, ...]:
    """Every root, believed or not. Operators and leaders may: they decide."""
    if actor.role not in MAY_APPROVE:
        raise NotPermitted("Chỉ người vận hành và lãnh đạo xem được trang này.", code="not_an_operator")
    return tuple(
        AnchorInfo(
            id=row.pk,
            subject=row.subject,
            sha256=row.sha256,
            not_after=row.not_after,
            state=AnchorState(row.state),
            proposed_by=row.proposed_name,
            approved_by=row.approved_name,
        )
        for row in TrustAnchor.objects.all()
    )


def signer_of(unit_code: str, algorithm: Algorithm = Algorithm.RSA_2048) -> Signer | None:
    """What signs for a unit now; None when it has no key in use with a certificate in its time."""
    now = clock.now()
    certificate = (
        Certificate.objects.select_related("key")
        .filter(key__unit_code=unit_code, key__algorithm=algorithm, key__state=KeyState.ACTIVE)
        .filter(not_before__lte=now, not_after__gt=now)
        .order_by("-not_after", "-added_at")
        .first()
    )
    if certificate is None:
        return None
    chain = tuple(map(bytes, certificate.chain))
    return _signer(Path(settings.STATE), certificate.key.pk, bytes(certificate.key.sealed), chain)


def trusted_roots() -> tuple[bytes, ...]:
    """Certificates (DER) documents are believed by today."""
    return tuple(bytes(row.der) for row in TrustAnchor.objects.filter(state=AnchorState.ACTIVE).order_by("sha256"))


@lru_cache(maxsize=KEPT_SIGNERS)
def _signer(state: Path, key_id: UUID, sealed: bytes, chain: tuple[bytes, ...]) -> SoftwareSigner:
    """Unsealing and checking a key costs fifty signatures, so it is done once a process. ``state`` tells apart whose
    sealing key is meant."""
    del state
    return SoftwareSigner(load_private(sealing.unseal(sealed, use=USE, label=key_id.bytes)), chain)


def _info(row: UnitKey) -> KeyInfo:
    newest = next(iter(row.certificates.all()), None)
    return KeyInfo(
        id=row.pk,
        unit_code=row.unit_code,
        algorithm=Algorithm(row.algorithm),
        state=KeyState(row.state),
        request=bytes(row.request),
        subject=newest.subject if newest else "",
        issuer=newest.issuer if newest else "",
        serial=newest.serial if newest else "",
        not_after=newest.not_after if newest else None,
        created_at=row.created_at,
        activated_at=row.activated_at,
        retired_at=row.retired_at,
    )
