"""Asking, answering, taking back: requests of persons about their data (Law 91/2025/QH15, NĐ 356/2025/NĐ-CP)."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.audit.types import Look
from dean06.kernel.base import calendar, clock, ratelimit
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.base.text import nfc
from dean06.kernel.messaging import api as messaging
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import actions, deletion, reference
from dean06.kernel.privacy.holdings import find_holding
from dean06.kernel.privacy.models import DataRequest, RequestEvent
from dean06.kernel.privacy.models.requests import LONGEST_TEXT
from dean06.kernel.privacy.rules import requests as rules
from dean06.kernel.privacy.selectors.looks import look_at
from dean06.kernel.privacy.selectors.requests import NOT_HERE, as_info, for_handler
from dean06.kernel.privacy.types import Outcome, RequestInfo, RequestKind, RequestState

ASK_LIMIT = Limit(name="privacy.ask", count=20, seconds=24 * 3600)
ABOUT_A_LOOK = frozenset({RequestKind.QUESTION, RequestKind.OBJECT})
ABOUT_A_HOLDING = frozenset({RequestKind.CORRECT, RequestKind.DELETE, RequestKind.RESTRICT})
THE_PERSON = "Chính người có dữ liệu"
# Who opens letters of a unit, in this order.
ANSWERING = (Role.CLERK, Role.COORDINATOR)


def ask(actor: Actor, *, kind: RequestKind, text: str, look_id: UUID | None = None, holding: str = "") -> UUID:
    """Open a request with a deadline; returns its id. Who looked answers about a look, else the standing body.

    ``look_id`` is the audit entry of a look at the actor's own data (needed for a question), ``holding`` a code of
    ``holdings()`` (needed to correct, delete or restrict). Conflict when the same look is asked about already, NotFound
    for another person's look, Invalid, TooMany.
    """
    if actor.party_id is None:
        raise NotPermitted("Tài khoản này không gắn với người nào nên không có dữ liệu cá nhân.")
    look = look_at(actor, entry_id=look_id) if look_id else None
    words = nfc(text.strip())
    _check(kind, words, look, holding)
    ratelimit.hit(ASK_LIMIT, str(actor.party_id))
    today = clock.today()
    rule = rules.rule_for(kind.value, today, reference.deadlines())
    row = DataRequest(
        id=new_id(),
        party_id=actor.party_id,
        kind=kind.value,
        holding=holding,
        look_entry_id=look_id,
        look=_kept(look) if look else None,
        text=words,
        unit_code=_responsible(look, today) if look else "",
        received_at=clock.now(),
        due_on=rules.due_on(rule, today, calendar.default_calendar()),
        due_rule=rule.code,
    )
    row.code = f"YC-{today:%y%m%d}-{row.pk.hex[-6:].upper()}"
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _note(row, "opened", THE_PERSON, "")
            _record(actor, actions.OPEN_REQUEST, row)
            _tell_both(row, today)
    except IntegrityError as error:
        if "request_once_a_look" not in str(error):
            raise
        raise Conflict("Bà/ông đã hỏi về lượt này và đang chờ trả lời.", code="asked_already") from error
    return row.pk


def read_request(actor: Actor, *, request_id: UUID) -> RequestInfo:
    """A request opened by whoever handles it; the person sees that it was read. NotFound when it is not theirs."""
    with transaction.atomic():
        row = for_handler(actor).filter(pk=request_id).first()
        if row is None:
            raise NotFound(NOT_HERE, code="request_not_found")
        _record(actor, actions.READ_REQUEST, row)
    return as_info(row)


def answer_request(actor: Actor, *, request_id: UUID, outcome: Outcome, answer: str, expected_revision: int) -> None:
    """Answer and close; the person gets a message. A granted deletion is carried out here and leaves its proof.

    NotFound for a request of others, Conflict when somebody was faster (``expected_revision`` is the one read) or a
    law forbids the deletion that the answer grants, Invalid without words.
    """
    words = nfc(answer.strip())
    if not words or len(words) > LONGEST_TEXT:
        raise Invalid(f"Câu trả lời cần từ 1 đến {LONGEST_TEXT} ký tự.", field="answer")
    if outcome is Outcome.NONE:
        raise Invalid("Hãy chọn kết quả giải quyết.", field="outcome")
    with transaction.atomic():
        row = for_handler(actor).select_for_update().filter(pk=request_id).first()
        if row is None:
            raise NotFound(NOT_HERE, code="request_not_found")
        if row.state != RequestState.OPEN or row.revision != expected_revision:
            raise Conflict("Yêu cầu này vừa được người khác xử lý. Hãy mở lại để xem.", code="request_changed")
        if row.party_id == actor.party_id:
            raise NotPermitted("Không tự trả lời yêu cầu của chính mình.", code="own_request")
        _close(row, RequestState.ANSWERED, outcome=outcome.value, answer=words, answered_by=_who(actor))
        _note(row, "answered", _who(actor), words)
        if outcome is Outcome.DONE and row.kind == RequestKind.DELETE:
            _delete_and_record(actor, row)
        else:
            _record(actor, actions.ANSWER_REQUEST, row, outcome=outcome.value)
        _tell_answer(actor, row)


def withdraw_request(actor: Actor, *, request_id: UUID) -> None:
    """The person takes her request back. NotFound for another's, Conflict when it is answered already."""
    with transaction.atomic():
        row = DataRequest.objects.select_for_update().filter(pk=request_id, party_id__in=[actor.party_id]).first()
        if row is None:
            raise NotFound(NOT_HERE, code="request_not_found")
        if row.state != RequestState.OPEN:
            raise Conflict("Yêu cầu này đã xong, không rút được nữa.", code="request_closed")
        _close(row, RequestState.WITHDRAWN)
        _note(row, "withdrawn", THE_PERSON, "")
        _record(actor, actions.WITHDRAW_REQUEST, row)


