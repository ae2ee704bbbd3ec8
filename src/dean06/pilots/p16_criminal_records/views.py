"""The pilot's page for everybody, a person's own requests, and the officer's: what came, whose it is, the finding."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, DomainError, NotFound
from dean06.kernel.cases import api as cases
from dean06.pilots.p16_criminal_records import selectors
from dean06.pilots.p16_criminal_records.choices import SearchState, Verdict
from dean06.pilots.p16_criminal_records.forms import FindingForm, MatchForm, ReasonForm
from dean06.pilots.p16_criminal_records.rules.content import NOT_SHOWN
from dean06.pilots.p16_criminal_records.rules.law import law_on
from dean06.pilots.p16_criminal_records.services import judging, ordering, reading
from dean06.pilots.p16_criminal_records.view_types import RequestView
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page

OFFICERS = (Role.CLERK, Role.LEADER)
OVER = (SearchState.ANSWERED, SearchState.REFUSED)
VERIFIED = "Hồ sơ chuyển sang xác minh."


@page(Role.PUBLIC, title="Phiếu lý lịch tư pháp", methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """The two forms, how to ask, what an employer gets to see, the figures; nobody is named."""
    today = clock.today()
    law = law_on(today)
    context = {
        "law": law,
        "groups": [one for one in law.groups if one.code not in NOT_SHOWN],
        "figures": {name: values[-1] for name, values in selectors.figures([today]).items()},
        "is_open": bool(cases.receivers("ly_lich_tu_phap", today)),
    }
    return render_page(request, "p16_criminal_records/home.html", context)


@page(Role.CITIZEN, title="Phiếu lý lịch tư pháp của tôi", shell="portal", level=2, methods=("GET",))
def own(request: HttpRequest) -> HttpResponse:
    """Her requests and where they stand."""
    return render_page(request, "p16_criminal_records/own.html", {"lines": selectors.own(actor_of(request))})


@page(*OFFICERS, title="Lý lịch tư pháp", shell="workspace", methods=("GET",))
def queue(request: HttpRequest) -> HttpResponse:
    """Requests of the unit that are not over."""
    return render_page(request, "p16_criminal_records/queue.html", {"lines": selectors.lines(actor_of(request))})


@page(*OFFICERS, title="Tra cứu lý lịch tư pháp", shell="workspace", methods=("GET",))
def request_page(request: HttpRequest, record_case_id: UUID) -> HttpResponse:
    """Opening it is a look the person sees."""
    return _shown(request, reading.read_request(actor_of(request), case_id=record_case_id))


@page(*OFFICERS, title="Mục này là của ai", shell="workspace", methods=("POST",))
def judge(request: HttpRequest, record_case_id: UUID, match_id: UUID) -> HttpResponse:
    """Say whose an entry is."""
    form = MatchForm(request.POST, prefix=str(match_id))

    def do(actor: Actor) -> None:
        judging.judge_match(
            actor,
            case_id=record_case_id,
            match_id=match_id,
            is_same=form.cleaned_data["verdict"] == "same",
            reason=form.cleaned_data["reason"],
        )

    return _done(request, record_case_id, form, do, "Đã ghi kết luận về mục này.", name=str(match_id))


@page(*OFFICERS, title="Xác minh", shell="workspace", methods=("POST",))
def verify(request: HttpRequest, record_case_id: UUID) -> HttpResponse:
    """Begin a verification; the day the applicant was promised moves with it."""
    form = ReasonForm(request.POST, prefix="verify")

    def do(actor: Actor) -> None:
        reason = form.cleaned_data["reason"]
        judging.begin_verification(actor, case_id=record_case_id, reason=reason)
        view = reading.read_request(actor, case_id=record_case_id)
        if view.due_at is not None:
            cases.extend(
                actor,
                case_id=record_case_id,
                expected_revision=view.revision,
                promised_at=view.due_at,
                reason=f"Phải xác minh theo Luật Lý lịch tư pháp Điều 48: {reason}",
            )

    return _done(request, record_case_id, form, do, VERIFIED, name="verify")


@page(*OFFICERS, title="Tra cứu lại", shell="workspace", methods=("POST",))
def order_again(request: HttpRequest, record_case_id: UUID) -> HttpResponse:
    """Another search."""
    form = ReasonForm(request.POST, prefix="again")

    def do(actor: Actor) -> None:
        ordering.order_again(actor, case_id=record_case_id, reason=form.cleaned_data["reason"])

    return _done(request, record_case_id, form, do, "Đã gửi lệnh tra cứu mới.", name="again")


@page(*OFFICERS, title="Kết luận về án tích", shell="workspace", methods=("POST",))
def find(request: HttpRequest, record_case_id: UUID) -> HttpResponse:
    """Write the finding."""
    view = reading.read_request(actor_of(request), case_id=record_case_id)
    form = FindingForm(view, request.POST, prefix="find")

    def do(actor: Actor) -> None:
        judging.write_finding(
            actor,
            case_id=record_case_id,
            expected_search=form.cleaned_data["search"],
            standing=form.standing(),
            reasons=form.reasons(),
        )

    return _done(request, record_case_id, form, do, "Đã ghi kết luận; chuyển hồ sơ để ký.", name="find")


def _done(
    request: HttpRequest, case_id: UUID, form: forms.Form, do: Callable[[Actor], None], said: str, *, name: str
) -> HttpResponse:
    """Do it and go back to the request; refused, the request as it is now with everything that was typed."""
    actor, status = actor_of(request), 422
    if form.is_valid():
        try:
            do(actor)
        except NotFound:
            raise
        except DomainError as refusal:
            status = 409 if isinstance(refusal, Conflict) else 422
            place = form.place_of(refusal.field) if isinstance(form, FindingForm) else refusal.field
            form.add_error(place if place in form.fields else None, refusal.message)
        else:
            messages.success(request, said)
            return redirect("p16_criminal_records:request", case_id)
    return _shown(request, reading.read_request(actor, case_id=case_id), {name: form}, status=status)


def _shown(
    request: HttpRequest, view: RequestView, sent: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponse:
    sent = sent or {}
    may_judge = view.may_work or (view.is_decided and actor_of(request).role is Role.CLERK)
    is_answered = view.search is not None and view.search.state == SearchState.ANSWERED
    matches = [
        (one, (sent.get(str(one.id)) or MatchForm(prefix=str(one.id))) if may_judge else None) for one in view.matches
    ]
    context = {
        "view": view,
        "matches": matches,
        "must_move": actor_of(request).role is Role.CLERK and not may_judge,
        "may_find": view.may_work and is_answered and not any(one.verdict == Verdict.OPEN for one in view.matches),
        "may_verify": view.may_work and not view.verified_why and not view.stopped_why,
        "may_order": may_judge and view.search is not None and view.search.state in OVER,
        "find_form": sent.get("find") or FindingForm(view, prefix="find"),
        "verify_form": sent.get("verify") or ReasonForm(prefix="verify"),
        "again_form": sent.get("again") or ReasonForm(prefix="again"),
        "sent": next(iter(sent.values()), None),
    }
    return render_page(request, "p16_criminal_records/request.html", context, status=status)
