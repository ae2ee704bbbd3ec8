""" "Dữ liệu của tôi": who looked at the person's data, what is kept, and the proof that the list is complete."""

import json
from pathlib import Path

from django.http import HttpRequest, HttpResponse

import dean06
from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import NotFound
from dean06.kernel.identity import api as identity
from dean06.kernel.manifest.api import built_pilots
from dean06.kernel.messaging import api as messaging
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import RequestState
from dean06.portal import looks, services, words
from dean06.ui.access import actor_of
from dean06.ui.pages import SIGNED_IN, page, render_page

SEX = {"male": "Nam", "female": "Nữ"}
VERIFIERS = Path(dean06.__file__).parents[2] / "docs"


@page(*SIGNED_IN, title="Dữ liệu của tôi", shell="portal", methods=("GET",))
def my_data(request: HttpRequest) -> HttpResponse:
    """Looks by others, one's own folded away; facts kept; how to check. Reading it is itself written down."""
    actor = actor_of(request)
    party_id = services.note_own_look(actor)
    person = parties.party(party_id)
    context = {
        "person": person,
        "sex": SEX.get(person.sex, "Chưa rõ"),
        "address": words.address(actor),
        "posts": parties.posts_of(party_id, clock.today()),
        "sessions": identity.open_sessions(actor),
        "email": messaging.email_state(actor),
        "pilots": [pilot for pilot in built_pilots() if pilot.personal_data],
        "withheld": audit.withheld_looks(party_id),
        "witness": audit.witness_state(),
        "open_requests": sum(line.state is RequestState.OPEN for line in privacy.own_requests(actor)),
        "open_consents": sum(consent.is_open for consent in privacy.consents_of(actor)),
    }
    return render_page(request, "portal/my_data.html", context | looks.context(request, actor))


@page(*SIGNED_IN, title="Tải danh sách", shell="portal", methods=("POST",))
def bundle(request: HttpRequest) -> HttpResponse:
    """The person's part of the log with proofs, as a file to keep and to verify without us."""
    actor = actor_of(request)
    party_id = services.note_download(actor)
    audit.sequence_pending()  # so that the newest acts, this one included, have their place in the tree
    body = json.dumps(audit.export_bundle(party_id), ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="nhat-ky-{clock.today():%Y-%m-%d}.json"'
    return response


@page(Role.PUBLIC, title="Chương trình kiểm chứng", methods=("GET",))
def verifier(request: HttpRequest) -> HttpResponse:
    """The stand-alone program that checks the entries of such a file; it needs nothing of ours."""
    del request
    return _program("audit_verify.py")


@page(Role.PUBLIC, title="Chương trình kiểm chứng tính đầy đủ", methods=("GET",))
def complete_verifier(request: HttpRequest) -> HttpResponse:
    """The one that checks that none is left out; it works beside the other."""
    del request
    return _program("audit_complete.py")


def _program(name: str) -> HttpResponse:
    file = VERIFIERS / name
    if not file.is_file():
        raise NotFound("Bản cài này không kèm chương trình kiểm chứng. Hãy hỏi người vận hành.", code="no_verifier")
    response = HttpResponse(file.read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
