"""The ten statuses every one-stop system of the country reports, and what each means for the clock. Pure.

The list is the national one (as provincial products and a ministry's integration page have it); other systems count
otherwise and are mapped by a table, never by a guess.
"""

from enum import IntEnum, StrEnum


class Clock(StrEnum):
    """What a status does to the time the office has."""

    WAITS = "waits"  # not received: no time runs yet
    RUNS = "runs"
    PAUSES = "pauses"
    ENDS = "ends"


class Status(IntEnum):
    """Where a case stands, by its national number. 9 and 10 differ: decided, and handed over."""

    SUBMITTED = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    PROCESSING = 4
    SUPPLEMENT_ASKED = 5
    PAYMENT_ASKED = 6
    WITHDRAWAL_ASKED = 7
    STOPPED = 8
    DECIDED = 9
    HANDED_OVER = 10

    @property
    def label(self) -> str:
        """The national wording."""
        return LABELS[self]

    @property
    def clock(self) -> Clock:
        """What it does to the time."""
        return CLOCKS[self]


LABELS = {
    Status.SUBMITTED: "Mới đăng ký",
    Status.RECEIVED: "Được tiếp nhận",
    Status.NOT_RECEIVED: "Không được tiếp nhận",
    Status.PROCESSING: "Đang xử lý",
    Status.SUPPLEMENT_ASKED: "Yêu cầu bổ sung giấy tờ",
    Status.PAYMENT_ASKED: "Yêu cầu thực hiện nghĩa vụ tài chính",
    Status.WITHDRAWAL_ASKED: "Công dân yêu cầu rút hồ sơ",
    Status.STOPPED: "Dừng xử lý",
    Status.DECIDED: "Đã xử lý xong",
    Status.HANDED_OVER: "Đã trả kết quả",
}
CLOCKS = {
    Status.SUBMITTED: Clock.WAITS,
    Status.RECEIVED: Clock.RUNS,
    Status.NOT_RECEIVED: Clock.ENDS,
    Status.PROCESSING: Clock.RUNS,
    Status.SUPPLEMENT_ASKED: Clock.PAUSES,
    Status.PAYMENT_ASKED: Clock.RUNS,
    Status.WITHDRAWAL_ASKED: Clock.ENDS,
    Status.STOPPED: Clock.ENDS,
    Status.DECIDED: Clock.ENDS,
    Status.HANDED_OVER: Clock.ENDS,
}
# Which status may follow which. Withdrawal takes two steps, the citizen's (7) and the officer's (8); a citizen may take
# a withdrawal back until then. Nothing follows 3, 8 and 10.
NEXT: dict[Status, frozenset[Status]] = {
    Status.SUBMITTED: frozenset(
        {Status.RECEIVED, Status.NOT_RECEIVED, Status.SUPPLEMENT_ASKED, Status.WITHDRAWAL_ASKED}
    ),
    Status.RECEIVED: frozenset({Status.PROCESSING, Status.WITHDRAWAL_ASKED, Status.STOPPED}),
    Status.NOT_RECEIVED: frozenset(),
    Status.PROCESSING: frozenset(
        {
            Status.SUPPLEMENT_ASKED,
            Status.PAYMENT_ASKED,
            Status.WITHDRAWAL_ASKED,
            Status.STOPPED,
            Status.DECIDED,
        }
    ),
    Status.SUPPLEMENT_ASKED: frozenset(
        {Status.SUBMITTED, Status.PROCESSING, Status.WITHDRAWAL_ASKED, Status.STOPPED, Status.NOT_RECEIVED}
    ),
    Status.PAYMENT_ASKED: frozenset({Status.PROCESSING, Status.WITHDRAWAL_ASKED, Status.STOPPED, Status.DECIDED}),
    Status.WITHDRAWAL_ASKED: frozenset({Status.STOPPED, Status.PROCESSING}),
    Status.STOPPED: frozenset(),
    Status.DECIDED: frozenset({Status.HANDED_OVER}),
    Status.HANDED_OVER: frozenset(),
}


def may_follow(now: Status, then: Status) -> bool:
    """Whether a case may go from one status to the other."""
    return then in NEXT[now]
