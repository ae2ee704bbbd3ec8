"""The first page: what a person may want to do today."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.cases import api as cases
from dean06.kernel.messaging import api as messaging
from dean06.kernel.privacy import api as privacy
from dean06.portal import case_words, catalogue, life_events, procedures, words
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page
from dean06.ui.panels import panels

QUERY = "q"
LOOKS_SHOWN = 4
CASES_SHOWN = 3
SERVICES_SHOWN = 5


@page(Role.PUBLIC, title="Trang chủ", methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """Search, life events, and for a person signed in her own matters. VNeID's way back after signing out ends here."""
    actor = actor_of(request)
    if "state" in request.GET and not actor.is_signed_in:
        messages.success(request, "Đã đăng xuất khỏi cổng này và khỏi VNeID.")
        return redirect("portal:home")
    query = request.GET.get(QUERY, "").strip()[: catalogue.LONGEST_QUERY]
    context = {
        "query": query,
        "hits": catalogue.search(query),
        "services": procedures.search(query, clock.today())[:SERVICES_SHOWN],
        "cards": life_events.cards(),
        "address": words.address(actor),
    }
    return render_page(request, "portal/home.html", context | _own(actor), partial="results")


def _own(actor: Actor) -> dict[str, Any]:
    """What only a person signed in sees; of the looks at her data the newest by other people (the list has all)."""
    if actor.party_id is None:
        return {}
    return _cases(actor) | {
        "unread": messaging.unread_count(actor),
        "looks": privacy.looks_page(actor, privacy.LookChoice(), limit=LOOKS_SHOWN, offset=0),
        "panels": panels(actor, "portal"),
    }


def _cases(actor: Actor) -> dict[str, Any]:
    """Her newest cases and the forms she has begun; an officer's hat has no cases of its own."""
    if actor.role is not Role.CITIZEN:
        return {"is_citizen": False}
    lines = cases.own_cases(actor).items[:CASES_SHOWN]
    return {
        "is_citizen": True,
        "drafts": cases.own_drafts(actor)[:CASES_SHOWN],
        "cases": [(line, case_words.tag(line), case_words.when(line)) for line in lines],
    }
