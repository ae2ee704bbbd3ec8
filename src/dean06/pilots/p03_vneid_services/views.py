"""The mini-app: how VNeID opens it, its first page, where a notice leads; and the pilot's page for everybody else."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Entrance, Role
from dean06.kernel.base.errors import NotFound
from dean06.kernel.cases import api as cases
from dean06.kernel.identity import api as identity
from dean06.kernel.identity.types import ProviderAway, SignInFailed
from dean06.kernel.messaging import api as messaging
from dean06.pilots.p03_vneid_services import rules, selectors
from dean06.ui.access import SIGNED_IN, actor_of
from dean06.ui.pages import page, render_page

QUERY = "q"
CASES_SHOWN = 3


@page(Role.PUBLIC, title="Dịch vụ công trên VNeID", methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """How to open the mini-app, which level each service demands, how it is used."""
    today = clock.today()
    figures = selectors.figures([today])
    context = {
        "services": selectors.services(today, level=0),
        "filed": figures["cases_in_app"][-1],
        "share": figures["share_in_app"][-1],
        "level_2": figures["level_2_in_app"][-1],
        "open": selectors.services_open(today),
        "month": selectors.month(),
    }
    return render_page(request, "p03_vneid_services/home.html", context)


@page(Role.PUBLIC, title="Mở từ VNeID", methods=("GET",))
def launch(request: HttpRequest) -> HttpResponse:
    """VNeID opens us here. Whoever is signed in to it is recognised without a page, or stays who she was here."""
    asked = rules.opening(request.GET.dict(), issuer=settings.VNEID["issuer"], site=settings.PUBLIC_URL)
    if asked is None:
        return _not_opened(request, "", status=400)
    target = asked.path or reverse("p03_vneid_services:app")
    try:
        url = identity.begin_sign_in(request, next_url=target, launch=asked.launch)
    except (SignInFailed, ProviderAway) as error:
        return _not_opened(request, error.message, status=503 if isinstance(error, ProviderAway) else 403)
    return HttpResponseRedirect(url)


@page(Role.CITIZEN, title="Dịch vụ công", methods=("GET",))
def app(request: HttpRequest) -> HttpResponse:
    """Her files under way, and the services with what each demands."""
    actor = actor_of(request)
    query = request.GET.get(QUERY, "").strip()[: selectors.LONGEST_QUERY]
    context = {
        "query": query,
        "services": selectors.services(clock.today(), level=actor.assurance_level, query=query),
        "cases": cases.own_cases(actor).items[:CASES_SHOWN],
        "drafts": cases.own_drafts(actor)[:CASES_SHOWN],
        "unread": messaging.unread_count(actor),
        "is_inside": actor.entrance is Entrance.VNEID,
    }
    return render_page(request, "p03_vneid_services/app.html", context, partial="results")


@page(*SIGNED_IN, title="Tin trên VNeID", shell="portal", methods=("GET",))
def notice(request: HttpRequest, inbox_id: UUID) -> HttpResponse:
    """Where a notice leads: what it is about, for the person it was written to; to anybody else it says nothing."""
    actor = actor_of(request)
    try:
        letter = messaging.letter(actor, inbox_id=inbox_id)
    except NotFound:
        return render_page(request, "p03_vneid_services/not_yours.html", status=404)
    messaging.mark_read(actor, inbox_id=inbox_id)
    return redirect(letter.item.link or reverse("portal:letter", args=[inbox_id]))


def _not_opened(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    return render_page(request, "p03_vneid_services/not_opened.html", {"reason": reason}, status=status)
