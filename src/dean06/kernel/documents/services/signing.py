"""Signing what the platform draws for a unit: at once and without asking anybody; proof of time comes afterwards."""

import hashlib
import io
from datetime import datetime

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, NotPermitted
from dean06.kernel.documents import actions
from dean06.kernel.documents.keys.signer import Signer
from dean06.kernel.documents.models import SignedFile, UnitKey
from dean06.kernel.documents.pdf.signing import sign
from dean06.kernel.documents.selectors.keys import signer_of
from dean06.kernel.documents.store.files import open_file, put_file
from dean06.kernel.parties import api as parties

OBJECT = "documents.signed_file"
LASTING_TOPIC = "documents.lasting"
LARGEST_FILE = 32 * 1024 * 1024


def sign_file(actor: Actor, *, subject: str, unit_code: str, pdf: bytes, reason: str) -> bytes:
    """The file signed with the unit's key, kept under its subject; the one signed before when there is one.

    The platform signs what it drew itself; nobody else may. Conflict when the unit has no key in use, Unsignable.
    """
    if actor.role is not Role.SYSTEM:
        raise NotPermitted("Chỉ hệ thống ký giấy tờ do chính nó in ra.", code="not_the_platform")
    signer = signer_of(unit_code)
    if signer is None:
        raise Conflict("Đơn vị chưa có khoá ký đang dùng.", code="no_signing_key")
    now = clock.now()
    name = parties.unit_name(unit_code, clock.local(now).date())
    signed = sign(pdf, signer, name=name, reason=reason, at=now)
    kept = put_file(io.BytesIO(signed), max_bytes=LARGEST_FILE, name=subject)
    with transaction.atomic():
        row, is_new = SignedFile.objects.get_or_create(
            subject=subject,
            defaults={
                "unit_code": unit_code,
                "key": _key_of(signer),
                "issued_sha256": kept.sha256,
                "sha256": kept.sha256,
                "signed_at": now,
            },
        )
        if is_new:
            _soon_lasting(row)
            details = {"unit": unit_code, "key": str(row.key_id), "sha256": kept.sha256}
            record(actor, actions.SIGN_FILE, object_type=OBJECT, object_id=row.pk, details=details)
    if is_new:
        return signed
    with open_file(row.sha256) as file:
        return file.read()


def keep_signed(subject: str, *, unit_code: str, signer: Signer, sha256: str, at: datetime) -> SignedFile:
    """Piece of a service: the row of a file it signed, which the worker makes last soon after the commit."""
    row = SignedFile.objects.create(
        subject=subject, unit_code=unit_code, key=_key_of(signer), issued_sha256=sha256, sha256=sha256, signed_at=at
    )
    _soon_lasting(row)
    return row


def _key_of(signer: Signer) -> UnitKey:
    return UnitKey.objects.get(certificates__sha256=hashlib.sha256(signer.chain[0]).hexdigest())


def _soon_lasting(row: SignedFile) -> None:
    """The round of every ten minutes finds what is lost here."""
    outbox.enqueue(LASTING_TOPIC, {"file": str(row.pk)}, message_id=f"{LASTING_TOPIC}:{row.pk}")
