"""Who is told when the emergency account is used, or when an officer works through the population register."""

from typing import Any
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.delivery import handles
from dean06.kernel.identity import api as identity
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.types import MessageClass
from dean06.kernel.parties import api as parties
from dean06.kernel.registry import api as registry

TOLD = (Role.LEADER, Role.OPERATOR)
SUBJECT = "Tài khoản vận hành khẩn cấp vừa được dùng"
BODY = (
    "Tài khoản vận hành khẩn cấp đã đăng nhập lúc {at:%H:%M ngày %d/%m/%Y}.\n\n"
    "Nếu bà/ông không biết việc này, hãy báo ngay bộ phận an toàn thông tin và tắt tài khoản "
    "(bỏ DEAN06_BREAK_GLASS, chạy dean06 break-glass revoke). Mọi thao tác đều đã được ghi vào nhật ký."
)

TOO_MANY_SUBJECT = "Một cán bộ tra cứu cơ sở dữ liệu dân cư nhiều bất thường"
TOO_MANY_BODY = (
    "Số lần tra cứu trong một giờ đã vượt giới hạn nên hệ thống tạm dừng, đơn vị: {unit}.\n\n"
    "Xem ai đã tra cứu trong nhật ký (bản ghi {entry}), hỏi lý do và báo cán bộ bảo vệ dữ liệu cá nhân nếu không có "
    "hồ sơ tương ứng."
)


@handles(registry.TOO_MANY_TOPIC, local=True)
def tell_of_too_many_lookups(payload: dict[str, Any], message_id: str) -> None:
    """Send the alarm to every leader and operator in office today."""
    people = _answerable()
    if not people:
        raise LookupError("no leader or operator holds a post today: nobody can be told of the look-ups")
    unit = payload["unit"]
    messaging.send(
        SYSTEM,
        reference=message_id,
        subject=TOO_MANY_SUBJECT,
        body=TOO_MANY_BODY.format(unit=parties.unit_name(unit, clock.today()) if unit else "", entry=payload["entry"]),
        to_party_ids=people,
        link="/van-hanh/",
        message_class=MessageClass.ALERT,
    )


@handles(identity.BREAK_GLASS_USED_TOPIC, local=True)
def tell_of_break_glass(payload: dict[str, Any], message_id: str) -> None:
    """Send the alarm to every leader and operator in office today."""
    people = _answerable()
    if not people:
        raise LookupError("no leader or operator holds a post today: nobody can be told of the emergency sign-in")
    at = clock.local(identity.sign_in_time(UUID(payload["session"])))
    messaging.send(
        SYSTEM,
        reference=message_id,
        subject=SUBJECT,
        body=BODY.format(at=at),
        to_party_ids=people,
        link="/van-hanh/",
        message_class=MessageClass.ALERT,
    )


def _answerable() -> set[UUID]:
    today = clock.today()
    return {
        holder.party_id
        for unit in parties.units(today)
        for role in TOLD
        for holder in parties.holders(unit.code, role, today)
    }
