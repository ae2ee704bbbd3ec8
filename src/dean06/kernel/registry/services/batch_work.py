"""The work on a list: rows out, results in, a page at a time.

It may be cut at any point - our process, the line, the register - and goes on where it was: the register says first
how far it is, results already stored are counted in the table, and the same rows again do no harm. Calls are made
outside any transaction; each page of results is stored together with the entry that tells its persons.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, jobs
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.base.wiring import resolve
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import (
    BatchRow,
    BatchState,
    Cause,
    Claim,
    Comparison,
    PopulationRegister,
    Reason,
    RegisterFailed,
)
from dean06.kernel.registry import actions
from dean06.kernel.registry.batch_jobs import TASK, task_key
from dean06.kernel.registry.models import Batch, BatchLine
from dean06.kernel.registry.services.batch_ending import OBJECT, end, officer
from dean06.kernel.registry.types import BatchStatus

PAGE: Final = 1000  # the register's limit for one call
PAGES_A_RUN: Final = 20  # then the worker turns to others for a moment
LOOK_AGAIN: Final = timedelta(seconds=3)
TRY_AGAIN: Final = timedelta(seconds=60)


def advance(actor: Actor, *, batch_id: UUID) -> bool:
    """Work off a list as far as the register is; True when it is finished. For the worker; safe to run twice."""
    if actor.role is not Role.SYSTEM:
        raise NotPermitted("Chỉ hệ thống tự chạy việc này.")
    batch = Batch.objects.get(pk=batch_id)
    if batch.status != BatchStatus.RUNNING:
        return True
    try:
        is_finished = _work(batch)
    except RegisterFailed as failed:
        return _stopped(batch, failed)
    if not is_finished:
        jobs.defer_once(TASK, task_key(batch_id), at=clock.now() + LOOK_AGAIN, batch_id=str(batch_id))
    return is_finished


def _work(batch: Batch) -> bool:
    register, cause = resolve(PopulationRegister), _cause(batch)
    name = batch.pk.hex
    known = register.batch_state(name, cause=cause) if batch.sent else None  # None too when it was dropped there
    state = _noted(batch, known or register.open_batch(name, batch.lines_valid, cause=cause))
    for _ in range(PAGES_A_RUN):
        if state.received < batch.lines_valid:
            state = _noted(batch, register.send_rows(name, _rows(batch, state.received), cause=cause))
        row = Batch.objects.only("status", "done").get(pk=batch.pk)
        if row.status != BatchStatus.RUNNING:
            return True
        if row.done < state.done:
            _store(batch, row.done, register.batch_results(name, start=row.done, limit=PAGE, cause=cause))
        elif state.received >= batch.lines_valid:
            return _finish(batch) if row.done >= batch.lines_valid else False
    return False


def _noted(batch: Batch, state: BatchState) -> BatchState:
    """How far the register is, kept each time it tells: the answer to the rows themselves may have been lost."""
    if state.total != batch.lines_valid or state.received > state.total:
        raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "counts")
    row = Batch.objects.filter(pk=batch.pk, status=BatchStatus.RUNNING)
    row.filter(sent__lt=state.received).update(sent=state.received)
    row.exclude(reason="").update(reason="")
    return state


def _cause(batch: Batch) -> Cause:
    return Cause(purpose=batch.provider_code, legal_basis=batch.legal_basis, act=batch.act, user=batch.user_id.hex)


def _rows(batch: Batch, start: int) -> list[BatchRow]:
    lines = BatchLine.objects.filter(batch=batch, place__gte=start, place__lt=start + PAGE).order_by("place")
    return [
        BatchRow(offset=place or 0, personal_id=personal_id, claim=Claim(**claim))
        for place, personal_id, claim in lines.values_list("place", "personal_id", "claim")
    ]


def _store(batch: Batch, start: int, results: Sequence[tuple[int, Comparison]]) -> None:
    """A page of results and the entry that tells its persons; nothing when another worker was faster or it is over."""
    if not results:
        return
    if start + len(results) > batch.lines_valid:
        raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "more results than rows")
    with transaction.atomic(durable=True):
        row = Batch.objects.select_for_update().get(pk=batch.pk)
        if row.done != start or row.status != BatchStatus.RUNNING:
            return
        found = dict(results)
        lines = list(BatchLine.objects.filter(batch=batch, place__in=found.keys()))
        for line in lines:
            one = found[line.place or 0]
            line.result, line.differs, line.unknown = one.result.value, sorted(one.differs), sorted(one.unknown)
        BatchLine.objects.bulk_update(lines, ["result", "differs", "unknown"])
        row.done, row.revived = start + len(results), 0
        row.sent = max(row.sent, row.done)
        row.save(update_fields=["done", "sent", "revived"])
        record(
            officer(batch), actions.BATCH, object_type=OBJECT, object_id=batch.pk, purpose=batch.purpose_title,
            legal_basis=batch.legal_basis, subjects=parties.subjects_of(line.personal_id for line in lines),
            fields=map(actions.claim_code, batch.compared), case_ref=batch.act,
            details={"purpose": batch.purpose_code, "start": start, "count": len(results)},
        )  # fmt: skip


def _finish(batch: Batch) -> bool:
    Batch.objects.filter(pk=batch.pk, status=BatchStatus.RUNNING).update(
        status=BatchStatus.DONE, reason="", finished_at=clock.now()
    )
    return True


def _stopped(batch: Batch, failed: RegisterFailed) -> bool:
    """Wait and go on when the register may come back; else end, and say why."""
    reason = failed.reason.value
    if not failed.is_temporary:
        end(batch, reason)
        return True
    row = Batch.objects.filter(pk=batch.pk, status=BatchStatus.RUNNING)
    if not row.update(reason=reason):
        return True
    pause = timedelta(seconds=failed.retry_after_s) if failed.retry_after_s else TRY_AGAIN
    jobs.defer_once(TASK, task_key(batch.pk), at=clock.now() + pause, batch_id=str(batch.pk))
    return False
