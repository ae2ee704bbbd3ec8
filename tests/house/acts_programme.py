"""The programme's services, each prepared so that it does its work once."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.house.acts import TODAY, Doing, World, act

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.programme import models
from dean06.programme.choices import Choice, DutyBasis, ProgressState, UnitRole, Verdict
from dean06.programme.sample import generate, load
from dean06.programme.selectors import evidence
from dean06.programme.services import (
    decisions,
    directives,
    documents,
    exports,
    extensions,
    impediments,
    inspections,
    plans,
    progress,
    reminders,
    succession,
)


@act(directives.import_directive, "programme.import_directive")
def _(world: World) -> Doing:
    data = generate(load(), seed=99).encode()
    return lambda: directives.import_directive(world.coordinator, name="khac.txt", data=data, received_on=TODAY)


@act(decisions.decide, "programme.decide_contradiction")
def _(world: World) -> Doing:
    item = models.Contradiction.objects.filter(decisions=None).first()
    return lambda: decisions.decide(
        world.leader, contradiction_id=item.pk, choice=Choice.NO_CHANGE, reason="Không ảnh hưởng", expected_revision=0
    )


def _plan(world: World) -> dict[str, Any]:
    return {
        "directive_id": world.directive.pk,
        "unit_code": world.clerk.unit_code,
        "symbol": "12/KH-VHXH",
        "summary": "Kế hoạch",
        "files": [world.paper()],
    }


@act(plans.submit_plan, "programme.submit_plan")
def _(world: World) -> Doing:
    return lambda: plans.submit_plan(world.clerk, **_plan(world))


@act(plans.receive_paper_plan, "programme.receive_paper_plan")
def _(world: World) -> Doing:
    return lambda: plans.receive_paper_plan(world.coordinator, **_plan(world))


@act(plans.judge_plan, "programme.judge_plan")
def _(world: World) -> Doing:
    plan = plans.submit_plan(world.clerk, **_plan(world))
    return lambda: plans.judge_plan(world.coordinator, plan_id=plan, verdict=Verdict.CONFIRMED, note="")


def _report(world: World) -> UUID:
    return progress.report_progress(
        world.clerk,
        assignment_id=world.task_of(world.clerk).pk,
        unit_code=world.clerk.unit_code,
        state=ProgressState.IN_PROGRESS,
        percent=55,
        summary="Đang làm",
        files=[world.paper()],
        request_key="guard",
    )


@act(progress.report_progress, "programme.report_progress")
def _(world: World) -> Doing:
    return lambda: _report(world)


@act(progress.judge_report, "programme.judge_report")
def _(world: World) -> Doing:
    report = _report(world)
    return lambda: progress.judge_report(world.coordinator, report_id=report, verdict=Verdict.CONFIRMED, note="")


def _impediment(world: World) -> UUID:
    return impediments.raise_impediment(
        world.clerk,
        assignment_id=world.task_of(world.clerk).pk,
        unit_code=world.clerk.unit_code,
        text="Thiếu thiết bị",
        owner_unit_code=world.coordinator.unit_code,
    )


@act(impediments.raise_impediment, "programme.raise_impediment")
def _(world: World) -> Doing:
    return lambda: _impediment(world)


@act(impediments.answer_impediment, "programme.answer_impediment")
def _(world: World) -> Doing:
    raised = _impediment(world)
    return lambda: impediments.answer_impediment(world.coordinator, impediment_id=raised, text="Đã cấp", settles=True)


def _extension(world: World) -> UUID:
    task = world.task_of(world.clerk)
    waiting = models.ExtensionRequest.objects.filter(assignment=task, verdict=Verdict.PENDING).first()
    return (
        waiting.pk
        if waiting
        else extensions.request_extension(
            world.clerk,
            assignment_id=task.pk,
            unit_code=world.clerk.unit_code,
            wanted_on=TODAY + timedelta(days=60),
            reason="Chờ thiết bị",
        )
    )


@act(extensions.request_extension, "programme.request_extension")
def _(world: World) -> Doing:
    return lambda: _extension(world)


@act(extensions.judge_extension, "programme.judge_extension")
def _(world: World) -> Doing:
    asked = _extension(world)
    return lambda: extensions.judge_extension(world.coordinator, extension_id=asked, verdict=Verdict.CONFIRMED, note="")


@act(inspections.record_inspection, "programme.record_inspection")
def _(world: World) -> Doing:
    return lambda: inspections.record_inspection(
        world.coordinator,
        assignment_id=world.task_of(world.clerk).pk,
        unit_code=world.clerk.unit_code,
        inspected_on=TODAY,
        findings="Đúng tiến độ",
        demands="",
    )


@act(succession.hand_over, "programme.hand_over")
def _(world: World) -> Doing:
    models.Responsibility.objects.create(
        assignment=world.task_of(world.clerk),
        unit_code="phong-y-te",
        role=UnitRole.FORCE,
        basis=DutyBasis.DIRECTIVE,
        valid_from=date(2023, 11, 27),
        recorded_at=clock.now(),
    )
    return lambda: succession.hand_over(SYSTEM, on=TODAY)


@act(documents.official_document, "programme.draw_document")
def _(world: World) -> Doing:
    return lambda: documents.official_document(world.leader, kind="weekly", form="docx", as_of=date(2023, 12, 15))


@act(exports.export, "programme.export")
def _(world: World) -> Doing:
    return lambda: exports.export(world.leader, name="board", form="csv", as_of=date(2023, 12, 15))


@act(evidence.open_evidence, "programme.download_evidence")
def _(world: World) -> Doing:
    file = models.Evidence.objects.first()
    return lambda: evidence.open_evidence(world.clerk, file.pk)[1].close()


@act(reminders.send_due, "programme.send_reminder")
def _(world: World) -> Doing:
    # Every reminder is an act of its own; all but one were sent before.
    on = date(2023, 12, 29)
    reminders.send_due(SYSTEM, on=on)
    models.ReminderSent.objects.filter(pk=models.ReminderSent.objects.filter(stage="d1").first().pk).delete()
    return lambda: reminders.send_due(SYSTEM, on=on)
