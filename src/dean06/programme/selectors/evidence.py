"""Evidence files, handed out only to officials and each time with an audit entry."""

from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.documents import api as documents
from dean06.programme.actions import LEGAL_BASIS, PURPOSE
from dean06.programme.models import Evidence
from dean06.programme.selectors.access import require_reader


def open_evidence(actor: Actor, evidence_id: UUID) -> tuple[Evidence, BinaryIO]:
    """The row and its bytes; NotFound for an unknown id. Leaves one audit entry."""
    require_reader(actor)
    evidence = Evidence.objects.filter(pk=evidence_id).first()
    if evidence is None:
        raise NotFound("Không tìm thấy tệp minh chứng này.")
    with transaction.atomic():
        audit.record(
            actor,
            "programme.download_evidence",
            object_type="programme.evidence",
            object_id=evidence.pk,
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
        )
    return evidence, documents.open_file(evidence.sha256)
