"""Public services as anybody may read them, and every declaration as its clerk will see it."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Procedure
from dean06.portal import catalogue, clerk_view, procedures
from dean06.ui.pages import page, render_page

QUERY = "q"


@page(Role.PUBLIC, title="Dịch vụ công", methods=("GET",))
def procedure_list(request: HttpRequest) -> HttpResponse:
    """All services by life event, or those a query finds."""
    query = request.GET.get(QUERY, "").strip()[: catalogue.LONGEST_QUERY]
    today = clock.today()
    context = {
        "query": query,
        "hits": procedures.search(query, today),
        "groups": procedures.groups(today),
        "tallies": procedures.tallies(today),
    }
    return render_page(request, "portal/procedures.html", context, partial="results")


@page(Role.PUBLIC, title="Dịch vụ công", methods=("GET",))
def procedure(request: HttpRequest, procedure_code: str) -> HttpResponse:
    """One service: who, with what, how long, for how much, by which law."""
    today = clock.today()
    found = procedures.in_force(procedure_code, today)
    if found is None:
        raise Http404
    context = _facts(found) | {
        "is_receivable": bool(cases.receivers(procedure_code, today)),
        "parts": [(child, procedures.in_force(child.procedure, today)) for child in found.children],
        "earlier": [one for one in procedures.versions(procedure_code) if one.valid_from < found.valid_from],
        "later": [one for one in procedures.versions(procedure_code) if one.valid_from > found.valid_from],
    }
    return render_page(request, "portal/procedure.html", context)


@page(Role.OPERATOR, title="Thủ tục đã khai báo", methods=("GET",))
def declared_procedures(request: HttpRequest) -> HttpResponse:
    """Every version of every procedure, and how the lists of the decisions stand."""
    today = clock.today()
    own = procedures.agencies(today)
    context = {
        "procedures": procedures.all_versions(),
        "tallies": procedures.tallies(today),
        "agencies": own,
        "unverified": sum(not one.verified for _, one in own),
    }
    return render_page(request, "portal/declared_procedures.html", context)


@page(Role.OPERATOR, title="Thủ tục đã khai báo", methods=("GET",))
def declared_procedure(request: HttpRequest, procedure_code: str, valid_from: str) -> HttpResponse:
    """One version whole: questions with their rules, papers, steps with their buttons."""
    found = procedures.in_force(procedure_code, _day(valid_from))
    if found is None:
        raise Http404
    return render_page(request, "portal/declared_procedure.html", _facts(found))


def _facts(procedure: Procedure) -> dict[str, object]:
    return {
        "procedure": procedure,
        "deadline": procedures.deadline_words(procedure),
        "fee_channels": procedures.fee_channels(procedure),
        "fees": procedures.fee_rows(procedure),
        "papers": clerk_view.papers(procedure),
        "sections": clerk_view.sections(procedure),
        "steps": clerk_view.steps(procedure),
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
