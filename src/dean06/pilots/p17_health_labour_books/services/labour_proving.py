"""A labour clerk looks at what a proof would rest on, agrees or refuses; the worker makes the document."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.delivery import handles
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.base.text import nfc
from dean06.kernel.documents import api as documents
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books import actions_labour as actions
from dean06.pilots.p17_health_labour_books.access_labour import proof_at_hand
from dean06.pilots.p17_health_labour_books.choices_labour import ProofState
from dean06.pilots.p17_health_labour_books.models import LabourProof
from dean06.pilots.p17_health_labour_books.models.labour import LONGEST_PROOF_NUMBER, LONGEST_WHO, LONGEST_WHY
from dean06.pilots.p17_health_labour_books.rules.labour_proof import KIND, facts
from dean06.pilots.p17_health_labour_books.rules.labour_time import marks, time_in, words_of
from dean06.pilots.p17_health_labour_books.rules.occupations import occupations
from dean06.pilots.p17_health_labour_books.types_labour import JobView, ProofView
from dean06.pilots.p17_health_labour_books.works_labour import jobs_without_pay, work_of

TOPIC = "p17.proof"
REFERENCE = "p17:proof:{id}"
DECIDED = "Yêu cầu này đã được giải quyết."


def read_proof(actor: Actor, *, proof_id: UUID) -> ProofView:
    """A request with the jobs it rests on, for a clerk of its office; the look is logged. NotFound else."""
    with transaction.atomic():
        row = proof_at_hand(actor, proof_id)
        _record(actor, actions.READ, row)
        today, jobs = clock.today(), jobs_without_pay(row.subject_id)
        works = [work_of(one) for one in jobs]
        views = [
            JobView.of(one, marks(work, [other for other in works if other is not work], today))
            for one, work in zip(jobs, works, strict=True)
        ]
        return ProofView(
            id=row.pk,
            name=parties.party(row.subject_id).full_name,
            occupation=occupations().name(row.occupation),
            state=ProofState(row.state),
            asked_at=row.asked_at,
            reason=row.reason,
            decided_by=row.decided_by,
            counted=words_of(time_in(works, row.occupation, today)),
            jobs=tuple(one for one in views if one.occupation_code == row.occupation),
            facts=tuple(_labelled(_facts(row))),
        )


def agree(actor: Actor, *, proof_id: UUID, number: str) -> None:
    """Sign for a proof under a number of the office's book. Conflict when decided, or nothing can be proved."""
    said = _said(number, "number", "số xác nhận", LONGEST_PROOF_NUMBER)
    try:
        with transaction.atomic():
            row = _open(actor, proof_id)
            _write_down(row, said)
            _decide(actor, row)
            outbox.enqueue(TOPIC, {"proof": str(row.pk)}, message_id=f"{TOPIC}:{row.pk}")
            _record(actor, actions.AGREE, row)
    except IntegrityError as error:
        if "p17_proof_number" not in str(error):
            raise
        raise Invalid("Số này đã dùng.", code="number_used", field="number") from error


def refuse(actor: Actor, *, proof_id: UUID, reason: str) -> None:
    """Refuse, with the reason the person reads. Conflict when decided."""
    said = _said(reason, "reason", "lý do", LONGEST_WHY)
    with transaction.atomic():
        row = _open(actor, proof_id)
        row.reason, row.state = said, ProofState.REFUSED
        _decide(actor, row)
        _record(actor, actions.REFUSE, row)


@handles(TOPIC, local=True)
def release(payload: dict[str, Any], message_id: str) -> None:
    """Make the document and note it, in the one transaction of the delivery: a crash leaves neither."""
    del message_id
    row = LabourProof.objects.select_for_update().get(pk=UUID(payload["proof"]))
    if row.state != ProofState.AGREED:
        return
    row.document_id = documents.issue_document(
        SYSTEM,
        reference=REFERENCE.format(id=row.pk),
        kind=KIND,
        holder_id=row.subject_id,
        unit_code=row.unit_code,
        number=row.number,
        facts=row.facts,
    )
    row.state, row.issued_at = ProofState.ISSUED, clock.now()
    row.save(update_fields=["document_id", "state", "issued_at"])
    _record(SYSTEM, actions.ISSUED, row)


def _write_down(row: LabourProof, number: str) -> None:
    """What will be signed, under the number of the office's book."""
    told = _facts(row)
    if not told:
        raise Conflict("Thời gian được xác nhận chưa đủ 1 năm: từ chối, ghi lý do.", code="too_short")
    who = parties.party(row.subject_id)
    row.facts = {"full_name": who.full_name, "personal_id": who.personal_id, **told}
    row.number, row.state = number, ProofState.AGREED


def _open(actor: Actor, proof_id: UUID) -> LabourProof:
    row = proof_at_hand(actor, proof_id)
    if row.state != ProofState.ASKED:
        raise Conflict(DECIDED, code="decided")
    return row


def _decide(actor: Actor, row: LabourProof) -> None:
    row.decided_at = clock.now()
    row.decided_by = ", ".join(part for part in (actor.name, actor.post, actor.unit_name) if part)[:LONGEST_WHO]
    row.save()


def _facts(row: LabourProof) -> dict[str, str]:
    """What a proof would say today."""
    works = [work_of(one) for one in jobs_without_pay(row.subject_id)]
    name = occupations().name(row.occupation)
    return facts(works, code=row.occupation, name=name, day=clock.today())


def _labelled(told: dict[str, str]) -> list[tuple[str, str]]:
    kind = documents.kinds().on(KIND, clock.today())
    return [(one.label, _written(told[one.name])) for one in (kind.facts if kind else ()) if one.name in told]


def _written(value: str) -> str:
    """A day as people write it, all else as it is."""
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


def _said(text: str, field: str, what: str, longest: int) -> str:
    said = nfc(" ".join(text.split()))
    if not 0 < len(said) <= longest:
        raise Invalid(f"Ghi {what}, nhiều nhất {longest} ký tự.", code="bad_words", field=field)
    return said


def _record(actor: Actor, action: str, row: LabourProof) -> None:
    audit.record(
        actor,
        action,
        object_type="p17.labour_proof",
        object_id=row.pk,
        purpose=actions.PROVING,
        legal_basis=actions.LAW,
        subjects=[row.subject_id],
        fields=[actions.WORK],
    )
