"""Operators: readers at desks, and the certificates cards are judged by."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import DomainError, Unavailable
from dean06.kernel.devices import api as devices
from dean06.kernel.devices.limits import CODE_LIFETIME
from dean06.kernel.parties import api as parties
from dean06.portal.counter_forms import TerminalForm
from dean06.ui.access import actor_of
from dean06.ui.formats import moment
from dean06.ui.pages import add_error, page, render_page
from dean06.ui.parts import Column, Table

GROUP = 4


@page(Role.OPERATOR, title="Đầu đọc thẻ")
def terminals(request: HttpRequest) -> HttpResponse:
    """Every reader, a form for a new one, the certificates."""
    actor = actor_of(request)
    units = [(one.code, one.name) for one in parties.units(clock.today())]
    form = TerminalForm(request.POST or None, units)
    if request.method == "POST" and form.is_valid():
        try:
            _, code = devices.register_terminal(actor, **form.cleaned_data)
            return _show_code(request, form.cleaned_data["name"], code)
        except DomainError as error:
            add_error(form, error)
    context = {"form": form, "terminals": devices.terminals(actor), **_trusted(actor)}
    return render_page(request, "portal/terminals.html", context, status=422 if form.errors else 200)


@page(Role.OPERATOR, title="Cấp lại mã đăng ký", methods=("POST",))
def renew(request: HttpRequest, terminal_id: UUID) -> HttpResponse:
    """A new code for a reader that has not enrolled."""
    actor = actor_of(request)
    code = devices.renew_code(actor, terminal_id=terminal_id)
    name = next(one.name for one in devices.terminals(actor) if one.id == terminal_id)
    return _show_code(request, name, code)


@page(Role.OPERATOR, title="Ngừng dùng đầu đọc", methods=("POST",))
def revoke(request: HttpRequest, terminal_id: UUID) -> HttpResponse:
    """Put a reader out of use."""
    devices.revoke_terminal(actor_of(request), terminal_id=terminal_id)
    messages.success(request, "Đã ngừng dùng đầu đọc. Từ nay kết quả của đầu đọc này bị từ chối.")
    return redirect("portal:terminals")


def _show_code(request: HttpRequest, name: str, code: str) -> HttpResponse:
    """Shown this once: only its digest is kept."""
    groups = "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))
    minutes = int(CODE_LIFETIME.total_seconds()) // 60
    context = {"name": name, "code": groups, "minutes": minutes, "site": settings.PUBLIC_URL}
    return render_page(request, "portal/terminal_code.html", context)


def _trusted(actor: Actor) -> dict[str, object]:
    try:
        files = devices.trusted_files(actor)
    except Unavailable as error:
        return {"trust_trouble": error.message}
    now = clock.now()
    rows = [
        (
            one.name,
            "Danh sách thu hồi" if one.is_list else "Chứng thư gốc",
            one.subject,
            f"{moment(one.ends_at)}{' (đã hết hạn)' if one.ends_at <= now else ''}" if one.ends_at else "không ghi",
        )
        for one in files
    ]
    columns = [Column("Tệp"), Column("Loại"), Column("Cơ quan"), Column("Hiệu lực đến")]
    empty = "Chưa có chứng thư nào nên mọi thẻ đều bị từ chối. Xem hướng dẫn vận hành, mục Chứng thư gốc."
    return {"trusted": Table(caption="Tệp chứng thư", columns=columns, rows=rows, hide_caption=True, empty=empty)}
