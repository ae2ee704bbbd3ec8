"""Plays the invented history through the programme's own services, so that seeding exercises every rule."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import groupby
from uuid import UUID

import structlog

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import DomainError
from dean06.programme.choices import Choice, ProgressState, Verdict
from dean06.programme.models import (
    Assignment,
    Contradiction,
    Directive,
    ExtensionRequest,
    Impediment,
    ProgressReport,
    UnitPlan,
)
from dean06.programme.rules.topics import types_about
from dean06.programme.services import decisions, extensions, impediments, inspections, plans, progress
from dean06.programme.services.directives import import_directive
from dean06.programme.services.files import IncomingFile
from dean06.programme.services.reminders import send_due
from dean06.programme.services.succession import hand_over
from dean06.programme.story import RECEIVED_ON, REORGANISED_ON, Line, story

Cast = Callable[[str, date], Actor]
COMPLETE = 100
log = structlog.get_logger(__name__)


def is_seeded() -> bool:
    """True once any directive is there."""
    return Directive.objects.exists()


def bring_in(cast: Cast, *, name: str, data: bytes, is_sample: bool) -> UUID:
    """Import the dispatch as the coordinator would have on the day it came."""
    with clock.at(RECEIVED_ON):
        return import_directive(
            cast("coordinator", RECEIVED_ON), name=name, data=data, received_on=RECEIVED_ON, is_sample=is_sample
        )


def tell(cast: Cast, directive_id: UUID) -> list[Line]:
    """Play the story up to today and send today's reminders; returns the lines this dispatch did not allow."""
    skipped = [line for _, lines in days(cast, directive_id) for line in lines]
    send_due(SYSTEM, on=clock.today())
    return skipped


def days(cast: Cast, directive_id: UUID) -> Iterator[tuple[date, list[Line]]]:
    """Play the story day by day, and after each day yield it with the lines that could not be played. Only a directive
    that lists the pilots has this history; another one keeps its own, empty one."""
    directive = Directive.objects.get(pk=directive_id)
    if not directive.lists_pilots:
        return
    teller = _Teller(cast, directive)
    for day, lines in groupby(story(), key=lambda line: line.on):
        if day > clock.today():
            break
        if day >= REORGANISED_ON:
            teller.reorganise()
        yield day, [line for line in lines if not teller.play(line)]
    if clock.today() >= REORGANISED_ON:
        teller.reorganise()


def _hour(line: Line) -> time:
    return time(15, 20) if line.who in {"coordinator", "leader", "deputy_leader"} else time(9, 10)


