"""Answers taken: once, for the search and the person they were asked for; what does not fit is refused and noted."""

from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted
from dean06.kernel.ports.judicial_register import Answer, Subject
from dean06.pilots.p16_criminal_records import actions
from dean06.pilots.p16_criminal_records.choices import SearchState, Verdict
from dean06.pilots.p16_criminal_records.models import Match, Search
from dean06.pilots.p16_criminal_records.records import kept
from dean06.pilots.p16_criminal_records.rules.people import is_certain

BY_NUMBER = "Cơ sở dữ liệu lý lịch tư pháp: khớp số định danh và không mục nào khác"
WRONG_PERSON = "wrong_person"
NOT_OURS = "Không có lệnh tra cứu này."


def take_answer(actor: Actor, *, answer: Answer) -> bool:
    """Keep a believed answer with its search. False when this very answer was taken before.

    For the platform. NotFound for an order that is not ours; Conflict for another answer to a search that has one, and
    for one about somebody else: that is noted and the search is refused, so that an officer orders again.
    """
    _check(actor)
    with transaction.atomic():
        search = _search(answer.order_id)
        if search.answer_id == answer.id:
            return False
        if search.state not in (SearchState.SENT, SearchState.WAITING):
            raise Conflict("Lệnh tra cứu này đã có câu trả lời khác.", code="answered_already")
        is_ours = answer.personal_id == search.subject.get("personal_id")
        if is_ours:
            _keep(search, answer)
            _record(actor, actions.ANSWER, search, {"outcome": answer.outcome.value, "entries": len(answer.entries)})
    if not is_ours:
        refuse_answer(actor, search_id=search.pk, why=WRONG_PERSON)
        raise Conflict("Câu trả lời về người khác.", code=WRONG_PERSON)
    return True


def refuse_answer(actor: Actor, *, search_id: UUID, why: str) -> None:
    """Note that what came for a search cannot be used; nothing of it is kept. An officer has to order again."""
    _check(actor)
    with transaction.atomic():
        search = _search(str(search_id))
        if search.state in (SearchState.SENT, SearchState.WAITING):
            search.state, search.reason = SearchState.REFUSED, why
            search.save(update_fields=["state", "reason"])
            _record(actor, actions.REFUSE_ANSWER, search, {"why": why})


def _keep(search: Search, answer: Answer) -> None:
    search.state, search.answer_id, search.outcome = SearchState.ANSWERED, answer.id, answer.outcome.value
    search.answered_at, search.raw = clock.now(), answer.raw
    search.save(update_fields=["state", "answer_id", "outcome", "answered_at", "raw"])
    ours = Subject(**search.subject)
    for entry in answer.entries:
        match = Match(search=search, reference=entry.reference, entry=kept(entry))
        if is_certain(ours, entry.subject):
            match.verdict, match.decided_at = Verdict.SAME, search.answered_at
            match.decided_by = BY_NUMBER
        match.save(force_insert=True)


def _search(order_id: str) -> Search:
    """Ours by its id, locked. NotFound."""
    try:
        wanted = UUID(order_id)
    except ValueError as error:
        raise NotFound(NOT_OURS, code="search_not_found") from error
    rows = Search.objects.select_for_update(of=("self",)).select_related("request__case")
    search = rows.filter(pk=wanted).first()
    if search is None:
        raise NotFound(NOT_OURS, code="search_not_found")
    return search


def _check(actor: Actor) -> None:
    if actor.role is not Role.SYSTEM:
        raise NotPermitted("Chỉ hệ thống ghi câu trả lời.", code="not_the_platform")


def _record(actor: Actor, action: str, search: Search, details: dict[str, object]) -> None:
    audit.record(
        actor,
        action,
        object_type="p16.search",
        object_id=search.pk,
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects=[search.request.holder_id],
        fields=[actions.RECORD],
        details=details,
        case_ref=search.request.case.code,
    )
