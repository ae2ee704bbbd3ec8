"""In which statuses an officer's act makes sense. Pure; a page shows only what the services would let through."""

from dean06.kernel.cases.procedures.types import Act
from dean06.kernel.cases.statuses import Status

RUNNING = (Status.RECEIVED, Status.PROCESSING, Status.SUPPLEMENT_ASKED, Status.PAYMENT_ASKED)
WAITING = (Status.SUBMITTED, Status.SUPPLEMENT_ASKED)

ALLOWED: dict[Act, tuple[Status, ...]] = {
    Act.RECEIVE: (Status.SUBMITTED,),
    Act.REFUSE: WAITING,
    Act.ASSIGN: (*RUNNING, Status.SUBMITTED),
    Act.RETURN: (Status.PROCESSING,),
    Act.ASK_SUPPLEMENT: (Status.SUBMITTED, Status.PROCESSING),
    Act.ASK_PAYMENT: (Status.PROCESSING,),
    Act.CONFIRM_PAYMENT: (Status.PAYMENT_ASKED,),
    Act.STOP: (*RUNNING, Status.WITHDRAWAL_ASKED),
    Act.EXTEND: RUNNING,
    Act.DECIDE: (Status.PROCESSING, Status.PAYMENT_ASKED),
    Act.HAND_OVER: (Status.DECIDED,),
}


def makes_sense(act: Act, status: Status, *, is_received: bool) -> bool:
    """Whether an act fits where a case stands; what was taken in once is not refused any more."""
    return status in ALLOWED[act] and not (act is Act.REFUSE and is_received)
