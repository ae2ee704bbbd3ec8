"""The word and colour of the time a case has left."""

from datetime import datetime
from uuid import UUID

import pytest
from tests.kernel.cases.office import at

from dean06.kernel.base.calendar import WorkingCalendar
from dean06.kernel.cases.types import CaseLine, Channel, Status
from dean06.portal.desk_time import time_left

FRIDAY = at("05/12/2025 09:00")


def line(status: Status, due: str = "", *, ended: datetime | None = None, late: bool = False) -> CaseLine:
    return CaseLine(
        id=UUID(int=1),
        code="x",
        procedure_code="x",
        procedure_name="x",
        status=status,
        channel=Channel.ONLINE,
        unit_code="x",
        unit_name="x",
        submitted_at=FRIDAY,
        received_at=at("01/12/2025 08:00") if due else None,
        due_at=at(due) if due else None,
        promised_at=None,
        ended_at=ended,
        is_paused=bool(due) and status is Status.SUPPLEMENT_ASKED,
        is_overdue=late,
        revision=1,
        step="",
        assignee="",
    )


RUNNING = Status.PROCESSING


@pytest.mark.parametrize(
    ("given", "text", "tone"),
    [
        (line(RUNNING, "09/12/2025 17:30"), "còn 2 ngày làm việc", "info"),
        (line(RUNNING, "08/12/2025 17:30"), "còn 1 ngày làm việc", "warning"),
        (line(RUNNING, "05/12/2025 17:30"), "còn 8 giờ", "warning"),
        (line(RUNNING, "05/12/2025 09:20"), "còn 20 phút", "warning"),
        (line(RUNNING, "05/12/2025 06:00"), "quá hạn 3 giờ", "danger"),
        (line(RUNNING, "03/12/2025 17:30"), "quá hạn 2 ngày làm việc", "danger"),
        (line(RUNNING, "09/12/2025 17:30", late=True), "tính là quá hạn, còn 2 ngày làm việc", "danger"),
        (line(Status.SUPPLEMENT_ASKED, "04/12/2025 17:30"), "tạm dừng", "neutral"),
        (line(Status.SUPPLEMENT_ASKED, "04/12/2025 17:30", late=True), "tính là quá hạn", "danger"),
        (line(Status.SUPPLEMENT_ASKED), "chờ bổ sung", "neutral"),
        (line(Status.SUBMITTED), "chưa tiếp nhận", "info"),
        (line(Status.WITHDRAWAL_ASKED, "09/12/2025 17:30", ended=FRIDAY), "xin rút, chờ dừng", "warning"),
        (line(Status.DECIDED, "09/12/2025 17:30", ended=FRIDAY), "xong đúng hạn", "success"),
        (line(Status.HANDED_OVER, "04/12/2025 17:30", ended=FRIDAY, late=True), "xong quá hạn", "warning"),
        (line(Status.STOPPED, "04/12/2025 17:30", ended=FRIDAY), "đã kết thúc", "neutral"),
    ],
)
def test_words(given, text, tone):
    word = time_left(given, FRIDAY, WorkingCalendar())
    assert (word.text, word.tone) == (text, tone)
