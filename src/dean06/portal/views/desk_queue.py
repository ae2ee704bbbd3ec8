"""The work queue of an officer's unit and role: choose, find, take in many at once, take away, keep ways of looking."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import DomainError, Invalid, NotFound
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import NAMES_AT_ONCE
from dean06.portal import desk_export, desk_queue
from dean06.ui.access import OFFICERS, actor_of
from dean06.ui.formats import moment
from dean06.ui.pages import page, render_page

# A page is never longer than the names that may be asked for at once.
PAGE_SIZE = NAMES_AT_ONCE
AFTER = "sau"
TITLE = "Hồ sơ cần xử lý"
NOTHING_TICKED = "Chưa chọn hồ sơ nào. Hãy đánh dấu những hồ sơ cần tiếp nhận."
BAD_TICKET = "Dòng này không đúng dạng. Hãy tải lại hàng hồ sơ."


@dataclass(frozen=True)
class Outcome:
    """What became of one case taken in with others."""

    code: str
    is_done: bool
    text: str


@page(*OFFICERS, title=TITLE, shell="workspace")
def desk(request: HttpRequest) -> HttpResponse:
    """The queue without names; posting asks for the names on this page, which their owners see."""
    actor = actor_of(request)
    counts = cases.queue_counts(actor)
    form, filters = desk_queue.asked(counts, request.GET)
    found = cases.work_queue(actor, choice=form.choice(clock.now()), after=request.GET.get(AFTER, ""), limit=PAGE_SIZE)
    is_named = request.method == "POST"
    names = cases.queue_names(actor, case_ids=[line.id for line in found.items]) if is_named else {}
    rows = desk_queue.rows(found.items, names, can_tick=True)
    context = {
        "form": form,
        "query": form.query(),
        "filters": filters,
        "figures": desk_queue.figures(counts),
        "rows": rows,
        "can_receive": any(row.can_be_received for row in rows),
        "after": found.after,
        "is_later_page": AFTER in request.GET,
        "is_named": is_named,
        "views": cases.saved_views(actor),
    }
    return render_page(request, "portal/desk_queue.html", context, status=422 if form.errors else 200)


@page(*OFFICERS, title="Tìm hồ sơ", shell="workspace")
def search(request: HttpRequest) -> HttpResponse:
    """By code, number or name. Posted, so that no name stands in an address; everybody found is told."""
    actor, text, error = actor_of(request), request.POST.get("tim", "").strip(), ""
    found = []
    if request.method == "POST":
        try:
            found = cases.search_cases(actor, text=text)
        except Invalid as refusal:
            error = refusal.message
    rows = desk_queue.rows((one.line for one in found), {one.line.id: one.applicant_name for one in found})
    context = {"rows": rows, "text": text, "error": error, "is_asked": request.method == "POST" and not error}
    return render_page(request, "portal/desk_search.html", context, status=422 if error else 200)


@page(*OFFICERS, title="Tiếp nhận nhiều hồ sơ", shell="workspace", methods=("POST",))
def receive(request: HttpRequest) -> HttpResponse:
    """Each ticked case is taken in by itself: one that cannot be stops no other."""
    actor, tickets = actor_of(request), request.POST.getlist("ho_so")[:PAGE_SIZE]
    if not tickets:
        messages.warning(request, NOTHING_TICKED)
        return redirect("portal:desk")
    outcomes = _received(actor, tickets)
    done = sum(one.is_done for one in outcomes)
    return render_page(request, "portal/desk_received.html", {"outcomes": outcomes, "done": done})


@page(*OFFICERS, title="Tải hàng hồ sơ", shell="workspace", methods=("POST",))
def export(request: HttpRequest) -> HttpResponseBase:
    """The cases chosen, as a file; with names only when ticked."""
    actor = actor_of(request)
    draw = desk_export.FORMS.get(request.POST.get("dang", ""))
    if draw is None:
        raise NotFound("Chỉ tải được bằng Excel hoặc CSV.")
    with_names = request.POST.get("kem_ten") == "1"
    found = cases.export_queue(actor, choice=_form(request, actor).choice(clock.now()), with_names=with_names)
    response = HttpResponse(draw[0](found, with_names=with_names), content_type=draw[1])
    response["Content-Disposition"] = f'attachment; filename="ho-so.{request.POST["dang"]}"'
    return response


@page(*OFFICERS, title="Lưu cách xem", shell="workspace", methods=("POST",))
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the choice of the address under a name."""
    actor, query = actor_of(request), ""
    try:
        query = _form(request, actor).query()
        cases.save_view(actor, name=request.POST.get("ten", ""), query=query)
        messages.success(request, "Đã lưu cách xem. Bấm tên của nó để mở lại.")
    except Invalid as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{reverse('portal:desk')}?{query}" if query else "portal:desk")


@page(*OFFICERS, title="Bỏ cách xem", shell="workspace", methods=("POST",))
def drop_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Forget one."""
    cases.drop_view(actor_of(request), view_id=view_id)
    messages.success(request, "Đã bỏ cách xem.")
    return redirect("portal:desk")


def _form(request: HttpRequest, actor: Actor) -> desk_queue.QueueForm:
    return desk_queue.QueueForm(cases.queue_counts(actor).procedures, request.GET)


def _received(actor: Actor, tickets: list[str]) -> list[Outcome]:
    """What became of each ticket, in the order ticked; a code that is not the unit's own never reaches the service."""
    known: dict[UUID, tuple[str, int]] = {}
    refused: dict[str, Outcome] = {}
    for ticket in tickets:
        code, _, revision = ticket.partition("~")
        try:
            if not revision.isdecimal():
                raise Invalid(BAD_TICKET)
            known[cases.case_id_of(actor, code=code)] = (code, int(revision))
        except DomainError as refusal:
            refused[code] = Outcome(code=code, is_done=False, text=refusal.message)
    answers = (
        cases.receive_many(actor, revisions={key: revision for key, (_, revision) in known.items()}) if known else []
    )
    done = [
        Outcome(
            code=known[one.case_id][0],
            is_done=one.due_at is not None,
            text=f"Hạn trả {moment(one.due_at)}" if one.due_at else one.refusal,
        )
        for one in answers
    ]
    return [*done, *refused.values()]
