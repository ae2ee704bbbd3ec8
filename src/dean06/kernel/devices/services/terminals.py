"""Terminals: declared by an operator, enrolled by their own machine with a one-time code, put out of use."""

import contextlib
import hashlib
import secrets
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import ANONYMOUS, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.logging import request_id
from dean06.kernel.devices import actions, limits, wire
from dean06.kernel.devices.models import LONGEST_NAME, Terminal
from dean06.kernel.devices.types import TerminalState
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.card import ENROLMENT

OBJECT = "devices.terminal"
MAY_ADMINISTER = frozenset({Role.OPERATOR, Role.SYSTEM})
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is mistaken for something else when read aloud
_WRONG_CODE = "Mã đăng ký không đúng, đã dùng hoặc hết hạn. Xin người vận hành cấp mã mới ở trang Đầu đọc thẻ."


def register_terminal(actor: Actor, *, name: str, unit_code: str) -> tuple[UUID, str]:
    """Declare a reader at a desk of a unit; its id and the code its machine enrols with, shown this once.

    Operators may. Invalid for an empty name or a unit that does not exist today, Conflict for a name in use there.
    """
    _require(actor)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid(f"Đặt tên cho đầu đọc, nhiều nhất {LONGEST_NAME} ký tự.", field="name")
    if not parties.exists(unit_code, clock.today()):
        raise Invalid("Đơn vị này hiện không có. Chọn một đơn vị trong danh sách.", field="unit_code")
    code = _new_code()
    row = Terminal(name=name, unit_code=unit_code, code_digest=_digest(code), code_expires_at=_code_end())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(
                actor,
                actions.REGISTER_TERMINAL,
                object_type=OBJECT,
                object_id=row.pk,
                details={"unit": unit_code},
            )
    except IntegrityError:
        raise Conflict(
            "Đơn vị đã có đầu đọc mang tên này. Chọn tên khác.", code="terminal_name_taken", field="name"
        ) from None
    return row.pk, code


def renew_code(actor: Actor, *, terminal_id: UUID) -> str:
    """A new code for a terminal that has not enrolled; the one before is worth nothing. Operators may."""
    _require(actor)
    code = _new_code()
    with transaction.atomic():
        row = _locked(terminal_id)
        if row.state != TerminalState.WAITING:
            raise Conflict("Đầu đọc này đã đăng ký xong hoặc đã ngừng dùng.", code="terminal_not_waiting")
        Terminal.objects.filter(pk=row.pk).update(code_digest=_digest(code), code_expires_at=_code_end())
        record(actor, actions.RENEW_CODE, object_type=OBJECT, object_id=row.pk)
    return code


def revoke_terminal(actor: Actor, *, terminal_id: UUID) -> None:
    """Put a terminal out of use for good: what its device signs is refused from the next reading on. Operators may."""
    _require(actor)
    with transaction.atomic():
        row = _locked(terminal_id)
        if row.state == TerminalState.REVOKED:
            raise Conflict("Đầu đọc này đã ngừng dùng.", code="terminal_revoked")
        Terminal.objects.filter(pk=row.pk).update(
            state=TerminalState.REVOKED, revoked_at=clock.now(), code_digest="", code_expires_at=None
        )
        record(actor, actions.REVOKE_TERMINAL, object_type=OBJECT, object_id=row.pk)


def enrol_terminal(*, code: str, device: str, signature: str, caller: str = "") -> str:
    """Give the terminal of this code its device; returns the terminal's name.

    ``caller``: the network address that asks, by which tries are counted (TooMany); "" for the installation itself.

    ``signature``: by the device's key over ``ENROLMENT`` and the code, so nobody enrols a key he does not hold.
    Invalid, audited, for a code that is wrong, spent or old; for a key that is none or enrolled already.
    """
    actor = replace(ANONYMOUS, request_id=request_id())
    if caller:
        _count_try(actor, caller)
    code = normal_code(code)
    is_owner = wire.is_device_key(device) and wire.device_holds(device, ENROLMENT + code.encode(), signature)
    try:
        with transaction.atomic():
            found = Terminal.objects.select_for_update().filter(code_digest=_digest(code), state=TerminalState.WAITING)
            row = found.filter(code_expires_at__gt=clock.now()).first()
            if row is not None and is_owner:
                Terminal.objects.filter(pk=row.pk).update(
                    state=TerminalState.ACTIVE, device=device, code_digest="", code_expires_at=None,
                    enrolled_at=clock.now(),
                )  # fmt: skip
                record(actor, actions.ENROL_TERMINAL, object_type=OBJECT, object_id=row.pk, device=str(row.pk))
                return row.name
    except IntegrityError:
        raise _refuse(actor, "device_known") from None
    raise _refuse(actor, "wrong_code" if is_owner else "wrong_key")


def _count_try(actor: Actor, caller: str) -> None:
    """TooMany for a guesser; one entry a window says so, for strangers must not be able to fill the log."""
    try:
        ratelimit.hit(limits.ENROL_LIMIT, caller)
    except TooMany:
        with contextlib.suppress(TooMany):
            ratelimit.hit(limits.ENROL_NOTED, caller)
            _write_refused(actor, "rate_limited")
        raise


def normal_code(code: str) -> str:
    """A code as typed: lower case, spaces and dashes do not matter."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _write_refused(actor: Actor, reason: str) -> None:
    with transaction.atomic():
        record(
            actor, actions.ENROL_REFUSED, object_type=OBJECT, object_id=new_id(), details={"reason": reason}
        )  # fmt: skip


def _refuse(actor: Actor, reason: str) -> Invalid:
    _write_refused(actor, reason)
    if reason == "device_known":
        return Invalid(
            "Máy này đã đăng ký rồi. Muốn đăng ký lại, ngừng dùng đầu đọc cũ ở trang Đầu đọc thẻ rồi chạy lại.",
            code=reason,
        )
    return Invalid(_WRONG_CODE, code=reason)


def _locked(terminal_id: UUID) -> Terminal:
    row = Terminal.objects.select_for_update().filter(pk=terminal_id).first()
    if row is None:
        raise NotFound("Không có đầu đọc này.", code="terminal_not_found")
    return row


def _new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(limits.CODE_LENGTH))


def _code_end() -> datetime:
    return clock.now() + limits.CODE_LIFETIME


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _require(actor: Actor) -> None:
    if actor.role not in MAY_ADMINISTER:
        raise NotPermitted("Chỉ người vận hành quản lý đầu đọc thẻ.")
