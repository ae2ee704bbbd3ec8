"""Lists of people to compare with the register, as officers hand them in."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import jobs, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotPermitted
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.registry import actions
from dean06.kernel.registry.batch_jobs import TASK, task_key
from dean06.kernel.registry.models import Batch, BatchLine
from dean06.kernel.registry.rules import each_person_once
from dean06.kernel.registry.services.asking import allowed, check_act, check_claimed, count_question, write_refusal
from dean06.kernel.registry.services.batch_ending import OBJECT
from dean06.kernel.registry.services.batch_work import PAGE
from dean06.kernel.registry.types import BatchStatus, ListedClaim, PurposeInfo, Verb

MOST_LINES: Final = 50_000
# One full list a day, or many small ones: a register of everybody is not compared by one officer.
LINES_LIMIT: Final = Limit(name="registry.lines", count=MOST_LINES, seconds=86_400)
RUNNING_WORDS: Final = "Bà/ông đang có một danh sách chưa đối chiếu xong. Đợi danh sách đó xong rồi gửi tiếp."


def verify_list(actor: Actor, *, lines: Sequence[ListedClaim], purpose: str, act: str, request_key: str) -> UUID:
    """Hand in a list and return its id; the same ``request_key`` again (double click) returns the same list.

    Lines that cannot be asked about keep their place with what is wrong; a number that stands in an earlier line is one
    of them: many claims about one person are guesses. Invalid for an empty or too long list or none that can be asked
    about, NotPermitted for a purpose that is not the actor's, Conflict while another list of the actor is being worked
    off, TooMany beyond ``LINES_LIMIT`` or, a list being a question too, ``OFFICER_LIMIT``.
    """
    if (earlier := _handed_in(actor, request_key)) is not None:
        return earlier
    try:
        found = _allowed(actor, purpose, act)
        lines = each_person_once(lines)
        _check_lines(lines)
        check_claimed(found, _compared(lines))
        if Batch.objects.filter(user_id=_user(actor), status=BatchStatus.RUNNING).exists():
            raise Conflict(RUNNING_WORDS, code="batch_running")
        count_question(actor)
        return _open(_batch(actor, found, act=act, request_key=request_key, lines=lines), actor, lines)
    except DomainError as refusal:
        if (earlier := _handed_in(actor, request_key)) is not None:  # the other click was faster
            return earlier
        write_refusal(actor, Verb.BATCH, "", refusal)
        raise


def _handed_in(actor: Actor, request_key: str) -> UUID | None:
    if actor.user_id is None:
        return None
    found = Batch.objects.filter(request_key=request_key, user_id=actor.user_id)
    return found.values_list("pk", flat=True).first()


def _allowed(actor: Actor, purpose: str, act: str) -> PurposeInfo:
    _user(actor)
    check_act(act)
    return allowed(actor, Verb.BATCH, purpose)


def _user(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise NotPermitted("Đăng nhập để gửi danh sách.")
    return actor.user_id


def _check_lines(lines: Sequence[ListedClaim]) -> None:
    if not 0 < len(lines) <= MOST_LINES:
        raise Invalid(f"Danh sách cần từ 1 đến {MOST_LINES:,} dòng.".replace(",", "."), field="file")
    if all(line.problem for line in lines):
        raise Invalid("Không dòng nào đối chiếu được. Xem lại cột và cách ghi trong tệp mẫu.", field="file")


def _batch(actor: Actor, found: PurposeInfo, *, act: str, request_key: str, lines: Sequence[ListedClaim]) -> Batch:
    return Batch(
        request_key=request_key, user_id=_user(actor), party_id=actor.party_id, officer_name=actor.name,
        role=actor.role.value, unit_code=actor.unit_code, unit_name=actor.unit_name, post=actor.post,
        purpose_code=found.code, purpose_title=found.title, provider_code=found.provider_code,
        legal_basis=found.legal_basis, act=act, compared=_compared(lines), lines_total=len(lines),
        lines_valid=sum(not line.problem for line in lines),
    )  # fmt: skip


def _open(batch: Batch, actor: Actor, lines: Sequence[ListedClaim]) -> UUID:
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            ratelimit.spend(LINES_LIMIT, str(batch.user_id), batch.lines_valid)
            BatchLine.objects.bulk_create(_lines(batch, lines), batch_size=PAGE)
            record(
                actor, actions.OPEN_BATCH, object_type=OBJECT, object_id=batch.pk, case_ref=batch.act,
                details={"purpose": batch.purpose_code, "lines": batch.lines_total, "valid": batch.lines_valid},
            )  # fmt: skip
            jobs.defer_once(TASK, task_key(batch.pk), batch_id=str(batch.pk))
    except IntegrityError as error:
        raise Conflict(RUNNING_WORDS, code="batch_running") from error
    return batch.pk


def _compared(lines: Sequence[ListedClaim]) -> list[str]:
    """Which facts the list says anything about."""
    return sorted({name for line in lines if not line.problem for name, value in asdict(line.claim).items() if value})


def _lines(batch: Batch, lines: Sequence[ListedClaim]) -> list[BatchLine]:
    rows, place = [], 0
    for number, line in enumerate(lines, 1):
        claim = {name: value for name, value in asdict(line.claim).items() if value}
        row = BatchLine(batch=batch, number=number, personal_id=line.personal_id, claim=claim, problem=line.problem)
        if not line.problem:
            row.place, place = place, place + 1
        rows.append(row)
    return rows
