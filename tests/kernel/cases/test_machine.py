"""Whatever people do in whatever order, the case, its history, its clock and its desk tell the same story."""

from datetime import timedelta
from itertools import pairwise

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.cases.office import MORNING, SCANNED, Office

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.errors import DomainError
from dean06.kernel.cases.deadlines import DeadlineKind, DeadlineRule, standing
from dean06.kernel.cases.models import Case, CaseEvent, Supplement, Task
from dean06.kernel.cases.services import applicant, handling
from dean06.kernel.cases.services.moving import history
from dean06.kernel.cases.statuses import Clock, Status, may_follow
from dean06.kernel.cases.types import Heard, Spoken

SAME_DAY = DeadlineRule(kind=DeadlineKind.SAME_DAY)
WHO = ("mother", "neighbour", "clerk", "registrar", "chair", "police")
TOLD = Spoken(by="Trần Thị Hoa", how=Heard.AT_COUNTER)
ACTS = {
    "receive": (handling.receive, {}),
    "refuse": (handling.refuse, {"reason": "Không thuộc thẩm quyền"}),
    "to_registrar": (handling.assign, {"step": "ho_tich"}),
    "to_chair": (handling.assign, {"step": "lanh_dao"}),
    "send_back": (handling.send_back, {"reason": "Xem lại"}),
    "ask": (handling.ask_supplement, {"request": "Bổ sung"}),
    "ask_again": (handling.ask_supplement, {"request": "Bổ sung nữa", "counts_as_overdue": True}),
    "stop": (handling.stop, {"reason": "Dừng"}),
    "decide": (handling.decide, {"result_number": "1"}),
    "hand_over": (handling.hand_over, {"to": "Tại quầy"}),
    "answer": (applicant.answer_supplement, {"answer": "Rồi", "papers": [SCANNED]}),
    "withdraw": (applicant.withdraw, {"reason": "Thôi"}),
    "answer_for_her": (applicant.answer_supplement, {"answer": "Rồi", "papers": [SCANNED], "spoken": TOLD}),
    "withdraw_for_her": (applicant.withdraw, {"reason": "Thôi", "spoken": TOLD}),
}
STEP = st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(WHO), st.integers(1, 60 * 30))
# The usual way through, so that examples get far; what comes in between and after is drawn.
USUAL = (
    ("receive", "clerk", 30),
    ("to_registrar", "clerk", 30),
    ("to_chair", "registrar", 30),
    ("decide", "chair", 30),
    ("hand_over", "clerk", 30),
)


def is_one_story(case: Case) -> None:
    """The invariants, from the tables alone."""
    events = list(CaseEvent.objects.filter(case=case).order_by("number"))
    assert [one.number for one in events] == list(range(1, case.revision + 1))
    assert events[-1].status == case.status
    steps = [Status(one.status) for one in events]
    assert all(before == after or may_follow(before, after) for before, after in pairwise(steps))
    assert all(before.at < after.at for before, after in pairwise(events))
    found = standing(SAME_DAY, history(case), calendar.default_calendar(), case.last_at)
    assert (case.received_at, case.due_at, case.ended_at, case.pauses) == (
        found.received_at, found.due_at, found.ended_at, found.pauses,
    )  # fmt: skip
    status = Status(case.status)
    is_over = status in (Status.NOT_RECEIVED, Status.STOPPED, Status.HANDED_OVER)
    assert Task.objects.filter(case=case, closed_at__isnull=True).count() == (0 if is_over else 1)
    waiting = Supplement.objects.filter(case=case, answered_at__isnull=True, lapsed_at__isnull=True).count()
    assert waiting == (1 if status is Status.SUPPLEMENT_ASKED else 0)
    assert bool(case.result_number) == (status in (Status.DECIDED, Status.HANDED_OVER))
    if status.clock is Clock.ENDS and found.received_at:
        assert case.is_late == found.is_overdue
    for child in Case.objects.filter(parent=case):
        if status in (Status.NOT_RECEIVED, Status.STOPPED):
            assert child.status in (Status.NOT_RECEIVED, Status.STOPPED)


def play(office: Office, case: Case, steps: list[tuple[str, str, int]]) -> None:
    """Do each step after its minutes; a refusal changes nothing."""
    now = MORNING
    for name, who, minutes in steps:
        now += timedelta(minutes=minutes)
        act, facts = ACTS[name]
        before = (case.status, case.revision)
        with clock.at(now):
            try:
                with transaction.atomic():
                    office.do(act, case, getattr(office, who), **facts)
            except DomainError:
                case.refresh_from_db()
                assert (case.status, case.revision) == before
            else:
                assert case.revision == before[1] + 1
        is_one_story(case)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=6), st.lists(STEP, max_size=6), st.integers(0, len(USUAL)))
def test_any_order_of_acts_tells_one_story(office, first, then, far):
    with transaction.atomic():
        play(office, office.case(), [*first, *USUAL[:far], *then])
        transaction.set_rollback(True)
