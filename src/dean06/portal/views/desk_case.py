"""One case on an officer's desk: read it, open its papers, do what its step and its status allow."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, DomainError, NotFound, NotPermitted
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Act, CaseView
from dean06.kernel.parties import api as parties
from dean06.kernel.payments import api as payments
from dean06.portal import desk_forms, desk_targets, desk_words
from dean06.portal.desk_forms import ActForm
from dean06.portal.desk_time import time_left
from dean06.portal.slip_kinds import LABELS
from dean06.portal.views import desk_behalf
from dean06.ui.access import OFFICERS, actor_of
from dean06.ui.pages import page, render_page

SHOW = "xem"
# What a browser draws by itself; anything else is saved.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})


@page(*OFFICERS, title="Hồ sơ", shell="workspace", methods=("GET",))
def case(request: HttpRequest, case_code: str) -> HttpResponse:
    """Opening it is a look that the applicant sees."""
    actor = actor_of(request)
    view = cases.read_case(actor, case_id=cases.case_id_of(actor, code=case_code))
    return _render(request, view)


@page(*OFFICERS, title="Xử lý hồ sơ", shell="workspace", methods=("POST",))
def act(request: HttpRequest, case_code: str, act: str) -> HttpResponse:
    """Do it; when that fails the case is shown as it is now, with who did what and everything that was typed."""
    actor = actor_of(request)
    case_id = cases.case_id_of(actor, code=case_code)
    view = cases.read_case(actor, case_id=case_id)
    form = _bound(request, view, act)
    if not form.is_valid():
        return _render(request, view, form, status=422)
    try:
        desk_forms.do(actor, case_id, form)
    except NotFound:
        raise
    except DomainError as refusal:
        return _refused(request, case_id, form, refusal)
    messages.success(request, f"{form.act.label}: đã xong với hồ sơ {view.line.code}.")
    return redirect("portal:desk_case", view.line.code)


@page(*OFFICERS, title="Giấy tờ trong hồ sơ", shell="workspace", methods=("GET",))
def paper(request: HttpRequest, case_code: str, paper_id: UUID) -> HttpResponseBase:
    """The file itself; shown in the browser when asked (``xem=1``) and safe, else saved."""
    actor = actor_of(request)
    opened = cases.open_paper(actor, case_id=cases.case_id_of(actor, code=case_code), paper_id=paper_id)
    is_shown = request.GET.get(SHOW) == "1" and opened.media_type in SHOWN
    response = FileResponse(
        opened.stream, as_attachment=not is_shown, filename=opened.file_name, content_type=opened.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _bound(request: HttpRequest, view: CaseView, name: str) -> ActForm:
    if name not in set(Act):
        raise NotFound("Không có việc này.")
    act = Act(name)
    return desk_forms.FORMS[act](view, act, request.POST)


def _refused(request: HttpRequest, case_id: UUID, form: ActForm, refusal: DomainError) -> HttpResponse:
    """The case as it is now, the words kept, the lock renewed: what was read on this page may be decided upon."""
    view = cases.read_case(actor_of(request), case_id=case_id)
    data = request.POST.copy()
    data[form.add_prefix("revision")] = str(view.line.revision)
    again = type(form)(view, form.act, data)
    again.full_clean()
    field = desk_forms.CALLED_HERE.get(refusal.field, refusal.field)
    if isinstance(refusal, NotPermitted):
        refusal = Conflict(refusal.message, code=refusal.code)
    again.add_error(field if field in again.fields else None, refusal.message)
    return _render(request, view, again, status=409 if isinstance(refusal, Conflict) else 422)


def _render(request: HttpRequest, view: CaseView, sent: ActForm | None = None, *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    allowed = cases.permitted_acts(actor, case_id=view.line.id)
    forms = [sent if sent and sent.act is one else desk_forms.FORMS[one](view, one) for one in allowed]
    context = {
        "view": view,
        "line": view.line,
        "lies_with": parties.unit_name(view.lies_with[0], clock.today()) if view.lies_with[0] else "",
        "left": time_left(view.line, clock.now(), calendar.default_calendar()),
        "sections": desk_words.sections(view),
        "papers": desk_words.papers(view),
        "missing": desk_words.missing_papers(view),
        "course": desk_words.course(view),
        "pauses": desk_words.pauses(view),
        "forms": forms,
        "order": payments.order_for(actor, subject=view.fee_subject) if view.fee_subject else None,
        "slips": [(kind, LABELS[kind]) for kind in cases.slips_of(actor, case_id=view.line.id)],
        "sent": sent,
        "is_lost": sent is not None and sent.act not in allowed,
        "take": _take(actor, view, allowed),
        "behalf": desk_behalf.offered(actor, view),
    }
    return render_page(request, "portal/desk_case.html", context, status=status)


def _take(actor: Actor, view: CaseView, allowed: tuple[Act, ...]) -> str:
    """The value of the button that puts the case on one's own name; "" when there is nothing to take."""
    target = desk_targets.own_target(actor, view) if Act.ASSIGN in allowed else None
    return target.value if target else ""
