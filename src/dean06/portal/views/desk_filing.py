"""A clerk files for a person at the counter: who and what, then the declared form with its papers, then slip 01."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Channel, Filed, IncomingPaper, InvalidForm, PaperSource, PaperSpec, Procedure
from dean06.kernel.devices import api as devices
from dean06.kernel.parties import api as parties
from dean06.portal import answer_forms, answering, desk_filing, filing_words, procedures
from dean06.portal.desk_filing import KeptFile, StartForm, Ticket
from dean06.portal.post_forms import PostForm
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page

CARD = "doc-the"
BUTTON, FILE_IT = "viec", "nop"
SHOWN, SEALED, FILE = "xuat-trinh", "tep", "tep-"
ACCEPT = ".pdf,.jpg,.jpeg,.png"
FIRST_REVISION = 1
TAKEN_IN = "Đã nộp và tiếp nhận hồ sơ {code}. In giấy tiếp nhận ở mục “Giấy tờ của bộ phận một cửa”."
NOT_TAKEN_IN = "Đã nộp hồ sơ {code} nhưng chưa tiếp nhận được: {why}"


@dataclass(frozen=True)
class PaperBox:
    """A paper asked for: shown at the counter, scanned, or in the applicant's wallet; and what is wrong with it."""

    spec: PaperSpec
    is_shown: bool
    files: tuple[KeptFile, ...]
    fitting: tuple[answering.Offered, ...]
    error: str


