"""Figures of the weekly report, frozen at the end of a day; the counts are the board's own."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.api import UnitRegister
from dean06.programme.choices import Severity, Verdict
from dean06.programme.models import (
    Contradiction,
    Decision,
    Directive,
    Impediment,
    ProgressReport,
    UnitPlan,
)
from dean06.programme.papers.lines import TaskLine
from dean06.programme.papers.weekly import (
    GroupLines,
    OpenImpediment,
    OpenQuestions,
    PlanFigures,
    WeekFigures,
    Weekly,
)
from dean06.programme.rules import topics
from dean06.programme.rules.status import Status
from dean06.programme.selectors import plan_duty
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.board import board
from dean06.programme.selectors.board_types import BoardGroup, Card, Totals
from dean06.programme.selectors.day import day_of, end_of
from dean06.programme.selectors.office import cited

ONE_DAY, SUNDAY = timedelta(days=1), timedelta(days=6)
RANK = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


def weekly_figures(actor: Actor, *, directive: Directive, as_of: date) -> Weekly:
    """Everything the weekly report of a directive states at the end of a day."""
    require_reader(actor)
    shown = board(actor, as_of=as_of, directive_id=directive.pk)
    if shown.totals is None:
        raise NotFound("Vào ngày này chưa có công văn nào để báo cáo. Hãy chọn ngày từ khi nhận công văn.")
    week = week_of(as_of)
    return Weekly(
        as_of=as_of,
        week=week,
        cited=cited(directive),
        by_status=tuple((status.label, shown.totals.by_status.get(status, 0)) for status in Status),
        groups=tuple(_group(group) for group in shown.groups),
        plans=_plans(directive, shown.totals),
        happened=_happened(directive, week[0], as_of),
        questions=_questions(directive, as_of),
        impediments=_impediments(directive, as_of),
    )


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday around a day."""
    monday = day - day.weekday() * ONE_DAY
    return monday, monday + SUNDAY


def task_line(card: Card) -> TaskLine:
    """A card of the board as papers print it."""
    return TaskLine(
        number=card.number,
        title=card.title,
        leads=card.leads,
        deadline=_deadline_words(card),
        due_on=card.due_on,
        status=card.status.label,
        percent=card.percent,
        is_overdue=card.status is Status.OVERDUE,
    )


def _deadline_words(card: Card) -> str:
    """The directive's words and, where they do not say it, the day they mean."""
    day = f"{card.due_on:%d/%m/%Y}" if card.due_on else ""
    if not card.deadline_text:
        return day or "Không nêu"
    first = card.deadline_text.partition(". ")[0]  # what follows is about the product, not the day
    words = first[:1].upper() + first[1:]
    if not day or day in words:
        return words
    return f"{words} (kỳ đến {day})" if card.is_recurring else f"{words} ({day})"


def plan_deadline(directive: Directive) -> str:
    """How the directive words the time limit for plans; empty when it asks for none."""
    duty = plan_duty.obligation(directive)
    return duty.deadline_text if duty else ""


def _group(group: BoardGroup) -> GroupLines:
    return GroupLines(code=group.code, title=group.title, tasks=tuple(task_line(card) for card in group.cards))


def _plans(directive: Directive, totals: Totals) -> PlanFigures:
    return PlanFigures(received=totals.plans_received, owed=totals.plans_owed, wanted=plan_deadline(directive))


def _happened(directive: Directive, monday: date, as_of: date) -> WeekFigures:
    start, end = end_of(monday - ONE_DAY), end_of(as_of)

    def within(rows: Any, field: str, **more: Any) -> int:
        count: int = rows.filter(**{f"{field}__gte": start, f"{field}__lt": end}, **more).count()
        return count

    reports = ProgressReport.objects.filter(assignment__directive=directive)
    impediments = Impediment.objects.filter(assignment__directive=directive)
    return WeekFigures(
        plans=within(UnitPlan.objects.filter(directive=directive), "submitted_at"),
        reports=within(reports, "submitted_at"),
        confirmed=within(reports, "verdict_at", verdict=Verdict.CONFIRMED),
        returned=within(reports, "verdict_at", verdict=Verdict.RETURNED),
        decided=within(Decision.objects.filter(contradiction__directive=directive, revision=1), "decided_at"),
        raised=within(impediments, "raised_at"),
        settled=within(impediments, "resolved_at"),
    )


def _questions(directive: Directive, as_of: date) -> tuple[OpenQuestions, ...]:
    end = end_of(as_of)
    decided = Count("decisions", filter=Q(decisions__decided_at__lt=end))
    rows = Contradiction.objects.filter(directive=directive, found_at__lt=end).annotate(decided=decided)
    by_type: dict[str, list[Contradiction]] = defaultdict(list)
    for item in rows.filter(decided=0).select_related("assignment"):
        by_type[item.type].append(item)
    kinds = sorted(by_type.items(), key=lambda pair: (_rank(pair[1]), -len(pair[1]), pair[0]))
    return tuple(
        OpenQuestions(
            title=topics.title(kind),
            is_for_chair=items[0].may_decide == Role.LEADER,
            numbers=tuple(sorted(item.assignment.number if item.assignment else 0 for item in items)),
        )
        for kind, items in kinds
    )


def _rank(items: Iterable[Contradiction]) -> int:
    return min(RANK[Severity(item.severity)] for item in items)


def _impediments(directive: Directive, as_of: date) -> tuple[OpenImpediment, ...]:
    end = end_of(as_of)
    rows = Impediment.objects.filter(assignment__directive=directive, raised_at__lt=end).exclude(resolved_at__lt=end)
    register = parties.unit_register()
    ordered = rows.select_related("assignment").order_by("raised_at", "pk")
    return tuple(_impediment(row, register, as_of) for row in ordered)


def _impediment(row: Impediment, register: UnitRegister, as_of: date) -> OpenImpediment:
    raised_on = day_of(row.raised_at) or as_of
    return OpenImpediment(
        number=row.assignment.number,
        unit=register.name(row.unit_code, as_of),
        owner=register.name(row.owner_unit_code, as_of),
        text=row.text,
        raised_on=raised_on,
        age_days=(as_of - raised_on).days,
    )
