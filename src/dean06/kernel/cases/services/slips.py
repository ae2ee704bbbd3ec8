"""Slips of a case for its applicant and for officers whose unit has or had it, a unit's register: all in the log."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.services.access import NOT_HERE, OFFICERS
from dean06.kernel.cases.services.looking import in_scope
from dean06.kernel.cases.services.moving import record
from dean06.kernel.cases.slips.facts import available, facts_of
from dean06.kernel.cases.slips.forms import SlipKind, form_on
from dean06.kernel.cases.types import Register, RegisterLine, SlipFacts

MOST_LINES = 2000
LONGEST_SPAN = timedelta(days=366)
# The control slip goes round inside the office.
INSIDE = frozenset({SlipKind.CONTROL, SlipKind.REGISTER})


def slip(actor: Actor, *, case_id: UUID, kind: SlipKind) -> SlipFacts:
    """What a slip of the case prints. NotFound for another's case, Conflict when the case has not come to that slip."""
    with transaction.atomic():
        case = _readable(actor, case_id)
        if kind in INSIDE and actor.role not in OFFICERS:
            raise NotFound(NOT_HERE, code="case_not_found")
        found = facts_of(case, kind)
        record(actor, actions.SLIP, case, fields=[actions.NAME, actions.COURSE], details={"slip": kind.value})
    return found


def slips_of(actor: Actor, *, case_id: UUID) -> tuple[SlipKind, ...]:
    """The slips the actor may have of a case now; names nobody."""
    case = _readable(actor, case_id)
    return tuple(kind for kind in available(case) if actor.role in OFFICERS or kind not in INSIDE)


def register_book(actor: Actor, *, first: date, last: date) -> Register:
    """The book of cases the actor's unit took in over days, both included; everybody in it is told.

    Invalid for days the wrong way round or further apart than ``LONGEST_SPAN``; Conflict when no form was in force.
    """
    if actor.role not in OFFICERS or not actor.unit_code:
        raise NotPermitted("Chỉ cán bộ của đơn vị xem được sổ theo dõi hồ sơ.", code="not_an_officer")
    if last < first or last - first > LONGEST_SPAN:
        raise Invalid("Chọn từ ngày đến ngày trong vòng một năm.", field="last")
    form = form_on(SlipKind.REGISTER, last)
    if form is None:
        raise Conflict("Ngày đó chưa có mẫu sổ theo dõi hồ sơ.", code="no_such_form")
    begin = datetime.combine(first, time(), VN_TZ)
    end = datetime.combine(last + timedelta(days=1), time(), VN_TZ)
    with transaction.atomic():
        rows = Case.objects.filter(unit_code=actor.unit_code, received_at__gte=begin, received_at__lt=end)
        cases = list(rows.order_by("received_at", "pk")[:MOST_LINES])
        audit.record(
            actor,
            actions.REGISTER,
            object_type="cases.case",
            object_id="register",
            purpose=actions.PURPOSE,
            legal_basis=actions.LAW,
            subjects={case.applicant_id for case in cases},
            fields=[actions.NAME],
            details={"found": len(cases), "first": first.isoformat(), "last": last.isoformat()},
        )
    return Register(form=form, lines=tuple(_line(case) for case in cases))


def _readable(actor: Actor, case_id: UUID) -> Case:
    own = Case.objects.filter(applicant_id__in=[actor.party_id])
    rows = own if actor.role is Role.CITIZEN else in_scope(actor)
    case = rows.select_related("version").filter(pk=case_id).first()
    if case is None:
        raise NotFound(NOT_HERE, code="case_not_found")
    return case


def _line(case: Case) -> RegisterLine:
    return RegisterLine(
        code=case.code,
        procedure=case.procedure_name,
        applicant=case.applicant_name,
        received_at=case.received_at or case.submitted_at,
        due_at=case.due_at,
        ended_at=case.ended_at,
        status=case.get_status_display(),
    )
