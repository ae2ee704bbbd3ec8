"""Leave: an officer's cases go to a colleague's desk from a day until a day, by the officer's or a leader's word."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Substitution
from dean06.kernel.cases.services.access import OFFICERS
from dean06.kernel.cases.services.moving import who
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.types import HolderInfo

LONGEST_LEAVE = timedelta(days=183)
NOT_YOURS = "Chỉ chính cán bộ vắng mặt hoặc lãnh đạo của đơn vị cử được người thay."
TAKEN = "Những ngày đó đã có người thay. Bỏ phân công cũ trước."
PURPOSE = "Phân công người thay khi cán bộ vắng mặt"


def substitute(
    actor: Actor, *, unit_code: str, role: Role, away_id: UUID, substitute_id: UUID, days: tuple[date, date]
) -> UUID:
    """Let a colleague work on an officer's cases from the first to the last of the days, both included.

    By the officer himself, or by a leader of the unit or of the body above it. Both must hold a post of the role in the
    unit on the first day. Invalid for days that are past, the wrong way round or longer than ``LONGEST_LEAVE``;
    Conflict when somebody stands in for the officer on one of those days already.
    """
    _check_may(actor, unit_code, away_id)
    first, last = days
    if first < clock.today() or last < first or last - first > LONGEST_LEAVE:
        raise Invalid("Chọn từ hôm nay trở đi, ngày cuối sau ngày đầu, không quá sáu tháng.", field="last")
    there = {one.party_id: one for one in parties.holders(unit_code, role.value, first)}
    if away_id == substitute_id or away_id not in there or substitute_id not in there:
        raise Invalid("Người thay phải là đồng nghiệp cùng vai, cùng đơn vị.", field="substitute")
    row = Substitution(
        unit_code=unit_code,
        role=role.value,
        away_id=away_id,
        away_name=there[away_id].name,
        substitute_id=substitute_id,
        substitute_name=there[substitute_id].name,
        valid_from=first,
        valid_until=last + timedelta(days=1),
        made_by=who(actor),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _record(actor, actions.SUBSTITUTE, row)
    except IntegrityError as error:
        raise Conflict(TAKEN, code="substituted", field="first") from error
    return row.pk


def end_substitution(actor: Actor, *, substitution_id: UUID) -> None:
    """End it today, by whoever could have made it. NotFound for one that is over or not the actor's to end."""
    with transaction.atomic():
        today = clock.today()
        row = Substitution.objects.select_for_update().filter(pk=substitution_id, valid_until__gt=today).first()
        if row is None:
            raise NotFound("Không có phân công này.", code="substitution_not_found")
        _check_may(actor, row.unit_code, row.away_id)
        row.valid_until = max(today, row.valid_from)
        row.save(update_fields=["valid_until"])
        _record(actor, actions.END_SUBSTITUTE, row)


def colleagues(actor: Actor) -> list[tuple[str, str, HolderInfo]]:
    """Whose leave the actor may arrange, and who could stand in: (unit, role, officer) of the unit and those below it.

    An officer who is no leader gets his own unit and role.
    """
    if actor.role not in OFFICERS or not actor.unit_code:
        return []
    today = clock.today()
    if actor.role is not Role.LEADER:
        return [
            (actor.unit_code, actor.role.value, one)
            for one in parties.holders(actor.unit_code, actor.role.value, today)
        ]
    below = [one.code for one in parties.units(today) if one.parent_code == actor.unit_code]
    return [
        (code, role.value, one)
        for code in (actor.unit_code, *below)
        for role in (Role.LEADER, Role.CLERK, Role.COORDINATOR)
        for one in parties.holders(code, role.value, today)
    ]


def _check_may(actor: Actor, unit_code: str, away_id: UUID) -> None:
    own = actor.party_id == away_id and actor.unit_code == unit_code and actor.role in OFFICERS
    is_above = actor.role is Role.LEADER and (actor.unit_code == unit_code or _parent(unit_code) == actor.unit_code)
    if not own and not (is_above and actor.unit_code):
        raise NotPermitted(NOT_YOURS, code="not_your_leave")


def _parent(unit_code: str) -> str:
    today = clock.today()
    return parties.unit(unit_code, today).parent_code if parties.exists(unit_code, today) else ""


def _record(actor: Actor, action: str, row: Substitution) -> None:
    audit.record(
        actor,
        action,
        object_type="cases.substitution",
        object_id=row.pk,
        purpose=PURPOSE,
        legal_basis=actions.LAW,
        subjects=[row.away_id, row.substitute_id],
        details={
            "unit": row.unit_code,
            "role": row.role,
            "valid_from": row.valid_from.isoformat(),
            "valid_until": row.valid_until.isoformat(),
        },
    )
