"""Slips as PDF: for officers of the unit and for the applicant, each download in the log; the unit's register."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Invalid, NotFound
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import SlipFacts, SlipKind
from dean06.kernel.parties import api as parties
from dean06.portal.slip_kinds import FILE_NAMES
from dean06.portal.slips import words
from dean06.portal.slips.pdf import MEDIA_TYPE, pdf_bytes
from dean06.portal.slips.signed import signed_slip
from dean06.ui.access import OFFICERS, actor_of
from dean06.ui.formats import parse_day
from dean06.ui.pages import page


@page(*OFFICERS, title="Giấy tờ của bộ phận một cửa", shell="workspace", methods=("GET",))
def slip(request: HttpRequest, case_code: str, slip_kind: str) -> HttpResponse:
    """One slip of a case of the unit."""
    actor = actor_of(request)
    return _drawn(cases.slip(actor, case_id=cases.case_id_of(actor, code=case_code), kind=_kind(slip_kind)))


@page(Role.CITIZEN, title="Giấy tờ của hồ sơ", methods=("GET",))
def own_slip(request: HttpRequest, case_code: str, slip_kind: str) -> HttpResponse:
    """One slip of the citizen's own case."""
    actor = actor_of(request)
    return _drawn(cases.slip(actor, case_id=cases.own_case_id_of(actor, code=case_code), kind=_kind(slip_kind)))


@page(*OFFICERS, title="Sổ theo dõi hồ sơ", shell="workspace", methods=("GET",))
def register_book(request: HttpRequest) -> HttpResponse:
    """The book of what the unit took in over days (``tu``, ``den``; today when they are left out)."""
    actor = actor_of(request)
    first, last = _day(request, "tu"), _day(request, "den")
    book = cases.register_book(actor, first=first, last=last)
    above = _above(actor.unit_code, last)
    sheet = words.register_sheet(
        book, unit=(above, actor.unit_name), place=_place(actor.unit_code, last), span=(first, last)
    )
    return _file(pdf_bytes(sheet), f"so-theo-doi-{first:%Y%m%d}-{last:%Y%m%d}.pdf")


def _drawn(facts: SlipFacts) -> HttpResponse:
    day = clock.local(facts.at).date()
    address = f"{settings.PUBLIC_URL}{reverse('portal:case_lookup')}?ma={facts.code}"
    sheet = words.sheet(facts, parent=_above(facts.unit_code, day), place=_place(facts.unit_code, day), address=address)
    return _file(signed_slip(facts, sheet), f"{FILE_NAMES[facts.form.kind]}-{facts.code}.pdf")


def _file(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _kind(word: str) -> SlipKind:
    if word not in set(SlipKind) - {SlipKind.REGISTER}:
        raise NotFound("Không có loại giấy tờ này.")
    return SlipKind(word)


def _day(request: HttpRequest, name: str) -> date:
    text = request.GET.get(name, "")
    day = parse_day(text) if text else clock.today()
    if day is None:
        raise Invalid("Ngày chưa đúng. Ví dụ cách ghi: 15/12/2025.", field=name)
    return day


def _above(unit_code: str, day: date) -> str:
    """The name of the body above a unit on a day; "" for one that has none."""
    above = parties.unit(unit_code, day).parent_code
    return parties.unit_name(above, day) if above else ""


def _place(unit_code: str, day: date) -> str:
    """The commune's bare name, as official papers date themselves."""
    area_code = parties.unit(unit_code, day).area_code
    return parties.area(area_code, day).name if area_code else "Đức Thọ"
