"""The table of purposes, as the operator keeps it: who may ask the population register what, and for what."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import DomainError, NotFound
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Field
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.types import PurposeInfo, Verb
from dean06.portal.register_forms import VERBS, PurposeForm, field_choices
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page
from dean06.ui.words import role_list


@page(Role.OPERATOR, title="Mục đích tra cứu dân cư", methods=("GET",))
def table(request: HttpRequest) -> HttpResponse:
    """Every row that holds today or will, with its period, source and whether it was checked."""
    today = clock.today()
    rows = [
        (one, [VERBS[verb] for verb in Verb if verb in one.verbs], role_list(sorted(one.roles)), one.valid_from > today)
        for one in registry.all_purposes()
        if one.valid_until is None or one.valid_until > today
    ]
    return render_page(request, "portal/register_table.html", {"rows": rows})


@page(Role.OPERATOR, title="Sửa mục đích tra cứu")
def revise(request: HttpRequest, purpose_code: str) -> HttpResponse:
    """Let a purpose hold otherwise from a day on; what held before stays on record."""
    actor, today = actor_of(request), clock.today()
    found = _in_force(purpose_code, today)
    form = PurposeForm(parties.units(today), request.POST or None, initial=_initial(found, today))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            registry.revise_purpose(
                actor, code=purpose_code, fields=map(Field, said["fields_allowed"]), verbs=map(Verb, said["verbs"]),
                claims=said["claims"], units=said["units"],
                legal_basis=said["legal_basis"], source=said["source"], verified=said["verified"],
                valid_from=said["valid_from"],
            )  # fmt: skip
            messages.success(request, "Đã ghi. Mục đích áp dụng theo nội dung mới từ ngày đã chọn.")
            return redirect("portal:register_table")
        except DomainError as error:
            add_error(form, error)
    context = {
        "form": form, "title": f"Sửa mục đích: {found.title}", "submit": "Ghi thay đổi",
        "cancel_url": reverse("portal:register_table"),
        "lead": "Thay đổi có hiệu lực từ một ngày; các lần tra cứu trước đó vẫn theo nội dung cũ.",
    }  # fmt: skip
    return render_page(request, "ui/form.html", context, status=422 if form.errors else 200)


def _in_force(code: str, day: date) -> PurposeInfo:
    for one in registry.all_purposes():
        if one.code == code and one.valid_from <= day and (one.valid_until is None or one.valid_until > day):
            return one
    raise NotFound("Không có mục đích này đang áp dụng.")


def _initial(found: PurposeInfo, today: date) -> dict[str, Any]:
    return {
        "verbs": [verb.value for verb in found.verbs],
        "fields_allowed": [value for value, _ in field_choices(found.fields)],
        "claims": sorted(found.claims),
        "units": sorted(found.units),
        "legal_basis": found.legal_basis,
        "source": found.source,
        "verified": found.verified,
        "valid_from": today,
    }
