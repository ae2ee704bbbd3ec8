"""How a list ends before its time: cancelled by its officer, refused by the register, given up after many attempts."""

from typing import Final
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, jobs
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, NotPermitted
from dean06.kernel.registry import actions
from dean06.kernel.registry.batch_jobs import TASK, task_key
from dean06.kernel.registry.models import Batch
from dean06.kernel.registry.selectors.batches import own
from dean06.kernel.registry.types import STUCK, BatchStatus, Verb

OBJECT: Final = "registry.batch"
MOST_REVIVALS: Final = 5  # each with the attempts of a job; after that the list itself must be what ends the work


def cancel_list(actor: Actor, *, batch_id: UUID) -> None:
    """Stop comparing the actor's list; results that are there stay. NotFound, Conflict when it is over already."""
    batch = own(actor, batch_id)
    with transaction.atomic():
        if not _close(batch, BatchStatus.CANCELLED, ""):
            raise Conflict("Danh sách này đã đối chiếu xong hoặc đã dừng.", code="batch_over")
        record(
            actor, actions.CANCEL_BATCH, object_type=OBJECT, object_id=batch.pk, case_ref=batch.act,
            details={"purpose": batch.purpose_code, "sent": batch.sent, "done": batch.done},
        )  # fmt: skip


def sweep_lists(actor: Actor) -> int:
    """Lists under way whose job is lost: another job, or the end when that was tried often. Returns how many."""
    if actor.role is not Role.SYSTEM:
        raise NotPermitted("Chỉ hệ thống tự chạy việc này.")
    running = {task_key(batch.pk): batch for batch in Batch.objects.filter(status=BatchStatus.RUNNING)}
    lost = [running[key] for key in running.keys() - jobs.pending(running)]
    for batch in lost:
        if batch.revived >= MOST_REVIVALS:
            end(batch, STUCK)
            continue
        with transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(revived=batch.revived + 1)
            jobs.defer_once(TASK, task_key(batch.pk), batch_id=str(batch.pk))
    return len(lost)


def end(batch: Batch, reason: str) -> None:
    """The list failed, written down with the reason; nothing when it was over already."""
    with transaction.atomic(durable=True):
        if _close(batch, BatchStatus.FAILED, reason):
            record(
                officer(batch), actions.FAIL, object_type=OBJECT, object_id=batch.pk, case_ref=batch.act,
                details={"verb": Verb.BATCH.value, "reason": reason},
            )  # fmt: skip


def officer(batch: Batch) -> Actor:
    """Who asked, as it was when the list was handed in."""
    return Actor(
        user_id=batch.user_id, party_id=batch.party_id, name=batch.officer_name, role=Role(batch.role),
        unit_code=batch.unit_code, unit_name=batch.unit_name, post=batch.post,
    )  # fmt: skip


def _close(batch: Batch, status: BatchStatus, reason: str) -> bool:
    running = Batch.objects.filter(pk=batch.pk, status=BatchStatus.RUNNING)
    return bool(running.update(status=status, reason=reason, finished_at=clock.now()))
