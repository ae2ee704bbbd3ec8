"""Every service that writes, prepared so that it does its work once. A new one without a row here fails the guard."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from tests.kernel.identity.fakes import HOA, FakeProvider
from tests.seeded import NOW, Demo

from dean06.config import seeding
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.base.wiring import override
from dean06.kernel.identity import back_channel, break_glass, enrolment, totp
from dean06.kernel.identity import services as identity
from dean06.kernel.identity.hats import hats_of
from dean06.kernel.identity.models import EndReason, SignInSession
from dean06.kernel.messaging import email
from dean06.kernel.messaging import services as messaging
from dean06.kernel.messaging.models import EmailAddress, InboxMessage
from dean06.kernel.parties.models import Party, PostHolding
from dean06.kernel.parties.services import demo_people, people, posts, reference_data
from dean06.kernel.ports.identity_provider import IdentityProvider
from dean06.portal import services as portal
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
from dean06.programme.services.files import IncomingFile

Doing = Callable[[], Any]
Preparing = Callable[["World"], Doing]
ACTS: dict[str, tuple[str, Preparing]] = {}
TODAY = NOW.date()


class World:
    """The demo, and what several rows need of it."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.citizen = demo.actor(Role.CITIZEN)
        self.clerk = demo.actor(Role.CLERK)
        self.coordinator = demo.actor(Role.COORDINATOR)
        self.leader = demo.actor(Role.LEADER)
        self.operator = demo.actor(Role.OPERATOR)
        self.directive = models.Directive.objects.get()

    @property
    def session(self) -> SignInSession:
        """The citizen's sign-in."""
        self.demo.browser(Role.CLERK)
        return SignInSession.objects.latest("started_at")

    def task_of(self, actor: Actor) -> models.Assignment:
        """An assignment the actor's unit leads today."""
        leading = models.Responsibility.objects.in_force(TODAY).filter(unit_code=actor.unit_code, role=UnitRole.LEAD)
        return leading.order_by("assignment__number").first().assignment

    def paper(self) -> IncomingFile:
        """A file that may be handed in."""
        data = "Tài liệu hư cấu".encode()
        return IncomingFile("tai-lieu.txt", BytesIO(data), len(data))


def act(function: Callable[..., Any], action: str) -> Callable[[Preparing], Preparing]:
    """Row of a service: the one entry it leaves, and how to prepare its work."""

    def keep(prepare: Preparing) -> Preparing:
        ACTS[name_of(function)] = (action, prepare)
        return prepare

    return keep


def name_of(function: Callable[..., Any]) -> str:
    """programme.services.plans:submit_plan."""
    return f"{function.__module__.removeprefix('dean06.')}:{function.__name__}"


# --- programme -------------------------------------------------------------------------------------------------------


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


# --- parties ---------------------------------------------------------------------------------------------------------


@act(people.register_person, "parties.register_person")
def _(world: World) -> Doing:
    facts = {"personal_id": "000199000999", "full_name": "Người Mới", "birth_on": date(1999, 1, 1), "sex": "female"}
    return lambda: people.register_person(SYSTEM, **facts, is_fictional=True)


@act(people.register_organisation, "parties.register_organisation")
def _(world: World) -> Doing:
    return lambda: people.register_organisation(SYSTEM, registration_number="0000000001", full_name="Hợp tác xã")


@act(people.search_people, "parties.search_people")
def _(world: World) -> Doing:
    return lambda: people.search_people(world.clerk, text="hoa", purpose="Giải quyết hồ sơ", legal_basis="Luật")


def _appointment(world: World) -> UUID:
    return posts.appoint(
        SYSTEM,
        unit_code=world.clerk.unit_code,
        title="Chuyên viên thử việc",
        role=Role.CLERK,
        party_id=world.citizen.party_id,
        valid_from=TODAY,
    )


@act(posts.appoint, "parties.appoint")
def _(world: World) -> Doing:
    return lambda: _appointment(world)


@act(posts.end_holding, "parties.end_holding")
def _(world: World) -> Doing:
    _appointment(world)
    holding = PostHolding.objects.get(post__title="Chuyên viên thử việc")
    return lambda: posts.end_holding(SYSTEM, holding_id=holding.pk, valid_until=TODAY + timedelta(days=1))


@act(reference_data.load_reference_data, "parties.load_reference_data")
def _(world: World) -> Doing:
    return lambda: reference_data.load_reference_data(SYSTEM)


# --- messaging, portal -----------------------------------------------------------------------------------------------


