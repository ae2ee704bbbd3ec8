"""What an actor stands for: may it speak for this unit, does the unit have a part in this assignment."""

from datetime import date
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.parties import api as parties
from dean06.programme.choices import UnitRole
from dean06.programme.models import Assignment, Directive, Responsibility
from dean06.programme.rules import authority
from dean06.programme.selectors import parts
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


def lock(task: Assignment) -> None:
    """Whoever changes duties or deadlines of an assignment does so one after the other."""
    Assignment.objects.select_for_update().get(pk=task.pk)


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


def require_part(actor: Actor, task: Assignment, unit_code: str, act: str) -> tuple[UnitRole, ...]:
    """Roles of the actor's unit in the assignment today; without any, the act is another unit's to do: refused and
    audited."""
    found = parts_of(task, unit_code, clock.today())
    if not found:
        refuse(
            actor,
            act,
            "assignment",
            task.pk,
            "Đơn vị của ông/bà không được phân công trong nhiệm vụ này nên không báo cáo thay đơn vị khác được.",
            unit=unit_code,
        )
    return found


def parts_of(task: Assignment, unit_code: str, on: date) -> tuple[UnitRole, ...]:
    """Roles of a unit in an assignment on a day, itself, in a group or as the district's contact."""
    duties = Responsibility.objects.in_force(on).filter(assignment=task)
    return parts.roles(duties, unit_code, parties.unit_register(), on)


def account(actor: Actor) -> UUID:
    """The account that signs what people hand in or answer; NotPermitted for somebody without one."""
    if actor.user_id is None:
        raise NotPermitted("Việc này cần người có tài khoản thực hiện. Hãy đăng nhập.")
    return actor.user_id


def signature(actor: Actor) -> str:
    """Post and unit as they were at the time of the act."""
    return ", ".join(part for part in (actor.post, actor.unit_name) if part) or actor.name
