"""Lists and their results, for the officer who handed them in and nobody else."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, Q

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.ports.population import Match
from dean06.kernel.registry.models import Batch, BatchLine
from dean06.kernel.registry.types import BatchInfo, BatchStatus, LineInfo

BLOCK = 2000
NOT_MATCHING = Q(result__in=[Match.PARTIAL, Match.NO_MATCH, Match.NOT_FOUND]) | ~Q(problem="")


def batches(actor: Actor, *, limit: int) -> list[BatchInfo]:
    """The actor's lists, newest first; they name nobody."""
    if actor.user_id is None:
        return []
    return [_info(row, {}) for row in Batch.objects.filter(user_id=actor.user_id)[:limit]]


def batch(actor: Actor, batch_id: UUID) -> BatchInfo:
    """One list with how many lines came out how. NotFound when it is not the actor's."""
    row = own(actor, batch_id)
    counts = BatchLine.objects.filter(batch=row).values_list("result").annotate(count=Count("id"))
    by_result = dict(counts.exclude(result="").order_by("result"))
    return _info(row, by_result)


def own(actor: Actor, batch_id: UUID) -> Batch:
    """The row, NotFound when it is not the actor's."""
    row = Batch.objects.filter(pk=batch_id, user_id=actor.user_id).first() if actor.user_id else None
    if row is None:
        raise NotFound("Không có danh sách này, hoặc danh sách do người khác gửi.")
    return row


def to_look_into(batch_id: UUID, *, limit: int, offset: int) -> list[LineInfo]:
    """Lines that do not simply match, in the order of the list. The caller records the look."""
    rows = BatchLine.objects.filter(NOT_MATCHING, batch_id=batch_id)
    return [_line(row) for row in rows[offset : offset + limit]]


def count_to_look_into(batch_id: UUID) -> int:
    """How many lines do not simply match."""
    return BatchLine.objects.filter(NOT_MATCHING, batch_id=batch_id).count()


def all_lines(batch_id: UUID) -> Iterator[LineInfo]:
    """Every line, in the order of the list. The caller records the look."""
    return map(_line, BatchLine.objects.filter(batch_id=batch_id).iterator(chunk_size=BLOCK))


def _info(row: Batch, by_result: dict[str, int]) -> BatchInfo:
    return BatchInfo(
        id=row.pk, purpose_title=row.purpose_title, act=row.act, lines_total=row.lines_total,
        lines_valid=row.lines_valid, sent=row.sent, done=row.done, status=BatchStatus(row.status), reason=row.reason,
        created_at=row.created_at, finished_at=row.finished_at, by_result=by_result,
    )  # fmt: skip


def _line(row: BatchLine) -> LineInfo:
    return LineInfo(
        number=row.number, personal_id=row.personal_id, problem=row.problem, result=row.result,
        differs=tuple(row.differs), unknown=tuple(row.unknown),
    )  # fmt: skip