@act(messaging.send, "messaging.send")
def _(world: World) -> Doing:
    receiver = [world.citizen.party_id]
    return lambda: messaging.send(SYSTEM, reference="guard", subject="Báo", body="Tin", to_party_ids=receiver)


@act(messaging.mark_read, "messaging.read")
def _(world: World) -> Doing:
    letter = InboxMessage.objects.get(party_id=world.citizen.party_id)
    return lambda: messaging.mark_read(world.citizen, inbox_id=letter.pk)


def _address(world: World) -> EmailAddress:
    email.ask_email(world.citizen, email="hoa@vidu.vn")
    return EmailAddress.objects.get(party_id=world.citizen.party_id)


@act(email.ask_email, "messaging.ask_email")
def _(world: World) -> Doing:
    return lambda: _address(world)


@act(email.confirm_email, "messaging.confirm_email")
def _(world: World) -> Doing:
    code = email._code(_address(world))
    return lambda: email.confirm_email(world.citizen, code=code)


@act(email.forget_email, "messaging.forget_email")
def _(world: World) -> Doing:
    _address(world)
    return lambda: email.forget_email(world.citizen)


@act(portal.retry_message, "portal.retry_message")
def _(world: World) -> Doing:
    messaging.send(SYSTEM, reference="dead", subject="Báo", body="Tin", to_party_ids=[world.citizen.party_id])
    letter = OutboxMessage.objects.latest("created_at")
    OutboxMessage.objects.filter(pk=letter.pk).update(state=OutboxState.DEAD, finished_at=clock.now())
    return lambda: portal.retry_message(world.operator, message_id=letter.message_id)


@act(portal.note_own_look, "portal.read_own_data")
def _(world: World) -> Doing:
    return lambda: portal.note_own_look(world.citizen)


@act(portal.note_download, "portal.download_own_log")
def _(world: World) -> Doing:
    return lambda: portal.note_download(world.citizen)


# --- identity --------------------------------------------------------------------------------------------------------


@act(enrolment.enrol, "identity.enrol")
def _(world: World) -> Doing:
    party = Party.objects.get(pk=world.demo.people["minh"])
    return lambda: enrolment.enrol(SYSTEM, issuer="https://another", subject="s", party_id=party.pk)


@act(identity.record_sign_in, "identity.sign_in")
def _(world: World) -> Doing:
    party = Party.objects.get(pk=world.citizen.party_id)
    facts = {name: getattr(party, name) for name in ("personal_id", "full_name", "birth_on", "sex")}
    user = SignInSession.objects.model.user.field.related_model.objects.get(party=party)
    said = {**HOA.__dict__, **facts, "subject": user.subject, "issuer": user.issuer, "auth_time": clock.now()}
    return lambda: identity.record_sign_in(type(HOA)(**said), previous=None)


@act(identity.end_session, "identity.sign_out")
def _(world: World) -> Doing:
    row = world.session
    return lambda: identity.end_session(row, EndReason.SIGNED_OUT)


@act(identity.choose_hat, "identity.choose_hat")
def _(world: World) -> Doing:
    row = world.session
    key = hats_of(row.user, TODAY)[0].key
    return lambda: identity.choose_hat(world.clerk, row=row, key=key)


@act(identity.drop_hat, "identity.hat_lost")
def _(world: World) -> Doing:
    row = world.session
    return lambda: identity.drop_hat(row)


@act(identity.record_refusal, "identity.sign_in_refused")
def _(world: World) -> Doing:
    return lambda: identity.record_refusal("state_unknown")


@act(back_channel.back_channel_logout, "identity.back_channel_logout")
def _(world: World) -> Doing:
    provider, user = FakeProvider(), world.session.user
    token = provider.announce("token", subject=user.subject, issuer=user.issuer)

    def obey() -> None:
        with override(IdentityProvider, provider):
            back_channel.back_channel_logout(token)

    return obey


def _emergency() -> None:
    break_glass.create_account(holder="Người trực", password="mot mat khau rat dai", secret=totp.new_secret())


@act(break_glass.create_account, "identity.break_glass_created")
def _(world: World) -> Doing:
    return _emergency


@act(break_glass.revoke_account, "identity.break_glass_revoked")
def _(world: World) -> Doing:
    _emergency()
    return break_glass.revoke_account


def demo_people_again() -> None:
    """Loading the invented people is a chain of acts, each with its own entry; the second time there are none."""
    demo_people.load_demo_people(SYSTEM, seeding.sandbox.PEOPLE)
