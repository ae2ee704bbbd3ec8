"""Signing in with the emergency account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import DomainError, NotFound
from dean06.kernel.identity import api as identity
from dean06.portal.forms import BreakGlassForm
from dean06.ui.pages import add_error, page, render_page


@page(Role.PUBLIC, title="Đăng nhập khẩn cấp", shell="workspace")
def break_glass(request: HttpRequest) -> HttpResponse:
    """Password and code; while the installation does not allow it there is no such page."""
    if not identity.break_glass_is_enabled():
        raise NotFound("Địa chỉ này không có.", code="break_glass_off")
    form = BreakGlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            identity.break_glass_sign_in(request, **form.cleaned_data)
            return redirect("portal:operator")
        except DomainError as error:
            add_error(form, error)
    return render_page(request, "portal/break_glass.html", {"form": form}, status=422 if form.errors else 200)
