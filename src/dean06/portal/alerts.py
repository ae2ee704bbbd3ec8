"""Who is told when the emergency account is used, the population register gone through, or the log contradicted."""

from typing import Any
from uuid import UUID

from dean06.kernel.audit import api as audit
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
    "Số lần tra cứu trong một giờ hoặc số dòng danh sách đối chiếu trong một ngày đã vượt giới hạn nên hệ thống tạm "
    "dừng, đơn vị: {unit}.\n\n"
    "Xem ai đã tra cứu trong nhật ký (bản ghi {entry}), hỏi lý do và báo cán bộ bảo vệ dữ liệu cá nhân nếu không có "
    "hồ sơ tương ứng."
)


FORK_SUBJECT = "Báo động: bên làm chứng thấy một nhật ký khác"
FORK_BODY = (
    "Bên làm chứng đã ký một nhật ký không khớp nhật ký đang có ở đây. Có thể bản ghi đã bị mất, bị lấy đi hoặc bị "
    "viết lại; cũng có thể vừa khôi phục một bản sao lưu cũ.\n\n"
    "Không sửa, không xoá gì. Sao lưu nguyên trạng, làm theo trang “Bên làm chứng” trong tài liệu vận hành và báo cơ "
    "quan có thẩm quyền. Bản ghi báo động: {entry}."
)


@handles(audit.FORK_TOPIC, local=True)
def tell_of_fork(payload: dict[str, Any], message_id: str) -> None:
    """Send the alarm that a witness contradicts the audit log."""
    _tell(message_id, FORK_SUBJECT, FORK_BODY.format(entry=payload["entry"]))


@handles(registry.TOO_MANY_TOPIC, local=True)
def tell_of_too_many_lookups(payload: dict[str, Any], message_id: str) -> None:
    """Send the alarm that an officer works through the register."""
    unit = payload["unit"]
    name = parties.unit_name(unit, clock.today()) if unit else ""
    _tell(message_id, TOO_MANY_SUBJECT, TOO_MANY_BODY.format(unit=name, entry=payload["entry"]))


@handles(identity.BREAK_GLASS_USED_TOPIC, local=True)
def tell_of_break_glass(payload: dict[str, Any], message_id: str) -> None:
    """Send the alarm that the emergency account was used."""
    at = clock.local(identity.sign_in_time(UUID(payload["session"])))
    _tell(message_id, SUBJECT, BODY.format(at=at))


def _tell(message_id: str, subject: str, body: str) -> None:
    """To every leader and operator in office today; LookupError, seen on the operator's page, when there is none."""
    people = _answerable()
    if not people:
        raise LookupError("no leader or operator holds a post today: nobody can be told of the alarm")
    messaging.send(
        SYSTEM,
        reference=message_id,
        subject=subject,
        body=body,
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
