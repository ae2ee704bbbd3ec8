"""The authority as it stands on a day, for the head and foot of official papers."""

from datetime import date

from dean06.kernel.base.actor import Role
from dean06.kernel.parties import api as parties
from dean06.programme.models import Directive
from dean06.programme.papers.office import Office
from dean06.programme.papers.words import Cited
from dean06.programme.rules.tracking import tracking_unit
from dean06.programme.selectors.names import unit_name

CHAIR, DEPUTY = "Chủ tịch", "Phó Chủ tịch"


def office(day: date, *, is_sample: bool) -> Office:
    """Committee, tracking body and signatories of a day; NotFound while reference data is not loaded."""
    committee = parties.unit(parties.authority(day), day)
    area = parties.area(committee.area_code, day)
    tracker = tracking_unit(day)
    leaders = parties.holders(committee.code, Role.LEADER, day)
    return Office(
        day=day,
        level=area.full_name.removesuffix(area.name).strip().lower(),
        place=area.name,
        tracker=unit_name(tracker, day),
        chair=next((holder.name for holder in leaders if holder.title.startswith(CHAIR)), ""),
        deputy=next((holder.name for holder in leaders if holder.title.startswith(DEPUTY)), ""),
        tracking_head=next((holder.name for holder in parties.holders(tracker, Role.LEADER, day)), ""),
        is_sample=is_sample,
    )


def cited(directive: Directive) -> Cited:
    """The directive as papers cite it."""
    return Cited(
        number=directive.number,
        symbol=directive.symbol,
        issued_on=directive.issued_on,
        received_on=directive.received_on,
        issuer=_spoken(directive.issuer),
        subject=directive.subject,
        is_pilots=directive.lists_pilots,
    )


def _spoken(issuer: str) -> str:
    """ "ỦY BAN NHÂN DÂN HUYỆN ĐỨC THỌ" of a letterhead is "UBND huyện Đức Thọ" in a sentence."""
    if not issuer.isupper():
        return issuer
    head, committee, place = issuer.partition("ỦY BAN NHÂN DÂN ")
    if head or not committee:
        return issuer.title()
    kind, _, name = place.partition(" ")
    return f"UBND {kind.lower()} {name.title()}".strip()
