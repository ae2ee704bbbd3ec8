"""Putting people into posts and taking them out."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.parties import rules
from dean06.kernel.parties.models import Party, PartyKind, Post, PostHolding, Unit
from dean06.kernel.parties.rules import Period
from dean06.kernel.parties.services.access import require

PURPOSE = "Phân công người giữ chức vụ, làm căn cứ phân quyền trên hệ thống"
LEGAL_BASIS = "Quyết định phân công của cơ quan quản lý cán bộ"


@transaction.atomic
def appoint(
    actor: Actor,
    *,
    unit_code: str,
    title: str,
    role: str | Role,
    party_id: UUID,
    valid_from: date,
    valid_until: date | None = None,
    is_single_holder: bool | None = None,
) -> UUID:
    """Let a person hold a post from a day until a day (exclusive; None = until further notice or the unit's end).

    Returns the holding's id; the very same appointment again returns it and writes nothing. The post is made with its
    first holder; a head's post has one holder at a time unless said otherwise. Operators and the platform may.
    NotFound for an unknown unit or person, Invalid for days outside the unit's, Conflict when the post is taken.
    """
    require(actor, rules.MAY_ADMINISTER, "phân công chức vụ")
    if role not in rules.POST_ROLES:
        raise Invalid("Vai trò của chức vụ không hợp lệ.", field="role")
    unit = _unit(unit_code, Period(valid_from=valid_from, valid_until=valid_until))
    if not Party.objects.filter(pk=party_id, kind=PartyKind.PERSON).exists():
        raise NotFound("Không tìm thấy người được phân công.", code="party_not_found", field="party_id")
    post = _post(unit, title, str(role), is_single_holder)
    known = PostHolding.objects.filter(post=post, party_id=party_id, valid_from=valid_from).first()
    if known and known.valid_until == valid_until:
        return known.pk
    holding = PostHolding(
        post=post,
        party_id=party_id,
        valid_from=valid_from,
        valid_until=valid_until,
        is_single_holder=post.is_single_holder,
    )
    _insert(holding)
    _audit(actor, "parties.appoint", holding)
    return holding.pk


def _unit(code: str, period: Period) -> Unit:
    if period.valid_until is not None and period.valid_until <= period.valid_from:
        raise Invalid("Ngày thôi giữ chức vụ phải sau ngày nhận.", field="valid_until")
    unit = Unit.objects.on(period.valid_from).filter(code=code).first()
    if unit is None:
        raise NotFound(
            f"Không có đơn vị mã “{code}” vào ngày {period.valid_from:%d/%m/%Y}.",
            code="unit_not_found",
            field="unit_code",
        )
    if not Period(valid_from=unit.valid_from, valid_until=unit.valid_until).encloses(period):
        raise Invalid(
            f"{unit.name} hết hoạt động từ ngày {unit.valid_until:%d/%m/%Y}; chức vụ không thể kéo dài hơn.",
            field="valid_until",
        )
    return unit


def _post(unit: Unit, title: str, role: str, is_single_holder: bool | None) -> Post:
    name = " ".join(title.split())
    if not name:
        raise Invalid("Thiếu tên chức vụ.", field="title")
    single = rules.is_head_title(name) if is_single_holder is None else is_single_holder
    made, _ = Post.objects.get_or_create(unit=unit, title=name, defaults={"role": role, "is_single_holder": single})
    # Appointments to one post follow each other: two at once would wait for each other in the exclusion constraint.
    post = Post.objects.select_for_update().get(pk=made.pk)
    if post.role != role or (is_single_holder is not None and post.is_single_holder != is_single_holder):
        raise Conflict(f"Chức vụ “{name}” của {unit.name} đã có với vai trò khác.", code="post_differs", field="role")
    return post


def _insert(holding: PostHolding) -> None:
    try:
        with transaction.atomic():
            holding.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "Chức vụ này đã có người giữ trong khoảng thời gian đó. Hãy kết thúc phân công cũ trước.",
            code="post_taken",
            field="valid_from",
        ) from error


@transaction.atomic
def end_holding(actor: Actor, *, holding_id: UUID, valid_until: date) -> None:
    """End a holding: the person no longer holds the post from this day on. Operators and the platform may.

    NotFound for an unknown holding; Invalid when the day is not after its first day or later than its present end.
    """
    require(actor, rules.MAY_ADMINISTER, "kết thúc phân công")
    holding = PostHolding.objects.select_for_update().filter(pk=holding_id).first()
    if holding is None:
        raise NotFound("Không tìm thấy phân công này.", code="holding_not_found")
    if valid_until <= holding.valid_from or (holding.valid_until and valid_until > holding.valid_until):
        raise Invalid("Ngày thôi giữ chức vụ phải nằm trong thời gian đang giữ.", field="valid_until")
    holding.valid_until = valid_until
    holding.save(update_fields=["valid_until"])
    _audit(actor, "parties.end_holding", holding)


def _audit(actor: Actor, action: str, holding: PostHolding) -> None:
    record(
        actor,
        action,
        object_type="parties.post_holding",
        object_id=holding.pk,
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        subjects=[holding.party_id],
        fields=["post"],
        details={
            "post": str(holding.post_id),
            "valid_from": holding.valid_from.isoformat(),
            "valid_until": holding.valid_until.isoformat() if holding.valid_until else "",
        },
    )
