"""Issuing thousands of documents: the order is written down, the worker issues one after the other.

Each document is a transaction of its own with its own audit entry, and named by its reference: killed at any moment,
the worker goes on where it was, and what it had issued already answers with the same id.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Invalid, NotFound
from dean06.kernel.documents import actions
from dean06.kernel.documents.bulk_types import IssueOrder
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.models import BulkIssue, BulkLine, LineState
from dean06.kernel.documents.models.bulk import LONGEST_LINE_PROBLEM
from dean06.kernel.documents.models.wallet import LONGEST_REFERENCE
from dean06.kernel.documents.services.issuing import check_issuer, issue_document

OBJECT: Final = "documents.bulk_issue"
TOPIC: Final = "documents.bulk"
MOST_DOCUMENTS: Final = 100_000
WRITTEN_AT_ONCE: Final = 500
# So many workers can share an order; each lane is one message at a time.
LANES: Final = 4
# A message is held for two minutes: a lane hands over to its next message well before.
AT_ONCE: Final = 200
LONGEST_TURN_SECONDS: Final = 45


def issue_many(actor: Actor, *, reference: str, kind: str, unit_code: str, orders: Iterable[IssueOrder]) -> UUID:
    """Have the worker issue documents of one type; the same ``reference`` orders once and answers the same id.

    Who may is who may issue one. Invalid for an unknown type, none, too many, or a document ordered twice; a document
    that cannot be issued (wrong facts, a holder nobody knows) is refused by itself and holds up nobody.
    """
    check_issuer(actor, unit_code)
    declared = kinds().on(kind, clock.today())
    if declared is None or not declared.may_be_issued_by(unit_code):
        raise Invalid("Đơn vị này không cấp loại giấy tờ đó.", code="not_an_issuer", field="kind")
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        raise Invalid("Việc cấp giấy tờ phải có tên gọi.", code="bad_reference")
    same = BulkIssue.objects.filter(reference=reference).values_list("pk", flat=True)
    if (known := same.first()) is not None:
        return known
    bulk = BulkIssue(reference=reference, kind=kind, unit_code=unit_code, asked_by=actor.name)
    try:
        with transaction.atomic():
            bulk.save(force_insert=True)
            bulk.total = _laid_down(bulk, iter(orders))
            bulk.save(update_fields=["total"])
            record(
                actor,
                actions.ISSUE_MANY,
                object_type=OBJECT,
                object_id=bulk.pk,
                purpose=actions.ISSUING,
                legal_basis=declared.source.split(" theo ")[0],
                details={"kind": kind, "unit": unit_code, "documents": bulk.total},
            )
            for lane in range(LANES):
                _next_turn(bulk.pk, lane, 0)
    except IntegrityError as error:
        # Somebody was faster with the same order; else a document stands in it twice.
        if (known := same.first()) is not None:
            return known
        raise Invalid("Một giấy tờ được yêu cầu hai lần trong cùng một đợt.", code="ordered_twice") from error
    return bulk.pk


def take_turn(payload: dict[str, Any]) -> None:
    """Issue some documents of a lane and hand over to its next turn. What cannot go on now is tried again later."""
    bulk = BulkIssue.objects.get(pk=UUID(payload["bulk"]))
    lane, until = payload["lane"], clock.now().timestamp() + LONGEST_TURN_SECONDS
    for line in _waiting(bulk, lane):
        _decide(bulk, line)
        if clock.now().timestamp() >= until:
            break
    with transaction.atomic():
        if _waiting(bulk, lane, 1):
            _next_turn(bulk.pk, lane, payload["turn"] + 1)
        elif not bulk.lines.filter(state=LineState.WAITING).exists():
            BulkIssue.objects.filter(pk=bulk.pk, finished_at=None).update(finished_at=clock.now())


def _laid_down(bulk: BulkIssue, orders: Iterator[IssueOrder]) -> int:
    """Every document as a row, some hundred at a time."""
    total = 0
    while some := list(islice(orders, WRITTEN_AT_ONCE)):
        if total + len(some) > MOST_DOCUMENTS:
            most = f"{MOST_DOCUMENTS:,}".replace(",", ".")
            raise Invalid(f"Một đợt cấp nhiều nhất {most} giấy tờ. Chia thành nhiều đợt.", code="too_many")
        rows = [_as_line(bulk, total + number, order) for number, order in enumerate(some)]
        BulkLine.objects.bulk_create(rows)
        total += len(some)
    if not total:
        raise Invalid("Đợt cấp không có giấy tờ nào.", code="nothing_ordered")
    return total


def _as_line(bulk: BulkIssue, position: int, order: IssueOrder) -> BulkLine:
    if not 0 < len(order.reference) <= LONGEST_REFERENCE:
        raise Invalid("Việc cấp giấy tờ phải có tên gọi.", code="bad_reference")
    said = asdict(order) | {"holder_id": str(order.holder_id), "facts": dict(order.facts)}
    return BulkLine(bulk=bulk, position=position, reference=order.reference, request=said)


def _waiting(bulk: BulkIssue, lane: int, limit: int = AT_ONCE) -> list[BulkLine]:
    rows = bulk.lines.filter(state=LineState.WAITING).annotate(lane=F("position") % LANES).filter(lane=lane)
    return list(rows.order_by("position")[:limit])


def _decide(bulk: BulkIssue, line: BulkLine) -> None:
    """One document, in its own transaction; only what would be refused again the same way is refused for good."""
    said: dict[str, Any] = line.request | {"holder_id": UUID(line.request["holder_id"])}
    try:
        document_id = issue_document(SYSTEM, kind=bulk.kind, unit_code=bulk.unit_code, **said)
    except (Invalid, NotFound) as refusal:
        done: dict[str, Any] = {"state": LineState.REFUSED, "problem": refusal.message[:LONGEST_LINE_PROBLEM]}
    else:
        done = {"state": LineState.ISSUED, "document_id": document_id}
    BulkLine.objects.filter(pk=line.pk, state=LineState.WAITING).update(request={}, **done)


def _next_turn(bulk_id: UUID, lane: int, turn: int) -> None:
    payload = {"bulk": str(bulk_id), "lane": lane, "turn": turn}
    outbox.enqueue(TOPIC, payload, message_id=f"{TOPIC}:{bulk_id}:{lane}:{turn}")
