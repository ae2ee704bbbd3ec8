"""Reminders before a deadline and escalation after it, each stage once; sent to the unit that owes the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.types import MessageClass
from dean06.kernel.parties import api as parties
from dean06.programme.choices import ProgressState, UnitRole, Verdict
from dean06.programme.models import Assignment, Directive, Obligation, ReminderSent, Responsibility
from dean06.programme.rules import reminders
from dean06.programme.rules.deadlines import Deadline
from dean06.programme.rules.tracking import tracking_unit
from dean06.programme.selectors.plan_duty import units_owing_plan
from dean06.programme.services import deadlines
from dean06.programme.services.log import record

STAGE_WORDS = {
    "d7": "còn 7 ngày làm việc",
    "d3": "còn 3 ngày làm việc",
    "d1": "còn 1 ngày làm việc",
    reminders.OVERDUE: "đã quá hạn",
    reminders.ESCALATED: "đã quá hạn, báo cáo lãnh đạo",
}


@dataclass(frozen=True, kw_only=True)
class Owed:
    """Something a unit owes by a day: an assignment or an obligation of the letter."""

    subject: Assignment | Obligation
    unit_code: str
    title: str
    link: str
    due: reminders.Due


def send_due(actor: Actor, *, on: date) -> int:
    """Send every reminder whose stage is reached on ``on`` and was not sent; returns how many. Idempotent."""
    owed = [*_assignments_owed(on), *_plans_owed(on)]
    return sum(_send_once(actor, item, on) for item in owed)


def _assignments_owed(on: date) -> Iterator[Owed]:
    open_tasks = Assignment.objects.exclude(
        reports__state=ProgressState.COMPLETED, reports__verdict=Verdict.CONFIRMED
    ).select_related("directive")
    for task in open_tasks:
        entry = deadlines.current(task)
        deadline = Deadline(kind=entry.kind, on=entry.on, bound=entry.bound) if entry else Deadline()
        if due := reminders.due_stage(deadline, on):
            title = f"Nhiệm vụ {task.number}: {task.title}"
            link = f"/bang-dieu-hanh/nhiem-vu/{task.pk}/"
            for code in _debtors(task, on):
                yield Owed(subject=task, unit_code=code, title=title, link=link, due=due)


def _debtors(task: Assignment, on: date) -> list[str]:
    duties = Responsibility.objects.in_force(on).filter(assignment=task)
    accountable = [duty.unit_code for duty in duties if duty.is_accountable]
    leads = accountable or [duty.unit_code for duty in duties if duty.role == UnitRole.LEAD]
    return sorted({code for code in leads if parties.exists(code, on)})


def _plans_owed(on: date) -> Iterator[Owed]:
    for directive in Directive.objects.all():
        duty = directive.obligations.filter(is_plan_duty=True).first()
        if duty is None:
            continue
        deadline = Deadline(kind=duty.deadline_kind, on=duty.deadline_on, bound=duty.deadline_bound)
        if due := reminders.due_stage(deadline, on):
            link = f"/chi-dao/{directive.pk}/ke-hoach/"
            for code in units_owing_plan(directive, on):
                yield Owed(subject=duty, unit_code=code, title="Gửi kế hoạch thực hiện công văn", link=link, due=due)


def _send_once(actor: Actor, owed: Owed, on: date) -> int:
    is_task = isinstance(owed.subject, Assignment)
    try:
        with transaction.atomic():
            sent = ReminderSent.objects.create(
                assignment=owed.subject if isinstance(owed.subject, Assignment) else None,
                obligation=owed.subject if isinstance(owed.subject, Obligation) else None,
                unit_code=owed.unit_code,
                stage=owed.due.stage,
                due_on=owed.due.due_on,
                sent_at=clock.now(),
            )
            for unit_code, role in _receivers(owed, on):
                _message(actor, owed, sent, unit_code, role)
            kind = "assignment" if is_task else "obligation"
            record(actor, "send_reminder", kind, owed.subject.pk, unit=owed.unit_code, stage=owed.due.stage)
    except IntegrityError:
        return 0  # this stage went out before; the unique constraint is the memory
    return 1


def _receivers(owed: Owed, on: date) -> list[tuple[str, Role]]:
    receivers = [(owed.unit_code, Role.CLERK)]
    if owed.due.stage in {reminders.OVERDUE, reminders.ESCALATED}:
        receivers.append((tracking_unit(on), Role.COORDINATOR))
    if owed.due.stage == reminders.ESCALATED:
        receivers.append((parties.authority(on), Role.LEADER))
    return receivers


def _message(actor: Actor, owed: Owed, sent: ReminderSent, unit_code: str, role: Role) -> None:
    words = STAGE_WORDS[owed.due.stage]
    messaging.send(
        actor,
        to_unit_code=unit_code,
        to_role=role,
        subject=f"{owed.title[:120]}: {words}",
        body=f"{owed.title}\nĐơn vị: {parties.unit_name(owed.unit_code, owed.due.due_on)}. "
        f"Ngày cuối cùng: {owed.due.due_on:%d/%m/%Y}.",
        reference=f"programme.reminder:{sent.pk}:{unit_code}:{role}",
        link=owed.link,
        message_class=MessageClass.REMINDER,
    )
