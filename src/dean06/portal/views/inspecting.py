"""Whoever holds a paper learns who issued it, whether it is intact and whether it still holds."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Invalid, TooMany
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Inspection
from dean06.kernel.identity import api as identity
from dean06.portal.wallet_words import ANSWERS, KNOWN
from dean06.ui.access import actor_of
from dean06.ui.pages import machine, page, render_page

LONGEST_CODE = 8000
STATUS_TYPE = "application/statuslist+jwt"


class InspectForm(forms.Form):
    """A file, or the text of a printed code."""

    file = forms.FileField(
        label="Tệp giấy tờ",
        required=False,
        help_text="PDF ký số hoặc tệp của ví số. Tệp chỉ được đọc để kiểm tra, không được lưu.",
    )
    code = forms.CharField(
        label="Hoặc nội dung mã trên giấy",
        required=False,
        max_length=LONGEST_CODE,
        help_text="Quét mã bằng điện thoại rồi dán vào đây.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )


@page(Role.PUBLIC, title="Kiểm tra giấy tờ")
def inspect(request: HttpRequest) -> HttpResponse:
    """The form and what came of it."""
    form = InspectForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _shown(request, form, None, 422 if form.errors else 200)
    given = form.cleaned_data["file"]
    if given:
        return _inspected(request, form, given.read(documents.LARGEST_HANDED + 1))
    return _inspected(request, form, form.cleaned_data["code"].strip().encode())


@page(Role.PUBLIC, title="Kiểm tra giấy tờ", methods=("GET",))
def by_code(request: HttpRequest, qr_code: str) -> HttpResponse:
    """What a camera opens: the code is the end of its address."""
    return _inspected(request, InspectForm(), qr_code[:LONGEST_CODE].encode())


@machine(Role.PUBLIC, title="Danh sách trạng thái giấy tờ")
def status_list(request: HttpRequest, status_list_id: UUID) -> HttpResponse:
    """The signed list, to be kept for as long as it says."""
    del request
    response = HttpResponse(documents.status_list(status_list_id), content_type=STATUS_TYPE)
    patch_cache_control(response, public=True, max_age=int(documents.STATUS_TTL.total_seconds()))
    return response


@machine(Role.PUBLIC, title="Loại giấy tờ")
def kind(request: HttpRequest, document_kind: str) -> HttpResponse:
    """What wallets read of a type (SD-JWT VC type metadata)."""
    del request
    found = documents.kind_metadata(document_kind, clock.today())
    if found is None:
        raise Http404
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


def _inspected(request: HttpRequest, form: InspectForm, data: bytes) -> HttpResponse:
    try:
        found = documents.inspect(actor_of(request), data=data, address=identity.client_address(request))
    except (Invalid, TooMany) as refusal:
        form = form if form.is_bound else InspectForm({})
        form.add_error(None, refusal.message)
        return _shown(request, form, None, 429 if isinstance(refusal, TooMany) else 422)
    return _shown(request, form, found, 200)


def _shown(request: HttpRequest, form: InspectForm, found: Inspection | None, status: int) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "found": found}
    if found:
        color, title = ANSWERS[found.answer]
        context |= {"color": color, "title": title}
        context |= {"is_intact": KNOWN[found.is_intact], "is_trusted": KNOWN[found.is_trusted]}
    return render_page(request, "portal/inspect.html", context, status=status)
