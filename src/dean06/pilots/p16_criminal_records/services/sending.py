"""What passes between us and the register, outside every transaction: orders go out, answers are asked for."""

from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import DomainError
from dean06.kernel.base.wiring import resolve
from dean06.kernel.ports.judicial_register import (
    Answer,
    AnswerRefused,
    JudicialRegister,
    Order,
    RegisterFailed,
    Subject,
)
from dean06.pilots.p16_criminal_records import actions
from dean06.pilots.p16_criminal_records.choices import SearchState
from dean06.pilots.p16_criminal_records.models import Search
from dean06.pilots.p16_criminal_records.services.answering import refuse_answer, take_answer
from dean06.pilots.p16_criminal_records.services.ordering import TOPIC

ASKED_AT_ONCE = 50
log = structlog.get_logger(__name__)


@outbox.handles(TOPIC)
def send_order(payload: dict[str, Any], message_id: str) -> None:
    """Place an order. RegisterFailed makes the worker come back; the register knows the order by our id."""
    del message_id
    search = Search.objects.select_related("request__case").filter(pk=UUID(payload["search"])).first()
    if search is None or search.state != SearchState.WAITING:
        return
    case = search.request.case
    receipt = resolve(JudicialRegister).order(
        Order(
            id=str(search.pk),
            unit=case.unit_code,
            purpose=actions.PURPOSE,
            subject=Subject(**search.subject),
            ordered_at=search.ordered_at,
        )
    )
    with transaction.atomic():
        sent = {"receipt": receipt.number, "answer_by": receipt.answer_by, "sent_at": clock.now()}
        rows = Search.objects.filter(pk=search.pk, state=SearchState.WAITING)
        if rows.update(state=SearchState.SENT, **sent):
            audit.record(
                SYSTEM,
                actions.SENT,
                object_type="p16.search",
                object_id=search.pk,
                purpose=actions.PURPOSE,
                legal_basis=actions.LAW,
                subjects=[search.request.holder_id],
                fields=[actions.IDENTITY],
                details={"receipt": receipt.number},
                case_ref=case.code,
            )


def ask_for_answers() -> int:
    """Ask for what was not brought to us; how many answers came. One that fails holds up none after it."""
    register = resolve(JudicialRegister)
    waiting = Search.objects.filter(state=SearchState.SENT).order_by("answer_by", "pk")
    came = 0
    for search_id in list(waiting.values_list("pk", flat=True)[:ASKED_AT_ONCE]):
        try:
            answer = register.answer(str(search_id))
        except AnswerRefused as refused:
            refuse_answer(SYSTEM, search_id=search_id, why=refused.why)
            continue
        except RegisterFailed as failed:
            log.info("p16_no_answer", search=str(search_id), reason=failed.reason.value)
            continue
        came += answer is not None and _taken(answer)
    return came


def bring(raw: str) -> bool:
    """An answer somebody brought. AnswerRefused or RegisterFailed when it is none; else whether it was news."""
    return take_answer(SYSTEM, answer=resolve(JudicialRegister).brought(raw))


def _taken(answer: Answer) -> bool:
    try:
        return take_answer(SYSTEM, answer=answer)
    except DomainError as refusal:  # the wrong person's: written down by the service, and no reason to stop the round
        log.warning("p16_answer_refused", search=answer.order_id, code=refusal.code)
        return False
