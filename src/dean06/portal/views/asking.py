"""An officer asks for facts of a document in somebody's wallet; the wallet fetches the question and answers."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, Invalid, TooMany
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import CredentialRefused, DocumentKind
from dean06.kernel.identity import api as identity
from dean06.portal.wallet_words import qr_address
from dean06.ui.access import OFFICERS, actor_of
from dean06.ui.pages import add_error, machine, page, render_page

REQUEST_TYPE = "application/oauth-authz-req+jwt"
LONGEST_NONCE = 500


class AskForm(forms.Form):
    """Which facts, and what for."""

    facts = forms.MultipleChoiceField(
        label="Hỏi những mục nào",
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ hỏi mục cần cho việc đang làm. Người giữ thấy danh sách này trong ví và được từ chối.",
        error_messages={"required": "Hãy chọn ít nhất một mục.", "invalid_choice": "Hãy chọn trong danh sách."},
    )
    purpose = forms.CharField(
        label="Để làm gì",
        max_length=300,
        help_text="Người giữ đọc câu này trong nhật ký của mình.",
        error_messages={"required": "Hãy ghi hỏi để làm gì.", "max_length": "Câu này dài quá."},
    )

    def __init__(self, data: object = None, *, kind: DocumentKind) -> None:
        super().__init__(data)  # type: ignore[arg-type] # a QueryDict or None
        self.fields["facts"].choices = [  # type: ignore[attr-defined] # a MultipleChoiceField
            (one.name, one.label) for one in documents.showable(kind)
        ]


@page(*OFFICERS, title="Hỏi giấy tờ trong ví", shell="workspace", methods=("GET",))
def kinds(request: HttpRequest) -> HttpResponse:
    """Which type to ask for."""
    every = (documents.kinds().on(code, clock.today()) for code in sorted(documents.kinds().by_code))
    return render_page(
        request, "portal/ask_kinds.html", {"kinds": [one for one in every if one and documents.may_leave(one)]}
    )


@page(*OFFICERS, title="Hỏi giấy tờ trong ví", shell="workspace")
def ask(request: HttpRequest, document_kind: str) -> HttpResponse:
    """Facts and purpose; the page of the question has the code to scan."""
    kind = documents.kinds().on(document_kind, clock.today())
    if kind is None or not documents.may_leave(kind):
        raise Http404
    form = AskForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            made = documents.ask_wallet(actor_of(request), kind=kind.code, **form.cleaned_data)
        except (Invalid, Conflict) as refusal:
            add_error(form, refusal)
        except TooMany as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("portal:asked_wallet", made)
    context = {"kind": kind, "form": form}
    return render_page(request, "portal/ask_wallet.html", context, status=422 if form.errors else 200)


@page(*OFFICERS, title="Giấy tờ được xuất trình", shell="workspace", methods=("GET",))
def asked(request: HttpRequest, presentation_id: UUID) -> HttpResponse:
    """The code while nobody answered; then what was shown, and whether it holds."""
    found = documents.presentation(actor_of(request), presentation_id=presentation_id)
    context = {"asked": found, "qr": qr_address(found.link) if found.link else ""}
    return render_page(request, "portal/asked_wallet.html", context, partial="state")


@machine(Role.PUBLIC, methods=("GET", "POST"), csrf=False, title="Câu hỏi cho ví")
def fetched(request: HttpRequest, presentation_id: UUID) -> HttpResponse:
    """The signed question (OpenID4VP, request_uri_method post, or get)."""
    text = documents.asked_of_wallet(
        presentation_id=presentation_id,
        wallet_nonce=str(request.POST.get("wallet_nonce", ""))[:LONGEST_NONCE],
        address=identity.client_address(request),
    )
    response = HttpResponse(text, content_type=REQUEST_TYPE)
    response["Cache-Control"] = "no-store"
    return response


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Trả lời của ví")
def answered(request: HttpRequest, presentation_id: UUID) -> HttpResponse:
    """What the wallet shows (direct_post.jwt)."""
    form = {name: str(value) for name, value in request.POST.items()}
    try:
        documents.take_answer(form, presentation_id=presentation_id, address=identity.client_address(request))
    except CredentialRefused as refused:
        body = {"error": "invalid_request", "error_description": refused.reason.value}
        return JsonResponse(body, status=400, headers={"Cache-Control": "no-store"})
    return JsonResponse({}, headers={"Cache-Control": "no-store"})
