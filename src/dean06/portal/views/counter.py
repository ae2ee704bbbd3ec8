"""The counter: a card is read by the agent of the same machine, judged here, and may open its holder a session."""

import json
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Invalid
from dean06.kernel.devices import api as devices
from dean06.kernel.devices.types import SignedAnswer
from dean06.kernel.identity import api as identity
from dean06.portal import counter_words, readings
from dean06.portal.counter_forms import CardForm, HandOverForm, OfficerCardForm, PairingForm
from dean06.ui import menu
from dean06.ui.access import View, actor_of
from dean06.ui.pages import machine, page, render_page, safe_next

AGENT = f"http://127.0.0.1:{settings.READER_PORT}"
STEP_UP = "nang_muc"
READERS = (Role.CLERK, Role.CITIZEN)
MALFORMED = "Dữ liệu gửi lên không đúng dạng. Tải lại trang rồi thử lại."


def with_agent(view: View) -> View:
    """The pages that talk to the agent, and no other page, may open a connection to it."""
    return cast(View, csp_update({"connect-src": [AGENT]})(view))


@page(Role.CLERK, title="Đọc thẻ căn cước", methods=("GET",))
@with_agent
def counter(request: HttpRequest) -> HttpResponse:
    """Choose what for, type what opens the card, let the script do the rest."""
    purposes = devices.read_purposes(actor_of(request))
    context = {"form": OfficerCardForm(purposes), "pairing": PairingForm(prefix="ghep"), "agent": AGENT}
    return render_page(request, "portal/counter.html", context | {"unverified": any(not p.verified for p in purposes)})


@page(Role.CITIZEN, title="Nâng mức xác thực bằng thẻ", methods=("GET",))
@with_agent
def step_up(request: HttpRequest) -> HttpResponse:
    """A citizen at a machine with a reader raises her level by her own card."""
    actor, going = actor_of(request), safe_next(request)
    if actor.assurance_level > 1:
        return redirect(going)
    identity.require_other_proof(request)
    context = {"form": CardForm(), "pairing": PairingForm(prefix="ghep"), "agent": AGENT, "next": going}
    return render_page(request, "portal/step_up_card.html", context | {"purpose": STEP_UP})


@machine(*READERS, methods=("POST",), title="Mở lượt đọc thẻ")
def begin(request: HttpRequest) -> HttpResponse:
    """A challenge for the agent whose key the page names."""
    said = _json(request)
    purpose = _text(said, "purpose")
    if purpose == STEP_UP:
        identity.require_other_proof(request)
    order = devices.begin_reading(
        actor_of(request), device=_text(said, "device"), purpose=purpose, session=_session(request)
    )
    return JsonResponse({"body": order.body, "signature": order.signature})


@machine(*READERS, methods=("POST",), title="Nộp kết quả đọc thẻ")
def submit(request: HttpRequest) -> HttpResponse:
    """The agent's answer; where to go on. A refusal is a problem document that says why."""
    said, actor = _json(request), actor_of(request)
    answer = SignedAnswer(body=_text(said, "body"), device=_text(said, "device"), signature=_text(said, "signature"))
    receipt = devices.submit_reading(actor, answer=answer, session=_session(request))
    if receipt.purpose.code == STEP_UP:
        readings.check_alive(actor, receipt)
        identity.step_up_by_card(request, receipt_id=receipt.id)
        messages.success(request, "Đã nâng lên mức 2 bằng thẻ căn cước.")
        return JsonResponse({"url": safe_next(request)})
    readings.compare(actor, receipt)
    return JsonResponse({"url": redirect("portal:receipt", receipt.id).url})


@page(Role.CLERK, title="Kết quả đọc thẻ", methods=("GET",))
@with_agent
def receipt(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """What the card proved, what is kept of it, how it stands against the register, what can be done now."""
    actor = actor_of(request)
    found = devices.receipt(actor, receipt_id=receipt_id)
    context = {
        "receipt": found,
        "agent": AGENT,
        "facts": counter_words.rows(found),
        "comparison": counter_words.comparison(found),
        "acts": menu.entries(actor, "reading", "") if devices.says_who(found) else (),
        "is_capped": counter_words.is_capped(found),
        "form": HandOverForm() if found.purpose.level and found.facts else None,
    }
    return render_page(request, "portal/receipt.html", context)


@page(Role.CLERK, title="Trao máy cho người dân", methods=("POST",))
def hand_over(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """The officer is out, the citizen in; the officer's session at VNeID ends on the way to the citizen's home."""
    form = HandOverForm(request.POST)
    is_compared = form.is_valid() and form.cleaned_data["face"]
    provider_url = identity.hand_over(request, receipt_id=receipt_id, is_face_compared=is_compared)
    if not provider_url:
        return _wiped(redirect("portal:home"))
    request.actor = identity.actor_from(request)  # type: ignore[attr-defined] # the citizen, from here on
    request.is_at_counter = True  # type: ignore[attr-defined]
    return _wiped(render_page(request, "portal/handed_over.html", {"provider_url": provider_url}))


def _wiped(response: HttpResponse) -> HttpResponse:
    """What the officer's pages kept in the browser, the pairing with the reader above all, is not handed over."""
    response["Clear-Site-Data"] = '"storage"'  # W3C Clear Site Data; cookies stay: they are the citizen's now
    return response


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Đăng ký đầu đọc thẻ")
def enrol(request: HttpRequest) -> HttpResponse:
    """A reader's machine shows the operator's code and proves that it holds its key."""
    said = _json(request)
    name = devices.enrol_terminal(
        code=_text(said, "code"),
        device=_text(said, "device"),
        signature=_text(said, "signature"),
        caller=identity.client_address(request),
    )
    return JsonResponse({"terminal": name, "server_key": devices.server_key()})


def _json(request: HttpRequest) -> Mapping[str, Any]:
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Invalid(MALFORMED, code="malformed") from error
    if not isinstance(said, dict):
        raise Invalid(MALFORMED, code="malformed")
    return said


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str):
        raise Invalid(MALFORMED, code="malformed", field=name)
    return value


def _session(request: HttpRequest) -> str:
    """The secret only this browser has."""
    key = request.session.session_key
    if not key:
        raise Invalid(MALFORMED, code="no_session")
    return str(key)
