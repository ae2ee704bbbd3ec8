"""Making signed files last: a time stamp and everything known of the certificates, and another stamp in time.

Both ask outside, so they run in the worker; what they make is judged by the very rules everybody else is judged by,
and kept only when it holds.
"""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.wiring import resolve
from dean06.kernel.documents import actions
from dean06.kernel.documents.models import SignedFile
from dean06.kernel.documents.pdf.evidence import Evidence, EvidenceMissing, embedded, gathered, stamps_hold_until
from dean06.kernel.documents.pdf.reader import Unsignable
from dean06.kernel.documents.pdf.stamping import stamp, stamp_document
from dean06.kernel.documents.selectors.keys import trusted_roots
from dean06.kernel.documents.services.signing import LARGEST_FILE, OBJECT
from dean06.kernel.documents.store.files import open_file, put_file
from dean06.kernel.documents.verifying.verdict import Level, Outcome
from dean06.kernel.documents.verifying.verification import verify
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.ports.tsa import TimeStampAuthority, TsaFailed

# A stamp is renewed well before its certificate runs out: an authority may be away for weeks.
RENEWED_BEFORE: Final = timedelta(days=120)
TRIED_AGAIN: Final = timedelta(hours=1)
AT_ONCE: Final = 200


class NotLasting(Exception):
    """What was made does not hold; the file stays as it was."""


def make_lasting(file_id: UUID) -> bool:
    """Bring a signed file to B-LT; False when it could not be done now, and is tried again."""
    return _step(file_id, Level.B, _to_lasting, Level.LT, actions.MAKE_LASTING)


def renew(file_id: UUID) -> bool:
    """Give a lasting file another stamp over all of it (B-LTA); False when it could not be done now."""
    return _step(file_id, None, _to_archive, Level.LTA, actions.RENEW_FILE)


def due_files(now: datetime) -> tuple[list[UUID], list[UUID]]:
    """Files to be made lasting and files to be stamped again, the oldest first."""
    tried = SignedFile.objects.filter(try_at__lte=now)
    fresh = tried.filter(level=Level.B).order_by("try_at").values_list("pk", flat=True)
    aged = tried.exclude(level=Level.B).filter(renew_at__lte=now).order_by("renew_at").values_list("pk", flat=True)
    return list(fresh[:AT_ONCE]), list(aged[:AT_ONCE])


def _to_lasting(pdf: bytes) -> bytes:
    stamped = stamp(pdf, resolve(TimeStampAuthority).stamp)
    return embedded(stamped, gathered(stamped, trusted_roots(), resolve(CertificateAuthority)))


def _to_archive(pdf: bytes) -> bytes:
    known = gathered(pdf, trusted_roots(), resolve(CertificateAuthority))
    return stamp_document(embedded(pdf, known), resolve(TimeStampAuthority).stamp)


def _step(file_id: UUID, before: Level | None, work: Callable[[bytes], bytes], after: Level, action: str) -> bool:
    row = SignedFile.objects.get(pk=file_id)
    if before is not None and row.level != before:
        return True
    with open_file(row.sha256) as file:
        pdf = file.read()
    try:
        made = work(pdf)
        _require_valid(made)
    except (TsaFailed, EvidenceMissing, Unsignable, NotLasting) as trouble:
        SignedFile.objects.filter(pk=file_id).update(try_at=clock.now() + TRIED_AGAIN, problem=str(trouble)[:300])
        return False
    kept = put_file(io.BytesIO(made), max_bytes=LARGEST_FILE, name=row.subject)
    now = clock.now()
    with transaction.atomic():
        # Whoever came first has done it; his file is as good as ours.
        changed = SignedFile.objects.filter(pk=file_id, sha256=row.sha256).update(
            sha256=kept.sha256,
            level=after,
            lasting_at=row.lasting_at or now,
            renew_at=stamps_hold_until(made) - RENEWED_BEFORE,
            try_at=now,
            problem="",
        )
        if changed:
            record(SYSTEM, action, object_type=OBJECT, object_id=file_id, details={"sha256": kept.sha256})
    return True


def _require_valid(made: bytes) -> None:
    """By what the file itself brings along: that is what it must hold by in years."""
    verdict = verify(made, roots=trusted_roots(), fresh=Evidence(), at=clock.now())
    if verdict.outcome is not Outcome.VALID:
        found = verdict.findings.union(*(one.findings for one in verdict.signatures))
        raise NotLasting(", ".join(sorted(found)))
