"""What an applicant is told of her case, in her inbox, in the transaction of the act."""

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.statuses import Status
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.types import MessageClass

HEADINGS = {
    Status.RECEIVED: "Đã tiếp nhận hồ sơ {code}",
    Status.NOT_RECEIVED: "Hồ sơ {code} không được tiếp nhận",
    Status.SUPPLEMENT_ASKED: "Hồ sơ {code} cần bổ sung",
    Status.PAYMENT_ASKED: "Hồ sơ {code} cần nộp phí, lệ phí",
    Status.STOPPED: "Đã dừng giải quyết hồ sơ {code}",
    Status.DECIDED: "Hồ sơ {code} đã có kết quả",
    Status.HANDED_OVER: "Đã trả kết quả hồ sơ {code}",
}
WRITTEN_DOWN = "Cán bộ đã ghi thay bà/ông trong hồ sơ {code}"
NOT_YOU = "Nếu bà/ông không nhờ việc này, hãy báo ngay cho bộ phận một cửa hoặc phản ánh trên trang này."
PROMISED = "Xin lỗi vì chậm và hẹn lại hồ sơ {code}"


def tell_status(case: Case, note: str) -> None:
    """Say where the case has come to; nothing for what passes only between desks."""
    heading = HEADINGS.get(Status(case.status))
    if heading:
        _send(case, heading, note, _promise(case) if case.status == Status.RECEIVED else "")


def tell_promise(case: Case, reason: str) -> None:
    """Say the apology and the new day."""
    _send(case, PROMISED, reason, f"Hẹn lại: {_moment(case)}.")


def tell_written_down(case: Case, what: str, said: str) -> None:
    """Say what an officer wrote down in the applicant's name, so that nobody does so behind her back."""
    _send(case, WRITTEN_DOWN, f"{what}: {said}", NOT_YOU)


def _send(case: Case, heading: str, *lines: str) -> None:
    asked = case.status in (Status.SUPPLEMENT_ASKED, Status.PAYMENT_ASKED)
    messaging.send(
        SYSTEM,
        reference=f"cases.{case.revision}:{case.pk}",
        subject=heading.format(code=case.code),
        body="\n\n".join(line for line in (f"{case.procedure_name}, {case.unit_name}.", *lines) if line),
        to_party_ids=[case.applicant_id],
        message_class=MessageClass.TASK if asked else MessageClass.NOTICE,
    )


def _promise(case: Case) -> str:
    """When the result is due; where only a stand-in of ours is known, what the day hangs on."""
    procedure = procedure_of(case.version)
    return f"{procedure.deadline_note}." if procedure.is_provisional else f"Hẹn trả kết quả: {_moment(case)}."


def _moment(case: Case) -> str:
    at = case.promised_at or case.due_at
    return f"{clock.local(at):%H:%M} ngày {clock.local(at):%d/%m/%Y}" if at else "không quy định"
