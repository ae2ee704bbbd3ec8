"""Keys of units: made here, named by an authority's certificate, replaced by the next one, put out of use."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted, Unavailable
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import resolve
from dean06.kernel.documents import actions
from dean06.kernel.documents.keys import certificates, sealing
from dean06.kernel.documents.keys.signer import Algorithm, UnusableKey, new_key, private_der, public_der
from dean06.kernel.documents.models import Certificate, UnitKey
from dean06.kernel.documents.types import KeyState
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.ca import CaFailed, CertificateAuthority

OBJECT = "documents.unit_key"
USE = "signing-key"
MAY_ADMINISTER = frozenset({Role.OPERATOR, Role.SYSTEM})
LONGEST_REASON = 300


def make_key(actor: Actor, *, unit_code: str, algorithm: Algorithm) -> UUID:
    """A new key of a unit, waiting for its certificate; the unit's present key goes on signing. Operators may."""
    require_operator(actor)
    today = clock.today()
    if not parties.exists(unit_code, today):
        raise Invalid("Đơn vị này hiện không có. Chọn một đơn vị trong danh sách.", field="unit_code")
    key, key_id = new_key(algorithm), new_id()
    row = UnitKey(
        id=key_id,
        unit_code=unit_code,
        algorithm=algorithm,
        sealed=sealing.seal(private_der(key), use=USE, label=key_id.bytes),
        public=public_der(key.public_key()),
        request=certificates.request(key, unit_code=unit_code, unit_name=parties.unit_name(unit_code, today)),
    )
    with transaction.atomic():
        row.save(force_insert=True)
        details = {"unit": unit_code, "algorithm": algorithm.value}
        record(actor, actions.MAKE_KEY, object_type=OBJECT, object_id=key_id, details=details)
    return key_id


def enrol_key(actor: Actor, *, key_id: UUID) -> None:
    """Ask the authority for the certificate of a key and put both into use. Unavailable when it does not answer."""
    require_operator(actor)
    row = UnitKey.objects.filter(pk=key_id).first()
    if row is None:
        raise NotFound("Không có khoá ký này.", code="key_not_found")
    try:
        found = resolve(CertificateAuthority).enrol(bytes(row.request))
    except CaFailed as failed:
        message = "Nơi cấp chứng thư số chưa trả lời. Thử lại sau, hoặc nộp tệp chứng thư nhận được bằng cách khác."
        raise Unavailable(message, code=f"ca_{failed.reason}") from failed
    install_certificate(actor, key_id=key_id, chain=found)


def install_certificate(actor: Actor, *, key_id: UUID, chain: Sequence[bytes]) -> None:
    """Put a key into use with the certificate its authority gave; the unit's key of that kind so far is retired.

    A key in use may get a later certificate. Operators may. Invalid for a chain nobody would believe, Conflict for a
    key that is out of use.
    """
    require_operator(actor)
    with transaction.atomic():
        row = _locked(key_id)
        if row.state not in (KeyState.WAITING, KeyState.ACTIVE):
            raise Conflict("Khoá ký này đã ngừng dùng. Tạo khoá mới.", code="key_out_of_use")
        certificate = _certificate(row, chain)
        if Certificate.objects.filter(sha256=certificate.sha256).exists():
            raise Conflict("Chứng thư số này đã có trong hệ thống.", code="certificate_known")
        before = None
        if row.state == KeyState.WAITING:
            before = _retire_present(row)
            UnitKey.objects.filter(pk=row.pk).update(state=KeyState.ACTIVE, activated_at=clock.now())
        certificate.save(force_insert=True)
        details = {"unit": row.unit_code, "serial": certificate.serial, "replaces": str(before or "")}
        record(actor, actions.INSTALL_CERTIFICATE, object_type=OBJECT, object_id=row.pk, details=details)


def retire_key(actor: Actor, *, key_id: UUID, reason: str, is_compromised: bool = False) -> None:
    """Let a key sign no more. What a retired key signed stands; a compromised key's private half is wiped here, and
    the authority must be told by whoever noticed: only its revocation reaches the papers already out.

    Operators may. Invalid without a reason, Conflict when it is out of use already.
    """
    require_operator(actor)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Invalid(f"Ghi lý do, nhiều nhất {LONGEST_REASON} ký tự.", field="reason")
    with transaction.atomic():
        row = _locked(key_id)
        if row.state not in (KeyState.WAITING, KeyState.ACTIVE):
            raise Conflict("Khoá ký này đã ngừng dùng.", code="key_out_of_use")
        state = KeyState.COMPROMISED if is_compromised else KeyState.RETIRED
        UnitKey.objects.filter(pk=row.pk).update(state=state, retired_at=clock.now(), reason=reason, sealed=b"")
        record(actor, actions.RETIRE_KEY, object_type=OBJECT, object_id=row.pk, details={"state": state.value})


def require_operator(actor: Actor) -> None:
    """NotPermitted for everybody else."""
    if actor.role not in MAY_ADMINISTER:
        raise NotPermitted("Chỉ người vận hành quản lý khoá ký và chứng thư số.", code="not_an_operator")


def _certificate(row: UnitKey, given: Sequence[bytes]) -> Certificate:
    try:
        chain = certificates.ordered(given, public=bytes(row.public))
        certificates.judge(chain, at=clock.now())
    except UnusableKey as refused:
        raise Invalid(str(refused), code="certificate_unusable", field="certificate") from refused
    named = certificates.named(chain[0])
    return Certificate(
        key=row,
        chain=list(chain),
        sha256=named.sha256,
        subject=named.subject,
        issuer=named.issuer,
        serial=named.serial,
        not_before=named.not_before,
        not_after=named.not_after,
    )


def _retire_present(row: UnitKey) -> UUID | None:
    """The key in use so far signs no more; its private half is not kept."""
    present = (
        UnitKey.objects.select_for_update()
        .filter(unit_code=row.unit_code, algorithm=row.algorithm, state=KeyState.ACTIVE)
        .first()
    )
    if present is None:
        return None
    UnitKey.objects.filter(pk=present.pk).update(
        state=KeyState.RETIRED, retired_at=clock.now(), reason="Đã có khoá mới thay", sealed=b""
    )
    return present.pk


def _locked(key_id: UUID) -> UnitKey:
    row = UnitKey.objects.select_for_update().filter(pk=key_id).first()
    if row is None:
        raise NotFound("Không có khoá ký này.", code="key_not_found")
    return row
