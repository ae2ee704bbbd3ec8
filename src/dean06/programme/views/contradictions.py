"""Contradictions of a dispatch: the queue and the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Conflict, DomainError
from dean06.programme.choices import Choice
from dean06.programme.forms import DecisionForm
from dean06.programme.rules.topics import settles
from dean06.programme.selectors import contradictions as selectors
from dean06.programme.selectors.work import unit_choices
from dean06.programme.services import decisions
from dean06.programme.views.common import actor, crumbs, day_asked
from dean06.ui.pages import OFFICERS, add_error, page, render_page


@page(*OFFICERS, methods=("GET",), title="Mâu thuẫn trong công văn")
def queue(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """What the dispatch says twice and differently, the serious first, as of a day."""
    day = day_asked(request)
    shown = selectors.queue(actor(request), directive_id, day)
    mine = [item for item in shown.open if selectors.decidable_by(actor(request), item)]
    context = {
        "queue": shown,
        "waiting": [
            ("Chờ ông/bà quyết định", mine),
            ("Chờ người khác quyết định", [item for item in shown.open if item not in mine]),
        ],
        "directive": shown.directive,
        "day": day,
        "crumbs": crumbs(("Mâu thuẫn", "")),
    }
    return render_page(request, "programme/contradictions.html", context)


@page(*OFFICERS, title="Quyết định xử lý mâu thuẫn")
def decide(request: HttpRequest, contradiction_id: UUID) -> HttpResponse:
    """Both quotations, earlier decisions, and the form for who may decide."""
    item = selectors.contradiction(actor(request), contradiction_id)
    form = DecisionForm(
        request.POST or None,
        initial={"expected_revision": len(item.decisions.all())},
        settles=settles(item.type) if item.assignment else "note",
        said=selectors.said(item),
        units=unit_choices(clock.today()),
    )
    if request.method == "POST" and form.is_valid():
        if _decided(request, form, contradiction_id):
            messages.success(request, "Đã ghi quyết định. Phân công và thời hạn được cập nhật theo quyết định này.")
            return redirect("programme:contradictions", directive_id=item.directive_id)
        item = selectors.contradiction(actor(request), contradiction_id)  # somebody else's newer decision is shown
    queue_url = reverse("programme:contradictions", args=[item.directive_id])
    context = {
        "item": item,
        "sisters": selectors.sisters(actor(request), item),
        "form": form,
        "may_decide": selectors.decidable_by(actor(request), item),
        "decider": selectors.decider_label(item),
        "crumbs": crumbs(("Mâu thuẫn", queue_url), ("Quyết định", "")),
    }
    return render_page(request, "programme/decide.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, form: DecisionForm, contradiction_id: UUID) -> bool:
    data = form.cleaned_data
    try:
        decisions.decide(
            actor(request),
            contradiction_id=contradiction_id,
            choice=Choice(data["choice"]),
            reason=data["reason"],
            expected_revision=data["expected_revision"],
            lead_unit_code=data.get("lead_unit_code", ""),
            deadline_on=data.get("deadline_on"),
        )
    except DomainError as error:
        add_error(form, error)
        if isinstance(error, Conflict):
            # Shown again over the newer decision: sending it once more is then a considered choice.
            form.see_revision(selectors.revision(contradiction_id))
        return False
    return True