class _Teller:
    """Does what the lines say, as the people they name; an answer finds what waits for it."""

    def __init__(self, cast: Cast, directive: Directive) -> None:
        self.cast = cast
        self.directive = directive
        self.tasks = {task.number: task for task in directive.assignments.all()}
        self.is_reorganised = False

    def play(self, line: Line) -> bool:
        """Play one line; False, and a warning in the log, when this dispatch does not allow it."""
        with clock.at(datetime.combine(line.on, _hour(line), clock.VN_TZ)):
            try:
                getattr(self, f"_{line.act}")(self.cast(line.who, line.on), line)
            except DomainError as error:
                log.warning("story_line_skipped", on=str(line.on), act=line.act, number=line.number, code=error.code)
                return False
        return True

    def reorganise(self) -> None:
        """Units that ended hand their open duties over, once."""
        if not self.is_reorganised:
            with clock.at(REORGANISED_ON):
                hand_over(SYSTEM, on=REORGANISED_ON)
        self.is_reorganised = True

    def _task(self, line: Line) -> Assignment:
        return self.tasks[line.number]

    def _plan(self, actor: Actor, line: Line) -> None:
        files = [_file("ke-hoach.txt", line.words)]
        plans.submit_plan(
            actor,
            directive_id=self.directive.pk,
            unit_code=actor.unit_code,
            symbol="",
            summary=line.words,
            files=files,
        )

    def _paper(self, actor: Actor, line: Line) -> None:
        for code in line.units:
            plans.receive_paper_plan(
                actor,
                directive_id=self.directive.pk,
                unit_code=code,
                symbol="",
                summary=line.words,
                files=[_file("ban-quet-ke-hoach.txt", line.words)],
            )

    def _plan_ok(self, actor: Actor, line: Line) -> None:
        for plan in self._waiting_plans(line):
            plans.judge_plan(actor, plan_id=plan.pk, verdict=Verdict.CONFIRMED, note="")

    def _plan_back(self, actor: Actor, line: Line) -> None:
        for plan in self._waiting_plans(line):
            plans.judge_plan(actor, plan_id=plan.pk, verdict=Verdict.RETURNED, note=line.words)

    def _waiting_plans(self, line: Line) -> list[UnitPlan]:
        return list(self.directive.plans.filter(unit_code__in=line.units, verdict=Verdict.PENDING))

    def _report(self, actor: Actor, line: Line) -> None:
        progress.report_progress(
            actor,
            assignment_id=self._task(line).pk,
            unit_code=actor.unit_code,
            state=ProgressState.COMPLETED if line.percent == COMPLETE else ProgressState.IN_PROGRESS,
            percent=line.percent,
            summary=line.words,
            files=[_file("minh-chung.txt", line.words)],
            request_key=f"story-{line.on}-{line.number}",
        )

    def _ok(self, actor: Actor, line: Line) -> None:
        for report in self._waiting_reports(line):
            progress.judge_report(actor, report_id=report.pk, verdict=Verdict.CONFIRMED, note="")

    def _back(self, actor: Actor, line: Line) -> None:
        for report in self._waiting_reports(line):
            progress.judge_report(actor, report_id=report.pk, verdict=Verdict.RETURNED, note=line.words)

    def _waiting_reports(self, line: Line) -> list[ProgressReport]:
        return list(self._task(line).reports.filter(verdict=Verdict.PENDING))

    def _lead(self, actor: Actor, line: Line) -> None:
        self._decide(actor, line, types_about("lead"), Choice.OTHER)

    def _until(self, actor: Actor, line: Line) -> None:
        self._decide(actor, line, types_about("deadline"), Choice.OTHER)

    def _note(self, actor: Actor, line: Line) -> None:
        self._decide(actor, line, frozenset({line.kind}), Choice.NO_CHANGE)

    def _decide(self, actor: Actor, line: Line, kinds: frozenset[str], choice: Choice) -> None:
        items = Contradiction.objects.filter(directive=self.directive, type__in=kinds, decisions=None)
        item = items.filter(assignment=self.tasks.get(line.number)).first()
        if item is not None:
            decisions.decide(
                actor,
                contradiction_id=item.pk,
                choice=choice,
                reason=line.words,
                expected_revision=0,
                lead_unit_code=line.units[0] if line.units else "",
                deadline_on=line.day,
            )

    def _stuck(self, actor: Actor, line: Line) -> None:
        impediments.raise_impediment(
            actor, assignment_id=self._task(line).pk, unit_code=actor.unit_code, text=line.words
        )

    def _answer(self, actor: Actor, line: Line) -> None:
        for waiting in Impediment.objects.filter(assignment=self._task(line), resolved_at=None):
            impediments.answer_impediment(
                actor, impediment_id=waiting.pk, text=line.words, settles=line.kind != "partly"
            )

    def _extend(self, actor: Actor, line: Line) -> None:
        extensions.request_extension(
            actor,
            assignment_id=self._task(line).pk,
            unit_code=actor.unit_code,
            wanted_on=line.day or line.on,
            reason=line.words,
        )

    def _extend_ok(self, actor: Actor, line: Line) -> None:
        self._judge_extension(actor, line, Verdict.CONFIRMED)

    def _extend_back(self, actor: Actor, line: Line) -> None:
        self._judge_extension(actor, line, Verdict.RETURNED)

    def _judge_extension(self, actor: Actor, line: Line, verdict: Verdict) -> None:
        for waiting in ExtensionRequest.objects.filter(assignment=self._task(line), verdict=Verdict.PENDING):
            extensions.judge_extension(actor, extension_id=waiting.pk, verdict=verdict, note=line.words)

    def _inspect(self, actor: Actor, line: Line) -> None:
        inspections.record_inspection(
            actor,
            assignment_id=self._task(line).pk,
            unit_code=line.units[0],
            inspected_on=line.on,
            findings=line.words,
            demands="Khắc phục và báo cáo lại trong 10 ngày làm việc",
        )


def _file(name: str, words: str) -> IncomingFile:
    data = f"TÀI LIỆU MINH HOẠ (hư cấu)\n\n{words}\n".encode()
    return IncomingFile(name, BytesIO(data), len(data))
