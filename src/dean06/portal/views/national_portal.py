"""The operator's page of the national portal: what came in, what was not taken and why, what waits to go out."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import ArrivalLine, ArrivalState
from dean06.portal.desk_forms import LONGEST_REASON
from dean06.ui.access import actor_of
from dean06.ui.formats import moment
from dean06.ui.pages import add_error, page, render_page
from dean06.ui.parts import Column, Table

LONGEST_WHY = min(LONGEST_REASON, 1000)


class RefuseForm(forms.Form):
    """Why a held dossier is not taken."""

    reason = forms.CharField(
        label="Lý do từ chối",
        help_text="Người nộp đọc được lý do này trên Cổng Dịch vụ công quốc gia.",
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi lý do từ chối."},
    )


@page(Role.OPERATOR, title="Cổng Dịch vụ công quốc gia", methods=("GET",))
def traffic(request: HttpRequest) -> HttpResponse:
    """Counts, what needs somebody, what has not left, the newest."""
    figures = cases.arrival_figures(actor_of(request))
    context = {
        "is_fed": cases.is_fed(),
        "figures": figures,
        "counts": [(state.label, figures.counts[state]) for state in ArrivalState],
        "held": [one for one in figures.to_look_at if one.state is ArrivalState.HELD],
        "waiting": [one for one in figures.to_look_at if one.state is ArrivalState.WAITING],
        "newest": _table(figures.newest),
    }
    return render_page(request, "portal/national_portal.html", context)


@page(Role.OPERATOR, title="Xử lý lại hồ sơ từ Cổng", methods=("POST",))
def retry(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Let a held message be tried again."""
    cases.retry_arrival(actor_of(request), arrival_id=arrival_id)
    messages.success(request, "Đã đưa tin vào hàng đợi. Kết quả có trong một, hai phút.")
    return redirect("portal:national_portal")


@page(Role.OPERATOR, title="Từ chối hồ sơ từ Cổng")
def refuse(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Refuse a held message, after asking, with words for the applicant."""
    line = cases.held_arrival(actor_of(request), arrival_id=arrival_id)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cases.refuse_arrival(actor_of(request), arrival_id=arrival_id, reason=form.cleaned_data["reason"])
        except (Invalid, Conflict) as refusal:
            add_error(form, refusal)
        else:
            messages.success(request, "Đã từ chối; Cổng được báo lý do.")
            return redirect("portal:national_portal")
    context = {
        "title": "Từ chối hồ sơ này?",
        "facts": [("Mã trên Cổng", line.portal_code or "không đọc được"), ("Bị giữ lại vì", line.why)],
        "question": "Hồ sơ không thành hồ sơ ở đây. Người nộp phải nộp lại trên Cổng nếu muốn tiếp tục.",
        "form": form,
        "submit": "Từ chối",
        "danger": True,
        "cancel_url": reverse("portal:national_portal"),
    }
    return render_page(request, "ui/confirm.html", context, status=422 if form.errors else 200)


def _table(lines: Iterable[ArrivalLine]) -> Table:
    return Table(
        caption="Tin mới nhất từ Cổng",
        columns=[
            Column("Đến lúc"),
            Column("Mã trên Cổng"),
            Column("Thủ tục"),
            Column("Kết quả"),
            Column("Mã hồ sơ ở đây"),
            Column("Lý do"),
        ],
        rows=[
            (
                moment(one.came_at),
                one.portal_code or "không đọc được",
                one.procedure,
                one.state.label,
                one.case_code,
                one.why,
            )
            for one in lines
        ],
        hide_caption=True,
        empty="Chưa có tin nào.",
    )
