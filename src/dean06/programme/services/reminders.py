"""Reminders before a deadline and escalation after it, each stage once; sent to the unit that owes the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.types import MessageClass
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.api import UnitRegister
from dean06.programme.models import Assignment, Directive, Obligation, ReminderSent
from dean06.programme.rules import reminders
from dean06.programme.rules.tracking import tracking_unit
from dean06.programme.selectors import parts, plan_duty
from dean06.programme.selectors.facts import TaskFacts, task_facts
from dean06.programme.services.log import record

STAGE_WORDS = {
    "d7": "còn 7 ngày làm việc",
    "d3": "còn 3 ngày làm việc",
    "d1": "còn 1 ngày làm việc",
    reminders.OVERDUE: "đã quá hạn",
    reminders.ESCALATED: "đã quá hạn, báo cáo lãnh đạo",
}
TITLE_LENGTH = 120


@dataclass(frozen=True, kw_only=True)
class Owed:
    """Something a unit owes by a day: an assignment or an obligation of the letter."""

    subject: Assignment | Obligation
    unit_code: str
    unit_name: str
    title: str
    link: str
    due: reminders.Due

    @property
    def key(self) -> tuple[object, str, str, date]:
        """What is sent once."""
        return (self.subject.pk, self.unit_code, self.due.stage, self.due.due_on)


def send_due(actor: Actor, *, on: date) -> int:
    """Send every reminder whose stage is reached on ``on`` and was not sent; returns how many. Idempotent.

    The lead of the district gets it (its contact here when the lead is outside), from the day after the deadline the
    tracking body too, and after three more working days the leader. A claim of completion that waits for the assigner
    reminds nobody.
    """
    register = parties.unit_register()
    directives = Directive.objects.filter(received_on__lte=on).defer("source_text", "reading")
    owed = [item for row in directives for item in (*_tasks_owed(row, register, on), *_plans_owed(row, register, on))]
    sent = {
        (row.assignment_id or row.obligation_id, row.unit_code, row.stage, row.due_on)
        for row in ReminderSent.objects.filter(due_on__in={item.due.due_on for item in owed})
    }
    return sum(_send_once(actor, item, on) for item in owed if item.key not in sent)


def _tasks_owed(directive: Directive, register: UnitRegister, on: date) -> Iterator[Owed]:
    for facts in task_facts(directive, on):
        due = None if facts.status.is_done or facts.is_claimed else reminders.due_stage(facts.due_on, on)
        if due is None:
            continue
        for code in _debtors(facts, register, on):
            yield Owed(
                subject=facts.task,
                unit_code=code,
                unit_name=register.name(code, on),
                title=f"Nhiệm vụ {facts.task.number}: {facts.task.title}",
                link=f"/bang-dieu-hanh/nhiem-vu/{facts.task.pk}/",
                due=due,
            )


def _debtors(facts: TaskFacts, register: UnitRegister, on: date) -> list[str]:
    """The accountable unit; without one every lead of the district; without any the contact."""
    ours = [lead for lead in parts.leads(facts.leads, register, on) if lead.is_ours]
    return sorted({lead.code for lead in ours}) or [parts.contact(facts.duties, register, on)]


def _plans_owed(directive: Directive, register: UnitRegister, on: date) -> Iterator[Owed]:
    duty = plan_duty.obligation(directive)
    due = reminders.due_stage(plan_duty.last_day(duty), on)
    if duty is None or due is None:
        return
    for code in plan_duty.units_owing_plan(directive, register, on):
        yield Owed(
            subject=duty,
            unit_code=code,
            unit_name=register.name(code, on),
            title="Gửi kế hoạch thực hiện công văn",
            link=f"/chi-dao/{directive.pk}/ke-hoach/",
            due=due,
        )


def _send_once(actor: Actor, owed: Owed, on: date) -> int:
    """One transaction a reminder; two workers at once: the unique constraint lets one of them through."""
    is_task = isinstance(owed.subject, Assignment)
    sent = ReminderSent(
        assignment=owed.subject if isinstance(owed.subject, Assignment) else None,
        obligation=owed.subject if isinstance(owed.subject, Obligation) else None,
        unit_code=owed.unit_code,
        stage=owed.due.stage,
        due_on=owed.due.due_on,
        sent_at=clock.now(),
    )
    with transaction.atomic():
        ReminderSent.objects.bulk_create([sent], ignore_conflicts=True)
        if not ReminderSent.objects.filter(pk=sent.pk).exists():
            return 0
        for unit_code, role in _receivers(owed, on):
            _message(actor, owed, sent, unit_code, role)
        kind = "assignment" if is_task else "obligation"
        record(actor, "send_reminder", kind, owed.subject.pk, unit=owed.unit_code, stage=owed.due.stage)
    return 1


def _receivers(owed: Owed, on: date) -> list[tuple[str, Role]]:
    receivers = [(owed.unit_code, Role.CLERK)]
    if owed.due.stage in {reminders.OVERDUE, reminders.ESCALATED}:
        receivers.append((tracking_unit(on), Role.COORDINATOR))
    if owed.due.stage == reminders.ESCALATED:
        receivers.append((parties.authority(on), Role.LEADER))
    return receivers


def _message(actor: Actor, owed: Owed, sent: ReminderSent, unit_code: str, role: Role) -> None:
    messaging.send(
        actor,
        to_unit_code=unit_code,
        to_role=role,
        subject=f"{_short(owed.title)}: {STAGE_WORDS[owed.due.stage]}",
        body=f"{owed.title}\nĐơn vị: {owed.unit_name}. Ngày cuối cùng: {owed.due.due_on:%d/%m/%Y}.",
        reference=f"programme.reminder:{sent.pk}:{unit_code}:{role}",
        link=owed.link,
        message_class=MessageClass.REMINDER,
    )


def _short(title: str) -> str:
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1].rstrip()}…"
