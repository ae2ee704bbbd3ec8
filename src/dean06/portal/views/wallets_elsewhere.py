"""A holder takes documents to a wallet of somebody else's: from the document's page, or because the wallet asked."""

from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted, TooMany
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import ProtocolRefused, WalletAsk
from dean06.portal.wallet_words import qr_address
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page, sign_in_url

HIGHER = 2


class WalletRedirect(HttpResponseRedirect):
    """Back to a wallet, which may be an application with a scheme of its own; only registered addresses come here."""

    def __init__(self, address: str) -> None:
        self.allowed_schemes = [urlsplit(address).scheme]
        super().__init__(address)


@page(Role.CITIZEN, title="Đưa vào ví khác")
def offer(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Say what it means; then a code for the wallet, and the number it will ask for."""
    actor = actor_of(request)
    try:
        info = documents.own_document(actor, document_id=document_id)
    except NotPermitted:
        return redirect(sign_in_url(request.path, HIGHER))
    context: dict[str, object] = {"info": info, "may_leave": documents.may_leave(info.kind)}
    status = 200
    if request.method == "POST":
        try:
            made = documents.offer_to_wallet(actor, document_id=document_id)
            context |= {"offer": made, "qr": qr_address(made.link)}
        except (Conflict, TooMany) as refusal:
            context["refusal"] = refusal.message
            status = 429 if isinstance(refusal, TooMany) else 409
    return render_page(request, "portal/offer_to_wallet.html", context, status=status)


@page(Role.CITIZEN, title="Ví khác xin giấy tờ")
def authorise(request: HttpRequest) -> HttpResponse:
    """A wallet asks; the person chooses which documents, or says no, and is sent back to it."""
    actor, query = actor_of(request), {name: str(value) for name, value in request.GET.items()}
    try:
        asked = documents.asked_by_wallet(actor, query)
        form = ChoiceForm(request.POST or None, asked=asked)
        if request.method == "POST" and request.POST.get("viec") == "tu-choi":
            return WalletRedirect(documents.decline_wallet(actor, query))
        if request.method == "POST" and form.is_valid():
            try:
                return WalletRedirect(documents.agree_with_wallet(actor, query, document_ids=form.chosen()))
            except (Invalid, Conflict) as refusal:
                form.add_error(None, refusal.message)
    except ProtocolRefused:
        return render_page(request, "portal/wallet_asks.html", {"asked": None}, status=400)
    except NotPermitted:
        return redirect(sign_in_url(request.get_full_path(), HIGHER))
    status = 422 if form.errors else 200
    response = render_page(request, "portal/wallet_asks.html", {"asked": asked, "form": form}, status=status)
    # Browsers apply the rule for forms to the redirect that follows, too.
    response._csp_update = {"form-action": [_origin(asked.sent_back_to)]}  # type: ignore[attr-defined] # read by django-csp
    return response


class ChoiceForm(forms.Form):
    """One document of each type a wallet asks for."""

    def __init__(self, data: object = None, *, asked: WalletAsk) -> None:
        super().__init__(data)  # type: ignore[arg-type] # a QueryDict or None
        for number, (name, lines) in enumerate(asked.choices.items()):
            self.fields[f"giay_{number}"] = forms.ChoiceField(
                label=name,
                widget=forms.RadioSelect,
                choices=[(str(one.id), f"Số {one.number}, {one.unit_name}") for one in lines],
                initial=str(lines[0].id) if len(lines) == 1 else None,
                error_messages={"required": "Hãy chọn một giấy tờ.", "invalid_choice": "Hãy chọn trong danh sách."},
            )

    def chosen(self) -> list[UUID]:
        """The documents."""
        return [UUID(value) for value in self.cleaned_data.values()]


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else f"{parts.scheme}:"
