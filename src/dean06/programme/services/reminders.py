"""Reminders before a deadline and escalation after it, each stage once; sent to the unit that owes the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.messaging import api as messaging
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
DIGEST_LINES = 20


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
    with transaction.atomic():
        claimed = _claim([item for item in owed if item.key not in sent])
        for item, row in claimed:
            _remind_unit(actor, item, row)
        for unit_code, role, items in _digests(claimed, on):
            _tell(actor, unit_code, role, items, on)
    return len(claimed)


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


def _claim(owed: list[Owed]) -> list[tuple[Owed, ReminderSent]]:
    """Rows that say it goes out now; with two workers at once the unique constraint gives each stage to one."""
    rows = [
        ReminderSent(
            assignment=item.subject if isinstance(item.subject, Assignment) else None,
            obligation=item.subject if isinstance(item.subject, Obligation) else None,
            unit_code=item.unit_code,
            stage=item.due.stage,
            due_on=item.due.due_on,
            sent_at=clock.now(),
        )
        for item in owed
    ]
    ReminderSent.objects.bulk_create(rows, ignore_conflicts=True)
    ours = set(ReminderSent.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [(item, row) for item, row in zip(owed, rows, strict=True) if row.pk in ours]


def _remind_unit(actor: Actor, owed: Owed, sent: ReminderSent) -> None:
    messaging.send(
        actor,
        to_unit_code=owed.unit_code,
        to_role=Role.CLERK,
        reference=f"programme.reminder:{sent.pk}",
        template="programme.reminder",
        fields={
            "short": _short(owed.title),
            "stage": STAGE_WORDS[owed.due.stage],
            "title": owed.title,
            "unit": owed.unit_name,
            "due": owed.due.due_on,
            "link": owed.link,
        },
    )
    kind = "assignment" if sent.assignment_id else "obligation"
    record(actor, "send_reminder", kind, owed.subject.pk, unit=owed.unit_code, stage=owed.due.stage)


def _digests(claimed: list[tuple[Owed, ReminderSent]], on: date) -> Iterator[tuple[str, Role, list[Owed]]]:
    """One message a day for whoever watches over many: a leader with forty letters reads none of them."""
    late = [item for item, _ in claimed if item.due.stage in {reminders.OVERDUE, reminders.ESCALATED}]
    escalated = [item for item in late if item.due.stage == reminders.ESCALATED]
    if late:
        yield tracking_unit(on), Role.COORDINATOR, late
    if escalated:
        yield parties.authority(on), Role.LEADER, escalated


def _tell(actor: Actor, unit_code: str, role: Role, late: list[Owed], on: date) -> None:
    lines = [
        f"- {item.unit_name}: {_short(item.title)}, hạn {item.due.due_on:%d/%m/%Y}" for item in late[:DIGEST_LINES]
    ]
    if len(late) > DIGEST_LINES:
        lines.append(f"… và {len(late) - DIGEST_LINES} việc khác trên bảng điều hành.")
    messaging.send(
        actor,
        to_unit_code=unit_code,
        to_role=role,
        reference=f"programme.digest:{on}:{unit_code}:{role}:{late[0].subject.pk}:{late[0].unit_code}",
        template="programme.digest",
        fields={"count": len(late), "lines": "\n".join(lines), "link": "/bang-dieu-hanh/"},
    )


def _short(title: str) -> str:
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1].rstrip()}…"
