"""Lists of people to compare with the register, as officers hand them in."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import jobs
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotPermitted
from dean06.kernel.registry import actions
from dean06.kernel.registry.batch_jobs import TASK, task_key
from dean06.kernel.registry.models import Batch, BatchLine
from dean06.kernel.registry.services.asking import allowed, check_act, write_refusal
from dean06.kernel.registry.services.batch_ending import OBJECT
from dean06.kernel.registry.services.batch_work import PAGE
from dean06.kernel.registry.types import ListedClaim, Verb

MOST_LINES: Final = 50_000


def verify_list(actor: Actor, *, lines: Sequence[ListedClaim], purpose: str, act: str, request_key: str) -> UUID:
    """Hand in a list and return its id; the same ``request_key`` again (double click) returns the same list.

    Lines that cannot be asked about keep their place with what is wrong. Invalid for an empty or too long list or none
    that can be asked about, NotPermitted for a purpose that is not the actor's, Conflict while another list of the
    actor is being worked off.
    """
    if actor.user_id is None:
        raise NotPermitted("Đăng nhập để gửi danh sách.")
    if (earlier := Batch.objects.filter(request_key=request_key, user_id=actor.user_id).first()) is not None:
        return earlier.pk
    try:
        check_act(act)
        found = allowed(actor, Verb.BATCH, purpose)
    except DomainError as refusal:
        write_refusal(actor, Verb.BATCH, "", refusal)
        raise
    if not 0 < len(lines) <= MOST_LINES:
        raise Invalid(f"Danh sách cần từ 1 đến {MOST_LINES:,} dòng.".replace(",", "."), field="file")
    if all(line.problem for line in lines):
        raise Invalid("Không dòng nào đối chiếu được. Xem lại cột và cách ghi trong tệp mẫu.", field="file")
    batch = Batch(
        request_key=request_key, user_id=actor.user_id, party_id=actor.party_id, officer_name=actor.name,
        role=actor.role.value, unit_code=actor.unit_code, unit_name=actor.unit_name, post=actor.post,
        purpose_code=found.code, purpose_title=found.title, provider_code=found.provider_code,
        legal_basis=found.legal_basis, act=act, compared=_compared(lines), lines_total=len(lines),
        lines_valid=sum(not line.problem for line in lines),
    )  # fmt: skip
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            BatchLine.objects.bulk_create(_lines(batch, lines), batch_size=PAGE)
            record(
                actor, actions.OPEN_BATCH, object_type=OBJECT, object_id=batch.pk, case_ref=act,
                details={"purpose": found.code, "lines": batch.lines_total, "valid": batch.lines_valid},
            )  # fmt: skip
            jobs.defer_once(TASK, task_key(batch.pk), batch_id=str(batch.pk))
    except IntegrityError as error:
        raise Conflict(
            "Bà/ông đang có một danh sách chưa đối chiếu xong. Đợi danh sách đó xong rồi gửi tiếp.",
            code="batch_running",
        ) from error
    return batch.pk


def _compared(lines: Sequence[ListedClaim]) -> list[str]:
    """Which facts the list says anything about."""
    return sorted({name for line in lines for name, value in asdict(line.claim).items() if value})


def _lines(batch: Batch, lines: Sequence[ListedClaim]) -> list[BatchLine]:
    rows, place = [], 0
    for number, line in enumerate(lines, 1):
        claim = {name: value for name, value in asdict(line.claim).items() if value}
        row = BatchLine(batch=batch, number=number, personal_id=line.personal_id, claim=claim, problem=line.problem)
        if not line.problem:
            row.place, place = place, place + 1
        rows.append(row)
    return rows
