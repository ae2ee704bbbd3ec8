"""Who works on whose cases during leave: seen by the unit, made by the officer or the leader."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import DomainError
from dean06.kernel.cases import api as cases
from dean06.kernel.parties.types import HolderInfo
from dean06.ui.access import OFFICERS, actor_of
from dean06.ui.forms import DayField
from dean06.ui.pages import add_error, page, render_page

SEPARATOR = "|"
Colleague = tuple[str, str, HolderInfo]


class LeaveForm(forms.Form):
    """Whose cases, who instead, from which day to which."""

    away = forms.ChoiceField(label="Cán bộ vắng mặt", error_messages={"required": "Hãy chọn cán bộ vắng mặt."})
    substitute = forms.ChoiceField(
        label="Người thay",
        help_text="Đồng nghiệp cùng đơn vị, cùng vai.",
        error_messages={"required": "Hãy chọn người thay."},
    )
    first = DayField(label="Từ ngày")
    last = DayField(label="Đến hết ngày")

    def __init__(self, people: Iterable[Colleague], own: UUID | None, data: Any = None) -> None:
        offered = [
            (SEPARATOR.join((unit, role, str(one.party_id))), f"{one.name}, {one.title}") for unit, role, one in people
        ]
        mine = next((value for value, _ in offered if value.endswith(f"{SEPARATOR}{own}")), "")
        super().__init__(data, initial={"away": mine, "first": clock.today()})
        for name in ("away", "substitute"):
            self.fields[name].choices = [("", "Chọn"), *offered]  # type: ignore[attr-defined] # stubs: no ChoiceField


@page(*OFFICERS, title="Người thay khi vắng", shell="workspace")
def leave(request: HttpRequest) -> HttpResponse:
    """Those in force and to come, and the form for another."""
    actor = actor_of(request)
    people = cases.colleagues(actor)
    # An officer arranges his own leave only; a leader that of everybody below.
    form = LeaveForm(people, actor.party_id, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _arrange(actor, form.cleaned_data)
            messages.success(request, "Đã ghi người thay. Hồ sơ của cán bộ vắng mặt hiện trong hàng của người thay.")
            return redirect("portal:desk_leave")
        except DomainError as error:
            add_error(form, error)
    context = {
        "form": form,
        "rows": cases.substitutions({actor.unit_code, *(unit for unit, _, _ in people)}),
        "can_add": len(people) > 1,
    }
    return render_page(request, "portal/desk_leave.html", context, status=422 if form.errors else 200)


def _arrange(actor: Actor, said: dict[str, Any]) -> None:
    unit_code, role, away = said["away"].split(SEPARATOR)
    cases.substitute(
        actor,
        unit_code=unit_code,
        role=Role(role),
        away_id=UUID(away),
        substitute_id=UUID(said["substitute"].rsplit(SEPARATOR, 1)[1]),
        days=(said["first"], said["last"]),
    )


@page(*OFFICERS, title="Thôi người thay", shell="workspace", methods=("POST",))
def end(request: HttpRequest, substitution_id: UUID) -> HttpResponse:
    """The officer is back early."""
    cases.end_substitution(actor_of(request), substitution_id=substitution_id)
    messages.success(request, "Đã thôi người thay.")
    return redirect("portal:desk_leave")
