"""Sending bundles, and reading what was shared."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Invalid, NotFound
from dean06.pilots.p17_health_labour_books.api.answering import base, fhir, said
from dean06.pilots.p17_health_labour_books.fhir.search import outcome, patient, read_query, searchset
from dean06.pilots.p17_health_labour_books.fhir.types import LARGEST_BUNDLE, Refused
from dean06.pilots.p17_health_labour_books.services.entering import READ, SEND, Caller
from dean06.pilots.p17_health_labour_books.services.reading import read_entry, search_entries, summarise
from dean06.pilots.p17_health_labour_books.services.receiving import receive_bundle
from dean06.ui.pages import machine

HEARD_OUT: Final = 2 * LARGEST_BUNDLE
AT_ONCE: Final = 64 * 1024
TOO_LARGE: Final = f"Gói lớn hơn {LARGEST_BUNDLE // (1024 * 1024)} MB. Hãy chia thành nhiều gói."


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Gửi gói dữ liệu sức khỏe")
@fhir(SEND)
def door(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Take a bundle in: 201 when it is new, 200 for the same bytes again, 413 for one that is too large."""
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > LARGEST_BUNDLE:
        return _too_large(request)
    content = request.read(LARGEST_BUNDLE + 1)
    if len(content) > LARGEST_BUNDLE:
        return _too_large(request)
    receipt = receive_bundle(caller.actor, facility_id=caller.facility_id, content=content)
    if receipt.is_repeat:
        return said(outcome("repeat", "Gói này đã nhận trước đó.", severity="information", issue="duplicate"))
    left = ", ".join(f"{name} {count}" for name, count in receipt.unmapped)
    words = f"Đã nhận {receipt.facts} mục, {receipt.retracted} mục ghi nhầm."
    words += f" Không lưu thành mục riêng: {left}." if left else ""
    return said(outcome("taken", words, severity="information", issue="informational"), 201)


def _too_large(request: HttpRequest) -> HttpResponse:
    """The refusal, after hearing the sender out for a while: cut off amid his sending, he would not read it."""
    left = HEARD_OUT
    while left > 0 and (piece := request.read(AT_ONCE)):
        left -= len(piece)
    return said(outcome("too_large", TOO_LARGE, issue="too-long"), 413)


@machine(Role.PUBLIC, csrf=False, title="Tra cứu sổ sức khỏe")
@fhir(READ)
def search(request: HttpRequest, caller: Caller, resource_type: str) -> HttpResponse:
    """Entries of one type by the parameters named in the CapabilityStatement."""
    given = [(name, value) for name, values in request.GET.lists() for value in values]
    query = read_query(resource_type, given)
    found = search_entries(caller.actor, query=query)
    return said(searchset(found.resources, found.total, query, base=base(), given=given))


@machine(Role.PUBLIC, csrf=False, title="Một tài nguyên của sổ sức khỏe")
@fhir(READ)
def resource(request: HttpRequest, caller: Caller, resource_type: str, resource_id: str) -> HttpResponse:
    """One resource by our id; its version is its ETag."""
    del request
    try:
        wanted = UUID(resource_id)
    except ValueError as error:
        raise NotFound("Không có tài nguyên này.", code="entry_not_found") from error
    told = read_entry(caller.actor, resource_type=resource_type, entry_id=wanted)
    answer = said(told)
    answer["ETag"] = f'W/"{told["meta"]["versionId"]}"'
    return answer


@machine(Role.PUBLIC, csrf=False, title="Bản tóm tắt sức khỏe")
@fhir(READ)
def summary(request: HttpRequest, caller: Caller) -> HttpResponse:
    """The person's summary as an IPS document; ``identifier``: system and personal number."""
    try:
        named = patient(request.GET.get("identifier", ""))
    except Refused as refused:
        raise Invalid(refused.words, code=refused.code, field="identifier") from refused
    return said(summarise(caller.actor, personal_id=named.get("personal_id", "")))
