"""One question to the register: allowed or refused, put outside any transaction, and written down."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, outbox, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import DomainError, Invalid, NotPermitted, TooMany, Unavailable
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.base.wiring import resolve
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Cause, Field, PopulationRegister, RegisterFailed
from dean06.kernel.registry import actions
from dean06.kernel.registry.selectors.purposes import purpose as purpose_on
from dean06.kernel.registry.types import LONGEST_ACT, PurposeInfo, Verb

T = TypeVar("T")
Check = Callable[[PurposeInfo], None]
# A counter answers a few dozen people a day; more within an hour is a list being worked through, and somebody is told.
OFFICER_LIMIT = Limit(name="registry.officer", count=60, seconds=3600)
TOO_MANY_TOPIC = "registry.too_many"
OBJECT = "registry.person"
ACTION_OF = {Verb.VERIFY: actions.VERIFY, Verb.LOOKUP: actions.LOOKUP, Verb.HOUSEHOLD: actions.HOUSEHOLD}
REFUSED_PURPOSE = "Tra cứu dữ liệu dân cư (bị từ chối)"
REFUSED_BASIS = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that may be put: who asks what about whom, for which purpose, because of which act."""

    actor: Actor
    verb: Verb
    personal_id: str
    purpose: PurposeInfo
    act: str

    def call(self, question: Callable[[PopulationRegister, Cause], T]) -> T:
        """Put the question. Unavailable, written down, when no usable answer comes."""
        cause = Cause(
            purpose=self.purpose.provider_code,
            legal_basis=self.purpose.legal_basis,
            act=self.act,
            user=self.actor.user_id.hex if self.actor.user_id else "",
        )
        try:
            return question(resolve(PopulationRegister), cause)
        except RegisterFailed as failed:
            self._write(actions.FAIL, [self.personal_id], [], {"verb": self.verb.value, "reason": failed.reason.value})
            raise Unavailable(
                failed.message_vi, code=f"register_{failed.reason.value}", retry_after=failed.retry_after_s
            ) from failed

    def record(self, about: Iterable[str], fields: Iterable[str], details: Mapping[str, Any]) -> None:
        """Write down what was learnt about whom; before this nothing may be shown."""
        self._write(ACTION_OF[self.verb], about, fields, details)

    def _write(self, action: str, about: Iterable[str], fields: Iterable[str], details: Mapping[str, Any]) -> None:
        persons = [parties.subject_of(number) for number in about]
        with transaction.atomic(durable=True):
            record(
                self.actor,
                action,
                object_type=OBJECT,
                object_id=persons[0],
                purpose=self.purpose.title,
                legal_basis=self.purpose.legal_basis,
                subjects=persons,
                fields=fields,
                details={"purpose": self.purpose.code, **details},
                case_ref=self.act,
            )


def ask(actor: Actor, verb: Verb, *, personal_id: str, purpose: str, act: str, check: Check) -> Asked:
    """The question if it may be put; else the refusal, written down with its reason.

    Invalid for a malformed number, no act, nothing asked; NotPermitted for a purpose, verb, field or claim that is not
    the actor's; TooMany beyond ``OFFICER_LIMIT``, of which operators are told.
    """
    try:
        _check_number(personal_id)
        check_act(act)
        found = allowed(actor, verb, purpose)
        check(found)
        count_question(actor)
    except DomainError as refusal:
        write_refusal(actor, verb, personal_id, refusal)
        raise
    return Asked(actor=actor, verb=verb, personal_id=personal_id, purpose=found, act=act)


def count_question(actor: Actor) -> None:
    """TooMany when the actor has asked more than an officer asks in an hour."""
    ratelimit.hit(OFFICER_LIMIT, str(actor.user_id or actor.name))


def _check_number(personal_id: str) -> None:
    if not parties.is_personal_id(personal_id):
        raise Invalid("Số định danh cá nhân gồm đúng 12 chữ số. Hãy kiểm tra lại.", field="personal_id")


def check_act(act: str) -> None:
    """Invalid without the reference of a case or act: nobody asks for no reason. Blanks at its ends cannot be sent."""
    if not (0 < len(act) <= LONGEST_ACT and act.isascii() and act.isprintable() and act == act.strip()):
        raise Invalid("Ghi mã hồ sơ hoặc số việc, chỉ dùng chữ không dấu và số.", field="act")


def allowed(actor: Actor, verb: Verb, code: str) -> PurposeInfo:
    """The purpose, as it stands today, if the actor may do this for it; else NotPermitted."""
    found = purpose_on(code, clock.today())
    if found is None or not found.is_open_to(actor):
        raise NotPermitted("Mục đích này không dùng được.", code="purpose_not_yours", field="purpose")
    if verb not in found.verbs:
        raise NotPermitted("Mục đích này không cho phép việc tra cứu này.", code="verb_not_allowed", field="purpose")
    return found


def check_fields(found: PurposeInfo, fields: frozenset[Field]) -> None:
    """Invalid for nothing, NotPermitted for a fact the purpose does not show."""
    if not fields:
        raise Invalid("Chọn ít nhất một thông tin cần xem.", field="fields")
    if not fields <= found.fields:
        raise NotPermitted(
            "Mục đích này không được xem thông tin đã chọn. Bỏ bớt rồi tra cứu lại.",
            code="field_not_allowed",
            field="fields",
        )


def check_claimed(found: PurposeInfo, claimed: Collection[str]) -> None:
    """Invalid for nothing, NotPermitted for a member of ``Claim`` the purpose does not compare."""
    if not claimed:
        raise Invalid("Nhập ít nhất một thông tin để đối chiếu.", field="full_name")
    if outside := [label for name, label in actions.CLAIM_LABELS.items() if name in set(claimed) - found.comparable]:
        raise NotPermitted(
            f"Mục đích này không được đối chiếu {', '.join(outside)}. Bỏ thông tin đó rồi gửi lại.",
            code="claim_not_allowed",
        )


def write_refusal(actor: Actor, verb: Verb | None, personal_id: str, refusal: DomainError) -> None:
    """Nobody's data was seen, yet the person may know that somebody tried; a malformed number is nobody's."""
    persons = [parties.subject_of(personal_id)] if parties.is_personal_id(personal_id) else []
    with transaction.atomic(durable=True):
        entry = record(
            actor,
            actions.REFUSE,
            object_type=OBJECT,
            object_id=persons[0] if persons else "malformed" if personal_id else "nobody",
            purpose=REFUSED_PURPOSE,
            legal_basis=REFUSED_BASIS,
            subjects=persons,
            details={"verb": verb.value if verb else "", "reason": refusal.code},
        )
        if isinstance(refusal, TooMany):
            hour = f"{clock.now():%Y%m%d%H}"
            outbox.enqueue(
                TOO_MANY_TOPIC,
                {"entry": str(entry), "user": str(actor.user_id or ""), "unit": actor.unit_code},
                message_id=f"{TOO_MANY_TOPIC}:{actor.user_id}:{hour}",
            )
