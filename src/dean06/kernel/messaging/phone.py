"""Text messages, for those who gave a number: it counts once its owner has typed in the code sent to it.

Off unless the installation names a gateway (``DEAN06_SMS_URL``).
"""

import hashlib
import re
from typing import Any

from django.conf import settings

from dean06.kernel.base import outbox, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.base.wiring import resolve
from dean06.kernel.messaging import actions, contacts, providers
from dean06.kernel.messaging.contacts import Kind
from dean06.kernel.messaging.models import PhoneNumber
from dean06.kernel.messaging.types import Channel, PhoneState
from dean06.kernel.ports.handover import Fate
from dean06.kernel.ports.sms import Sms, SmsGateway

CONFIRM = "messaging.phone_code"
ASK_LIMIT = Limit(name="messaging.ask_phone", count=5, seconds=3600)
GUESS_LIMIT = Limit(name="messaging.guess_phone_code", count=10, seconds=3600)
# Whoever types in somebody else's number makes that phone ring: seldom, however many people try.
NUMBER_LIMIT = Limit(name="messaging.code_to_number", count=3, seconds=24 * 3600)
REFERENCE_LENGTH = 40
TEXT = "Ma xac nhan so dien thoai: {code}. Ma dung duoc trong 30 phut. Khong dua ma nay cho ai."
_MOBILE = re.compile(r"(?:0|84)([35789]\d{8})")
_DECORATION = re.compile(r"[\s.()+-]")
NUMBER = Kind(
    model=PhoneNumber,
    column="phone",
    topic=CONFIRM,
    object_type="messaging.phone_number",
    asked=actions.ASK_PHONE,
    confirmed=actions.CONFIRM_PHONE,
    forgotten=actions.FORGET_PHONE,
    ask_limit=ASK_LIMIT,
    guess_limit=GUESS_LIMIT,
    nothing_given="Bà/ông chưa nhập số điện thoại.",
)


class CodeNotSent(RuntimeError):
    """No provider took the code; the outbox tries again."""


def is_offered() -> bool:
    """True when the installation can send text messages."""
    return bool(settings.SMS)


def state(actor: Actor) -> PhoneState:
    """The actor's own number as it is written in Việt Nam, and whether it is confirmed."""
    phone, is_confirmed = contacts.own(NUMBER, actor)
    written = f"0{phone.removeprefix('84')}" if phone else ""
    return PhoneState(phone=written, is_confirmed=is_confirmed, is_offered=is_offered())


def ask_phone(actor: Actor, *, phone: str) -> None:
    """Take the actor's number and send a code to it. Invalid for what is no Vietnamese mobile number, TooMany."""
    contacts.person(actor)
    number = normalised(phone)
    ratelimit.hit(NUMBER_LIMIT, number)
    contacts.ask(NUMBER, actor, number)


def confirm_phone(actor: Actor, *, code: str) -> None:
    """Accept the code from the text message. NotFound when no number was given, Invalid, TooMany."""
    contacts.confirm(NUMBER, actor, code)


def forget_phone(actor: Actor) -> None:
    """Delete the actor's number. NotFound when there is none."""
    contacts.forget(NUMBER, actor)


def normalised(text: str) -> str:
    """A mobile number as 84 and nine digits (numbering plan of 2018: 03, 05, 07, 08, 09). Invalid."""
    match = _MOBILE.fullmatch(_DECORATION.sub("", text))
    if match is None:
        raise Invalid("Số điện thoại di động chưa đúng, ví dụ: 0912 345 678", code="bad_phone", field="phone")
    return f"84{match[1]}"


@outbox.handles(CONFIRM)
def send_code(payload: dict[str, Any], message_id: str) -> None:
    """Send the confirmation code; nothing when the number was changed or confirmed meanwhile. CodeNotSent."""
    row = contacts.waiting_for_code(NUMBER, payload, message_id)
    if row is None:
        return
    reference = hashlib.sha256(message_id.encode()).hexdigest()[:REFERENCE_LENGTH]
    text = TEXT.format(code=contacts.code_of(NUMBER, row))
    one = Sms(reference=reference, phone=row.phone, text=text, alphabet="gsm7")
    (outcome,) = resolve(SmsGateway).send([one], without=providers.switched_off(Channel.SMS))
    if outcome.fate is not Fate.ACCEPTED:
        raise CodeNotSent(f"{outcome.provider}: {outcome.fate} {outcome.detail}")