def _check(kind: RequestKind, words: str, look: Look | None, holding: str) -> None:
    if not words or len(words) > LONGEST_TEXT:
        raise Invalid(f"Hãy viết điều bà/ông muốn hỏi, từ 1 đến {LONGEST_TEXT} ký tự.", field="text")
    if look and kind not in ABOUT_A_LOOK:
        raise Invalid("Về một lượt xem thì chỉ hỏi hoặc phản đối.", field="kind")
    if kind is RequestKind.QUESTION and look is None:
        raise Invalid("Hãy chọn lượt xem muốn hỏi trong “Dữ liệu của tôi”.", field="kind")
    if kind in ABOUT_A_HOLDING and find_holding(holding) is None:
        raise Invalid("Hãy chọn dữ liệu nào.", field="holding")
    found = find_holding(holding)
    if kind is RequestKind.DELETE and found and found.hold:
        raise Conflict(f"Dữ liệu này pháp luật buộc phải giữ, chưa xoá được. {found.hold}", code="legal_hold")


def _kept(look: Look) -> dict[str, str]:
    return {
        "at": look.at.isoformat(),
        "who": look.who,
        "unit_code": look.unit_code,
        "label": look.action_label,
        "fields": ", ".join(look.field_labels),
        "purpose": look.purpose,
        "legal_basis": look.legal_basis,
    }


def _responsible(look: Look, today: date) -> str:
    """The unit that looked, or who carries its duties today; nobody there to answer: the standing body ("")."""
    if not look.unit_code:
        return ""
    heirs = parties.successors(look.unit_code, today, known_on=clock.local(look.at).date())
    return next((unit.code for unit in heirs if _opens_letters(unit.code, today)), "")


def _opens_letters(unit_code: str, today: date) -> Role | None:
    return next((role for role in ANSWERING if parties.holders(unit_code, role.value, today)), None)


def _close(row: DataRequest, state: RequestState, **facts: str) -> None:
    row.state, row.closed_at, row.revision = state.value, clock.now(), row.revision + 1
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "closed_at", "revision", *facts])


def _delete_and_record(actor: Actor, row: DataRequest) -> None:
    """Carry out a granted deletion; the entry of the answer names the root of its proof."""
    holding = find_holding(row.holding)
    if holding is None or holding.hold or holding.delete is None:
        why = holding.hold if holding and holding.hold else "Phải xoá tại nơi giữ dữ liệu rồi mới trả lời “một phần”."
        raise Conflict(f"Không xoá được từ đây. {why}", code="legal_hold")
    gone = holding.delete(row.party_id)
    root = deletion.root_of(deletion.digests_of(holding.code, gone)).hex()
    entry = _record(actor, actions.ANSWER_REQUEST, row, outcome=row.outcome, root=root)
    if gone:
        what = (holding.code, holding.label, "Theo yêu cầu của người có dữ liệu")
        deletion.prove(what, gone, run_id=row.pk, entry=entry)


def _note(row: DataRequest, kind: str, who: str, text: str) -> None:
    RequestEvent.objects.create(request=row, at=clock.now(), kind=kind, who=who, text=text)


def _who(actor: Actor) -> str:
    return ", ".join(part for part in (actor.post, actor.unit_name) if part) or actor.name


def _tell_both(row: DataRequest, today: date) -> None:
    fields = {"code": row.code, "kind": RequestKind(row.kind).label, "due": row.due_on}
    messaging.send(
        SYSTEM,
        reference=f"privacy.received:{row.pk}",
        template="privacy.received",
        fields=fields | {"link": f"/du-lieu-cua-toi/yeu-cau/{row.pk}/"},
        to_party_ids=[row.party_id],
    )
    role = _opens_letters(row.unit_code, today) if row.unit_code else None
    if role:
        messaging.send(
            SYSTEM,
            reference=f"privacy.to_answer:{row.pk}",
            template="privacy.to_answer",
            fields=fields | {"link": f"/yeu-cau-du-lieu/{row.pk}/"},
            to_unit_code=row.unit_code,
            to_role=role,
        )


def _tell_answer(actor: Actor, row: DataRequest) -> None:
    link = f"/du-lieu-cua-toi/yeu-cau/{row.pk}/"
    messaging.send(
        actor,
        reference=f"privacy.answered:{row.pk}",
        template="privacy.answered",
        fields={"code": row.code, "outcome": Outcome(row.outcome).label, "answer": row.answer, "link": link},
        to_party_ids=[row.party_id],
    )


def _record(actor: Actor, action: str, row: DataRequest, **details: str) -> UUID:
    return audit.record(
        actor,
        action,
        object_type="privacy.request",
        object_id=row.pk,
        purpose=actions.REQUEST_PURPOSE,
        legal_basis=actions.LAW,
        subjects=[row.party_id],
        fields=[actions.REQUEST],
        details={"kind": row.kind, **details},
    )
