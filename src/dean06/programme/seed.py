"""Plays the invented history through the programme's own services, so that seeding exercises every rule."""

from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.programme.choices import Choice, ProgressState, Verdict
from dean06.programme.models import Assignment, Contradiction, Directive, ExtensionRequest, Impediment, ProgressReport
from dean06.programme.services import decisions, extensions, impediments, inspections, plans, progress
from dean06.programme.services.directives import import_directive
from dean06.programme.services.files import IncomingFile
from dean06.programme.services.succession import hand_over
from dean06.programme.story import RECEIVED_ON, REORGANISED_ON, STORY, Line

Cast = Callable[[str, date], Actor]
COMPLETE = 100
EXTENDED_TO = date(2024, 4, 15)
LEAD_TYPES = ("lead_mismatch", "lead_is_request", "lead_multiple")


def is_seeded() -> bool:
    """True once any directive is there."""
    return Directive.objects.exists()


def bring_in(cast: Cast, *, name: str, data: bytes, is_sample: bool) -> UUID:
    """Import the dispatch as the coordinator would have on the day it came."""
    with clock.at(RECEIVED_ON):
        return import_directive(
            cast("coordinator", RECEIVED_ON), name=name, data=data, received_on=RECEIVED_ON, is_sample=is_sample
        )


def tell(cast: Cast, directive_id: UUID) -> None:
    """Play the story on a directive that lists the pilots; another one keeps its own, empty history."""
    directive = Directive.objects.get(pk=directive_id)
    if not directive.lists_pilots:
        return
    teller = _Teller(cast, directive)
    for line in STORY:
        if line.on >= REORGANISED_ON:
            teller.reorganise()
        with clock.at(datetime.combine(line.on, _hour(line), clock.VN_TZ)):
            teller.play(line)
    teller.reorganise()


def _hour(line: Line) -> time:
    return time(15, 20) if line.who in {"coordinator", "leader"} else time(9, 10)


class _Teller:
    """Remembers what is waiting, so that an answer finds what it answers."""

    def __init__(self, cast: Cast, directive: Directive) -> None:
        self.cast = cast
        self.directive = directive
        self.plan_of: dict[str, UUID] = {}
        self.is_reorganised = False

    def play(self, line: Line) -> None:
        """Do what the line says, as the person it names."""
        getattr(self, f"_{line.act}")(self.cast(line.who, line.on), line)

    def reorganise(self) -> None:
        """Units that ended hand their open duties over, once."""
        if not self.is_reorganised:
            with clock.at(REORGANISED_ON):
                hand_over(SYSTEM, on=REORGANISED_ON)
        self.is_reorganised = True

    def _task(self, line: Line) -> Assignment:
        return self.directive.assignments.get(number=line.number)

    def _plan(self, actor: Actor, line: Line) -> None:
        self.plan_of[line.who] = plans.submit_plan(
            actor,
            directive_id=self.directive.pk,
            unit_code=actor.unit_code,
            symbol="",
            summary=line.words,
            files=[_file("ke-hoach.txt", line.words)],
        )

    def _plan_ok(self, actor: Actor, line: Line) -> None:
        plans.judge_plan(actor, plan_id=self.plan_of[line.words], verdict=Verdict.CONFIRMED, note="")

    def _plan_back(self, actor: Actor, line: Line) -> None:
        note = "Bổ sung lộ trình theo từng xã và người phụ trách"
        plans.judge_plan(actor, plan_id=self.plan_of[line.words], verdict=Verdict.RETURNED, note=note)

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
        if line.words == "extend":
            waiting = ExtensionRequest.objects.get(verdict=Verdict.PENDING)
            extensions.judge_extension(actor, extension_id=waiting.pk, verdict=Verdict.CONFIRMED, note="")
            return
        progress.judge_report(actor, report_id=self._waiting(line), verdict=Verdict.CONFIRMED, note="")

    def _back(self, actor: Actor, line: Line) -> None:
        progress.judge_report(actor, report_id=self._waiting(line), verdict=Verdict.RETURNED, note=line.words)

    def _waiting(self, line: Line) -> UUID:
        return ProgressReport.objects.get(assignment=self._task(line), verdict=Verdict.PENDING).pk

    def _decide(self, actor: Actor, line: Line) -> None:
        items = Contradiction.objects.filter(assignment=self._task(line), type__in=LEAD_TYPES, decisions=None)
        for item in items:
            decisions.decide(
                actor,
                contradiction_id=item.pk,
                choice=Choice.OTHER,
                lead_unit_code=_DECIDED_LEADS[line.number],
                reason=line.words,
                expected_revision=0,
            )

    def _stuck(self, actor: Actor, line: Line) -> None:
        impediments.raise_impediment(
            actor, assignment_id=self._task(line).pk, unit_code=actor.unit_code, text=line.words
        )

    def _answer(self, actor: Actor, line: Line) -> None:
        waiting = Impediment.objects.get(assignment=self._task(line), resolved_at=None)
        impediments.answer_impediment(actor, impediment_id=waiting.pk, text=line.words, settles=True)

    def _extend(self, actor: Actor, line: Line) -> None:
        extensions.request_extension(
            actor,
            assignment_id=self._task(line).pk,
            unit_code=actor.unit_code,
            wanted_on=EXTENDED_TO,
            reason=line.words,
        )

    def _inspect(self, actor: Actor, line: Line) -> None:
        inspections.record_inspection(
            actor,
            assignment_id=self._task(line).pk,
            unit_code="phong-y-te",
            inspected_on=line.on,
            findings=line.words,
            demands="Nối phần mềm bệnh viện trước ngày 20/01/2024",
        )


_DECIDED_LEADS = {5: "phong-kinh-te-ha-tang", 3: "cong-an-huyen"}


def _file(name: str, words: str) -> IncomingFile:
    data = f"TÀI LIỆU MINH HOẠ (hư cấu)\n\n{words}\n".encode()
    return IncomingFile(name, BytesIO(data), len(data))
