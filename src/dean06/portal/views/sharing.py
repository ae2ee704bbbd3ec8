"""A holder lets somebody look at some facts of a document; whoever has the link looks."""

import base64
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotPermitted, TooMany
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Audience, SharedView
from dean06.kernel.identity import api as identity
from dean06.kernel.privacy import api as privacy
from dean06.portal.share_forms import LookForm, ShareForm
from dean06.portal.wallet_words import qr_address, share_tone, tone
from dean06.ui.access import OFFICERS, actor_of
from dean06.ui.pages import add_error, page, render_page, sign_in_url

HIGHER = 2
STATUS = {TooMany: 429, Conflict: 409, NotPermitted: 403}
CREDENTIAL = "data:application/dc+sd-jwt;base64,"


@page(Role.CITIZEN, title="Cho xem giấy tờ")
def share(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Choose facts, purpose, time; the page of the share has the code to show."""
    actor = actor_of(request)
    try:
        info = documents.own_document(actor, document_id=document_id)
    except NotPermitted:
        return redirect(sign_in_url(request.path, HIGHER))
    form = ShareForm(request.POST or None, info=info)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        audience = Audience(given.pop("audience"))
        words = {"recipient": "", **given}
        try:
            share_id = privacy.share_document(actor, document_id=document_id, audience=audience, **words)
        except (Invalid, Conflict, TooMany) as refusal:
            _refuse(form, refusal)
        else:
            return redirect("portal:share", share_id)
    context = {"info": info, "form": form}
    return render_page(request, "portal/share_document.html", context, status=422 if form.errors else 200)


@page(Role.CITIZEN, title="Đang cho xem", methods=("GET",))
def shared(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """The code and the link while it is open, and who looked."""
    try:
        found = documents.own_share(actor_of(request), share_id=share_id)
    except NotPermitted:
        return redirect(sign_in_url(request.path, HIGHER))
    qr = qr_address(found.address) if found.address else ""
    context = {"share": found, "qr": qr, "tone": share_tone(found.state)}
    return render_page(request, "portal/share.html", context)


@page(Role.CITIZEN, title="Thôi cho xem")
def withdraw(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Ask once, then nobody looks any more."""
    actor = actor_of(request)
    found = documents.own_share(actor, share_id=share_id)
    if request.method == "POST":
        privacy.withdraw_consent(actor, consent_id=found.consent_id)
        messages.success(request, "Đã rút. Từ bây giờ không ai xem được qua liên kết này nữa.")
        return redirect("portal:share", share_id)
    context = {
        "title": "Thôi cho xem?",
        "facts": [("Giấy tờ", found.document_name), ("Cho ai xem", found.recipient), ("Để làm gì", found.purpose)],
        "notes": ["Ai đã xem rồi thì vẫn đã biết. Liên kết này không mở lại được; cần thì cho xem lần khác."],
        "form": forms.Form(),
        "submit": "Thôi cho xem",
        "danger": True,
        "cancel_url": reverse("portal:share", args=[share_id]),
    }
    return render_page(request, "ui/confirm.html", context)


@page(Role.PUBLIC, title="Xem giấy tờ được cho xem")
def look(request: HttpRequest, share_token: str) -> HttpResponse:
    """What the link is about; a look is counted only when the button is pressed, so a preview uses nothing up."""
    actor, address = actor_of(request), identity.client_address(request)
    try:
        terms = documents.share_terms(token=share_token, address=address)
    except TooMany as refusal:
        return render_page(request, "portal/look.html", {"refusal": refusal.message}, status=429)
    is_officer = actor.role in OFFICERS
    form = LookForm(request.POST or None) if not terms.unit_code else forms.Form(request.POST or None)
    closed = terms.closed
    status = 409 if closed and request.method == "POST" else 200
    # A page of the state's own needs no words: its officer is known, and an empty form is always filled in.
    if request.method == "POST" and not terms.closed and (terms.unit_code or form.is_valid()):
        said = form.cleaned_data if not terms.unit_code else {"name": "", "organisation": ""}
        try:
            return _view(request, documents.look_at_share(actor, token=share_token, address=address, **said))
        except (Conflict, NotPermitted, TooMany) as refused:
            status, closed = STATUS[type(refused)], refused.message
        except Invalid as refused:
            add_error(form, refused)
    sign_in = sign_in_url(request.path, 1) if terms.unit_code and not is_officer else ""
    context = {"terms": terms, "form": form, "refusal": closed, "sign_in": sign_in}
    return _unfollowed(render_page(request, "portal/look.html", context, status=422 if form.errors else status))


def _view(request: HttpRequest, view: SharedView) -> HttpResponse:
    credential = CREDENTIAL + base64.b64encode(view.credential).decode()
    context = {"view": view, "tone": tone(view.standing), "credential": credential}
    return _unfollowed(render_page(request, "portal/looked.html", context))


def _unfollowed(response: HttpResponse) -> HttpResponse:
    """Neither kept by a cache nor found by a search: the address is the secret. Other sites hear of none of
    our addresses (Referrer-Policy same-origin; with a stricter one browsers hide from us where the form came from)."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _refuse(form: ShareForm, refusal: DomainError) -> None:
    if isinstance(refusal, TooMany):
        form.add_error(None, refusal.message)
    else:
        add_error(form, refusal)
