"""A case in the words its applicant reads: where it stands, what is next, what happened."""

from datetime import datetime

from dean06.kernel.base import calendar, clock
from dean06.kernel.cases.types import CaseLine, CaseStep, CaseView, Status, SupplementInfo
from dean06.ui.formats import moment
from dean06.ui.parts import Event
from dean06.ui.words import Tone

# The code of the status word whose colour the national status is shown in.
TAGS: dict[Status, str] = {
    Status.SUBMITTED: "submitted",
    Status.RECEIVED: "in_progress",
    Status.NOT_RECEIVED: "refused",
    Status.PROCESSING: "in_progress",
    Status.SUPPLEMENT_ASKED: "open",
    Status.PAYMENT_ASKED: "open",
    Status.WITHDRAWAL_ASKED: "closed",
    Status.STOPPED: "closed",
    Status.DECIDED: "confirmed",
    Status.HANDED_OVER: "done",
}
TONES: dict[Status, Tone] = {
    Status.NOT_RECEIVED: "danger",
    Status.SUPPLEMENT_ASKED: "warning",
    Status.PAYMENT_ASKED: "warning",
    Status.STOPPED: "neutral",
    Status.DECIDED: "success",
    Status.HANDED_OVER: "success",
}
ACTS = {
    "file": "Nộp hồ sơ",
    "receive": "Cơ quan tiếp nhận hồ sơ",
    "refuse": "Không tiếp nhận",
    "assign": "Chuyển bước xử lý",
    "return": "Trả về bước trước",
    "ask_supplement": "Yêu cầu bổ sung",
    "answer_supplement": "Đã bổ sung",
    "stop": "Dừng giải quyết",
    "extend": "Xin lỗi và hẹn lại",
    "decide": "Đã ký kết quả",
    "hand_over": "Đã trả kết quả",
    "withdraw": "Xin rút hồ sơ",
}
WAITING = {
    Status.SUBMITTED: "Chờ cơ quan tiếp nhận",
    Status.SUPPLEMENT_ASKED: "Đang chờ bổ sung; thời hạn tạm dừng",
    Status.DECIDED: "Đã có kết quả",
}
WITHDRAWABLE = frozenset({Status.SUBMITTED, Status.RECEIVED, Status.PROCESSING, Status.SUPPLEMENT_ASKED})


def due(line: CaseLine) -> datetime | None:
    """The moment the applicant was promised: the apology's day when there is one."""
    return line.promised_at or line.due_at


def when(line: CaseLine) -> str:
    """What the applicant wants to know first: until when, or since when it is over."""
    if line.status in WAITING:
        return WAITING[line.status]
    if line.ended_at:
        return f"Xong lúc {moment(line.ended_at)}"
    promised = due(line)
    if promised is None:
        return ""
    if line.is_overdue:
        return f"Đã quá hạn {moment(promised)}"
    days = calendar.default_calendar().working_days_between(clock.today(), clock.local(promised).date())
    return f"Hẹn trả {moment(promised)}" + (f", còn {days} ngày làm việc" if days > 0 else ", hôm nay")


def tag(line: CaseLine) -> str:
    """The code of the colour its status is shown in."""
    return "overdue" if line.is_overdue and not line.ended_at else TAGS[line.status]


def events(view: CaseView) -> list[Event]:
    """The history, newest first."""
    return [_event(step) for step in reversed(view.steps)]


def asked(view: CaseView) -> SupplementInfo | None:
    """The request that waits for an answer."""
    if view.line.status is not Status.SUPPLEMENT_ASKED:
        return None
    return next((one for one in reversed(view.supplements) if one.answered_at is None), None)


def may_withdraw(view: CaseView) -> bool:
    """Whether the applicant can still take it back."""
    return view.line.status in WITHDRAWABLE


def _event(step: CaseStep) -> Event:
    title = ACTS.get(step.act, step.status.label)
    return Event(title=title, at=step.at, who=step.who, text=step.note, tone=TONES.get(step.status, "info"))