@page(Role.CLERK, title="Nộp hồ sơ tại quầy")
def start(request: HttpRequest) -> HttpResponse:
    """Choose the procedure and the person."""
    actor = actor_of(request)
    card = devices.reading_named(actor, request.GET.get(CARD, ""))
    offered = desk_filing.taken_here(actor, desk_filing.today())
    form = StartForm(offered, has_card=card is not None, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            person = (
                desk_filing.person_by_card(actor, card) if card else desk_filing.person_by_number(actor, said["number"])
            )
            channel = Channel(said.get("channel") or Channel.COUNTER)
            return redirect("portal:desk_fill", desk_filing.ticket_for(actor, person, said["procedure"], channel))
        except DomainError as refusal:
            add_error(form, refusal)
    context = {"form": form, "card": card, "has_procedures": bool(offered)}
    return render_page(request, "portal/desk_counter.html", context, status=422 if form.errors else 200)


@page(Role.CLERK, title="Nộp hồ sơ tại quầy")
def fill(request: HttpRequest, ticket: str) -> HttpResponse:
    """The declared form; sent, it is filed and taken in, or comes back with what is wrong and everything typed."""
    actor = actor_of(request)
    given = desk_filing.opened(actor, ticket)
    procedure = procedures.in_force(given.procedure, desk_filing.today())
    if procedure is None:
        raise NotFound(desk_filing.OLD_TICKET)
    if request.method == "POST":
        return _sent(request, given, procedure)
    known = cases.prefill(actor, procedure=procedure.code, applicant_id=given.applicant_id)
    post = PostForm() if given.channel is Channel.POST else None
    return _drawn(request, given, procedure, answers=dict(known.answers), post=post)


def _sent(request: HttpRequest, given: Ticket, procedure: Procedure) -> HttpResponse:
    button, actor = request.POST.get(BUTTON, ""), actor_of(request)
    answers = answer_forms.from_post(procedure, request.POST, {})
    answer_forms.changed_rows(procedure, answers, button)
    files, errors = _files(request)
    post = PostForm(request.POST) if given.channel is Channel.POST else None
    if button != FILE_IT:
        post = post and post.unjudged()
        return _drawn(request, given, procedure, answers=answers, files=files, errors=errors, post=post)
    if errors or (post and not post.is_valid()):
        return _drawn(request, given, procedure, answers=answers, files=files, errors=errors, post=post)
    shown = [IncomingPaper(code=code, source=PaperSource.COUNTER) for code in request.POST.getlist(SHOWN)]
    papers = [*(one.paper for one in files), *answering.cited(request, procedure.papers), *shown]
    try:
        filed = _filed(actor, given, procedure, answers, papers=papers, post=post)
    except (Invalid, Conflict) as refusal:
        if post and refusal.field in post.fields:
            post.add_error(refusal.field, refusal.message)
            return _drawn(request, given, procedure, answers=answers, files=files, post=post)
        told = refusal.errors if isinstance(refusal, InvalidForm) else {refusal.field: refusal.message}
        return _drawn(request, given, procedure, answers=answers, files=files, errors=told, post=post)
    _take_in(request, actor, filed)
    return redirect("portal:desk_case", filed.code)


def _filed(
    actor: Actor,
    given: Ticket,
    procedure: Procedure,
    answers: Mapping[str, Any],
    *,
    papers: list[IncomingPaper],
    post: PostForm | None,
) -> Filed:
    """Sent twice, it is filed once; each part goes to its own authority of the commune."""
    parts = filing_words.parts(procedure, actor.unit_code, desk_filing.today())
    return cases.file_case(
        actor,
        key=given.key,
        procedure=procedure.code,
        unit_code=actor.unit_code,
        answers=answers,
        papers=papers,
        channel=given.channel,
        applicant_id=given.applicant_id,
        child_units={part.procedure: part.unit_code for part in parts},
        post=post.said() if post else None,
    )


def _take_in(request: HttpRequest, actor: Actor, filed: Filed) -> None:
    """The person stands here and waits for her slip, so the case is taken in at once when it can be."""
    if filed.is_repeat:
        return
    try:
        cases.receive(actor, case_id=filed.case_id, expected_revision=FIRST_REVISION)
        messages.success(request, TAKEN_IN.format(code=filed.code))
    except DomainError as refusal:
        messages.warning(request, NOT_TAKEN_IN.format(code=filed.code, why=refusal.message))


def _files(request: HttpRequest) -> tuple[list[KeptFile], dict[str, str]]:
    """Files of earlier tries and of this one."""
    sent = {name.removeprefix(FILE): file for name, file in request.FILES.items() if name.startswith(FILE)}
    kept, errors = desk_filing.keep(sent)
    return [*desk_filing.kept_before(request.POST.getlist(SEALED)), *kept], errors


def _drawn(
    request: HttpRequest,
    given: Ticket,
    procedure: Procedure,
    *,
    answers: Mapping[str, Any],
    files: Sequence[KeptFile] = (),
    errors: Mapping[str, str] = MappingProxyType({}),
    post: PostForm | None = None,
) -> HttpResponse:
    form_errors = filing_words.of_form(errors)
    blocks = answer_forms.blocks(procedure, answers, form_errors)
    shown = set(request.POST.getlist(SHOWN))
    fitting = cases.wallet_for(actor_of(request), procedure=procedure, applicant_id=given.applicant_id)
    boxes = [
        PaperBox(
            spec=spec,
            is_shown=spec.code in shown,
            files=tuple(one for one in files if one.paper.code == spec.code),
            fitting=answering.offered(request, fitting, spec),
            error=errors.get(f"papers.{spec.code}", ""),
        )
        for spec in procedure.papers
        if answer_forms.holds(spec.condition, answers)
    ]
    context = {
        "procedure": procedure,
        "person": parties.party(given.applicant_id).full_name,
        "blocks": blocks,
        "errors": errors,
        "error_links": answer_forms.error_links(blocks, form_errors)
        + [(box.error, f"giay-{box.spec.code}") for box in boxes if box.error],
        "boxes": boxes,
        "accept": ACCEPT,
        "fees": filing_words.fees(procedure, given.channel),
        "deadline": procedures.deadline_words(procedure),
    }
    is_wrong = bool(errors or (post and post.errors))
    context |= {"post": post, "is_wrong": is_wrong}
    return render_page(request, "portal/desk_fill.html", context, status=422 if is_wrong else 200)
