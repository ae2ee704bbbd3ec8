"""Reads of requests: the person's own, and the queue of whoever answers."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import reference
from dean06.kernel.privacy.holdings import find_holding
from dean06.kernel.privacy.models import DataRequest
from dean06.kernel.privacy.types import (
    LookFacts,
    Outcome,
    RequestInfo,
    RequestKind,
    RequestLine,
    RequestState,
    RequestStep,
)

NOT_HERE = "Không có yêu cầu này, hoặc không thuộc việc của bà/ông."
STANDING_BODY = "Cơ quan thường trực"
PAGE = 50


def own_requests(actor: Actor) -> list[RequestLine]:
    """The actor's own requests, newest first."""
    if actor.party_id is None:
        return []
    return _lines(DataRequest.objects.filter(party_id=actor.party_id).order_by("-received_at", "-id"))


def own_request(actor: Actor, *, request_id: UUID) -> RequestInfo:
    """One of the actor's own requests. NotFound for another's."""
    row = DataRequest.objects.filter(pk=request_id, party_id=actor.party_id).first() if actor.party_id else None
    if row is None:
        raise NotFound(NOT_HERE, code="request_not_found")
    return as_info(row)


def questions_about(actor: Actor, entry_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The actor's own requests about these looks: the newest request's id by the look's entry id."""
    if actor.party_id is None:
        return {}
    rows = DataRequest.objects.filter(party_id=actor.party_id, look_entry_id__in=list(entry_ids))
    return {entry: pk for entry, pk in rows.order_by("received_at").values_list("look_entry_id", "pk") if entry}


def for_handler(actor: Actor) -> QuerySet[DataRequest]:
    """Requests this hat handles: its unit's own; what has no unit goes to the standing body and operators, and to the
    standing body also whatever is overdue. NotPermitted for other hats."""
    if actor.role not in (Role.CLERK, Role.COORDINATOR, Role.OPERATOR):
        raise NotPermitted("Mục này dành cho người giải quyết yêu cầu về dữ liệu.")
    mine = Q(pk__in=[])
    if actor.role is not Role.OPERATOR and actor.unit_code:
        mine |= Q(unit_code=actor.unit_code)
    if actor.role is not Role.CLERK:
        mine |= Q(unit_code="")
    if actor.role is Role.COORDINATOR:
        mine |= Q(state=RequestState.OPEN, due_on__lt=clock.today())
    return DataRequest.objects.filter(mine)


def handler_queue(actor: Actor, *, is_open: bool = True, limit: int = PAGE, offset: int = 0) -> list[RequestLine]:
    """The queue of this hat: open ones by deadline, or closed ones newest first. Nothing in it tells who asked."""
    rows = for_handler(actor)
    if is_open:
        return _lines(rows.filter(state=RequestState.OPEN).order_by("due_on", "received_at")[offset : offset + limit])
    return _lines(rows.exclude(state=RequestState.OPEN).order_by("-closed_at")[offset : offset + limit])


def open_count(actor: Actor, *, is_open: bool = True) -> int:
    """How many requests wait for this hat (or are closed)."""
    rows = for_handler(actor)
    waiting = rows.filter(state=RequestState.OPEN)
    return waiting.count() if is_open else rows.exclude(state=RequestState.OPEN).count()


def as_info(row: DataRequest) -> RequestInfo:
    """A row as a value, with its history."""
    rule = next(rule for rule in reference.deadlines() if rule.code == row.due_rule)
    holding = find_holding(row.holding)
    steps = tuple(
        RequestStep(at=event.at, kind=event.kind, who=event.who, text=event.text) for event in row.events.all()
    )
    return RequestInfo(
        line=_lines([row])[0],
        party_id=row.party_id,
        text=row.text,
        answer=row.answer,
        holding=row.holding,
        holding_label=holding.label if holding else "",
        look=_look(row),
        due_source=rule.source,
        due_is_verified=rule.verified,
        revision=row.revision,
        steps=steps,
    )


def _look(row: DataRequest) -> LookFacts | None:
    if row.look is None or row.look_entry_id is None:
        return None
    facts = dict(row.look)
    return LookFacts(entry_id=row.look_entry_id, at=datetime.fromisoformat(facts.pop("at")), **facts)


def _lines(rows: Iterable[DataRequest]) -> list[RequestLine]:
    today = clock.today()
    register = parties.unit_register()
    return [
        RequestLine(
            id=row.pk,
            code=row.code,
            kind=RequestKind(row.kind),
            state=RequestState(row.state),
            unit_code=row.unit_code,
            unit_name=register.name(row.unit_code, today) if row.unit_code else STANDING_BODY,
            received_at=row.received_at,
            due_on=row.due_on,
            is_overdue=row.state == RequestState.OPEN and row.due_on < today,
            outcome=Outcome(row.outcome),
        )
        for row in rows
    ]
