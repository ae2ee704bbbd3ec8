"""Where a case stands, for whoever holds its slip: code and four digits in, status and day out, no name."""

from django import forms
from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import NotFound, TooMany
from dean06.kernel.cases import api as cases
from dean06.kernel.identity import api as identity
from dean06.portal.desk_time import time_left
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page

LONGEST_CODE = 40


class LookupForm(forms.Form):
    """What stands on the slip, and what its holder knows."""

    code = forms.CharField(
        label="Mã hồ sơ",
        max_length=LONGEST_CODE,
        help_text="In trên giấy tiếp nhận, ví dụ 000.01.01.H27-261124-0001.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Hãy nhập mã hồ sơ."},
    )
    digits = forms.RegexField(
        r"[0-9]{4}",
        label="Bốn số cuối của số định danh người nộp",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "maxlength": 4}),
        error_messages={"required": "Hãy nhập bốn số cuối.", "invalid": "Nhập đúng bốn chữ số cuối."},
    )


@page(Role.PUBLIC, title="Tra cứu hồ sơ")
def case_lookup(request: HttpRequest) -> HttpResponse:
    """The form, filled with the code the QR carries (``ma``); posted, so that no digits stand in an address."""
    form = LookupForm(request.POST or None, initial={"code": request.GET.get("ma", "")[:LONGEST_CODE]})
    line, status = None, 422 if request.POST else 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            line = cases.public_status(
                actor_of(request),
                code=said["code"],
                last_digits=said["digits"],
                address=identity.client_address(request),
            )
            status = 200
        except (NotFound, TooMany) as refusal:
            form.add_error(None, refusal.message)
            status = 429 if isinstance(refusal, TooMany) else 422
    context = {
        "form": form,
        "line": line,
        "left": time_left(line, clock.now(), calendar.default_calendar()) if line else None,
    }
    return render_page(request, "portal/case_lookup.html", context, status=status)
