"""Which requests an officer has to do with: those of cases with his unit, now or before; when he may work on one."""

from uuid import UUID

from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Act, Status
from dean06.pilots.p16_criminal_records.models import RecordRequest

PROCEDURE = "ly_lich_tu_phap"
NOT_HERE = "Không có yêu cầu này, hoặc yêu cầu không thuộc phạm vi của bà/ông."
NOT_NOW = "Hồ sơ không ở bước tra cứu của bà/ông: chuyển hồ sơ sang bước tra cứu (và nhận việc) rồi làm tiếp."
# The step where a search is read and a finding written asks for fees; neither the first desk nor the signer's does.
HANDLERS_ACT = (Act.ASK_PAYMENT, Act.RETURN)
DECIDED = frozenset({Status.DECIDED, Status.HANDED_OVER})


def workable(actor: Actor, case_id: UUID) -> RecordRequest:
    """The request, locked, when its case lies with this very officer's step now.

    NotFound for another unit's case like for none, NotPermitted for whoever is no clerk, Conflict while it lies
    elsewhere.
    """
    request = in_hand(actor, case_id)
    if not set(HANDLERS_ACT).intersection(cases.permitted_acts(actor, case_id=case_id)):
        raise Conflict(NOT_NOW, code="lies_elsewhere")
    return request


def checkable(actor: Actor, case_id: UUID) -> tuple[RecordRequest, bool]:
    """The request, locked, when it is workable, or was decided and is looked at once more; whether it was decided."""
    request = in_hand(actor, case_id)
    facts = cases.case_facts(SYSTEM, case_id=case_id)
    if facts is not None and facts.status in DECIDED:
        return request, True
    return workable(actor, case_id), False


def in_hand(actor: Actor, case_id: UUID) -> RecordRequest:
    """The request, locked, for a clerk of a unit that has to do with it."""
    if actor.role is not Role.CLERK:
        raise NotPermitted("Chỉ cán bộ tra cứu làm được việc này.", code="not_a_handler")
    request = RecordRequest.objects.select_for_update(of=("self",)).filter(case_id=case_id).first()
    if request is None or not cases.is_in_scope(actor, case_id=case_id):
        raise NotFound(NOT_HERE, code="request_not_found")
    return request
