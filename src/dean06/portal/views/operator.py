"""The operator's page: is it running, what is stuck, what can be done about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.identity import api as identity
from dean06.kernel.privacy import api as privacy
from dean06.portal import services
from dean06.portal.limits import LIMITS
from dean06.portal.probes import findings
from dean06.portal.selectors import operations
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page
from dean06.ui.parts import Column, Table

ROOT_SHOWN = 16


@page(Role.OPERATOR, title="Vận hành", methods=("GET",))
def operator(request: HttpRequest) -> HttpResponse:
    """Health, queues, dead letters, versions, limits."""
    actor = actor_of(request)
    figures = operations(actor)
    context = {
        "figures": figures,
        "health": [*findings(), *figures.health],
        "jobs": Table(
            caption="Việc theo hàng đợi và trạng thái",
            columns=[Column("Hàng đợi"), Column("Trạng thái"), Column("Số việc", kind="num")],
            rows=figures.jobs,
            hide_caption=True,
            empty="Chưa có việc nào.",
        ),
        "limits": Table(
            caption="Giới hạn đang áp dụng",
            columns=[Column("Việc"), Column("Giới hạn", kind="num")],
            rows=LIMITS,
            hide_caption=True,
        ),
        "deletions": _deletions(actor),
        "emergency": identity.break_glass_session(actor),
        "emergency_on": identity.break_glass_is_enabled(),
    }
    return render_page(request, "portal/operator.html", context)


def _deletions(actor: Actor) -> Table:
    """The newest batches of records deleted because their time was up, or because their owner asked."""
    return Table(
        caption="Dữ liệu đã xoá và bằng chứng",
        columns=[
            Column("Lúc"),
            Column("Loại"),
            Column("Theo quy tắc"),
            Column("Số bản ghi", kind="num"),
            Column("Bằng chứng"),
        ],
        rows=[(run.at, run.label, run.rule, run.count, run.root[:ROOT_SHOWN]) for run in privacy.deletion_runs(actor)],
        hide_caption=True,
        empty="Chưa xoá gì. Việc xoá chạy lúc 02:40 mỗi đêm.",
    )


@page(Role.OPERATOR, title="Gửi lại", methods=("POST",))
def retry(request: HttpRequest) -> HttpResponse:
    """Give a dead message another round."""
    actor = actor_of(request)
    services.retry_message(actor, message_id=request.POST.get("tin", ""))
    messages.success(request, "Đã đưa tin vào hàng đợi để gửi lại.")
    return redirect("portal:operator")
