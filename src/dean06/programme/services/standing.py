"""What an actor stands for: may it speak for this unit, does the unit have a part in this assignment."""

from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid, NotFound
from dean06.kernel.parties import api as parties
from dean06.programme.models import Assignment, Directive, Responsibility
from dean06.programme.rules import authority
from dean06.programme.services.log import refuse


def directive(directive_id: UUID) -> Directive:
    """The directive, or NotFound."""
    try:
        return Directive.objects.get(pk=directive_id)
    except Directive.DoesNotExist:
        raise NotFound("Không tìm thấy công văn này.") from None


def assignment(assignment_id: UUID) -> Assignment:
    """The assignment, or NotFound."""
    try:
        return Assignment.objects.select_related("directive").get(pk=assignment_id)
    except Assignment.DoesNotExist:
        raise NotFound("Không tìm thấy nhiệm vụ này.") from None


def require_own_unit(actor: Actor, unit_code: str, act: str, object_type: str, object_id: UUID) -> None:
    """A unit speaks only for itself; an attempt to speak for another is refused and audited."""
    if authority.may_report_for(actor.role, actor.unit_code, unit_code):
        return
    refuse(
        actor,
        act,
        object_type,
        object_id,
        "Ông/bà chỉ được báo cáo cho đơn vị của mình. Nếu kiêm nhiệm đơn vị khác, hãy đổi vai trò trước.",
        unit=unit_code,
    )


def require_assigner(actor: Actor, act: str, object_type: str, object_id: UUID) -> None:
    """Only the tracking body or the leader answers what units hand in."""
    if actor.role not in authority.ASSIGNERS:
        refuse(
            actor, act, object_type, object_id, "Chỉ cơ quan theo dõi hoặc lãnh đạo UBND được xác nhận nội dung này."
        )


def require_part(task: Assignment, unit_code: str) -> None:
    """The unit must hold a duty in the assignment today, itself or as a member of a group that does."""
    today = clock.today()
    codes = list(Responsibility.objects.in_force(today).filter(assignment=task).values_list("unit_code", flat=True))
    if unit_code not in codes and not any(parties.is_member(unit_code, code, today) for code in codes):
        raise Invalid("Đơn vị này không được phân công trong nhiệm vụ. Hãy chọn nhiệm vụ của đơn vị mình.")


def signature(actor: Actor) -> str:
    """Post and unit as they were at the time of the act."""
    return ", ".join(part for part in (actor.post, actor.unit_name) if part) or actor.name
