"""An officer keeps ways of looking at the queue under names of her own."""

from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.text import nfc
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import SavedView
from dean06.kernel.cases.models.desk import LONGEST_QUERY, LONGEST_VIEW_NAME
from dean06.kernel.cases.services.access import OFFICERS

MOST_VIEWS = 20


def save_view(actor: Actor, *, name: str, query: str) -> UUID:
    """Keep a choice of the queue; the same name again replaces what it stood for.

    Invalid for a name that is missing or too long, Conflict beyond ``MOST_VIEWS``.
    """
    called = nfc(" ".join(name.split()))
    if not called or len(called) > LONGEST_VIEW_NAME:
        raise Invalid(f"Đặt tên cho cách xem, từ 1 đến {LONGEST_VIEW_NAME} ký tự.", field="name")
    if len(query) > LONGEST_QUERY:
        raise Invalid("Cách xem này chọn quá nhiều mục nên không lưu được.", field="name")
    if actor.party_id is None or actor.role not in OFFICERS:
        raise NotPermitted("Chỉ cán bộ của đơn vị lưu được cách xem.", code="not_an_officer")
    with transaction.atomic():
        own = SavedView.objects.filter(owner_id=actor.party_id)
        if not own.filter(name=called).exists() and own.count() >= MOST_VIEWS:
            raise Conflict(f"Đã lưu {MOST_VIEWS} cách xem. Hãy bỏ bớt.", code="too_many_views")
        view, _ = SavedView.objects.update_or_create(
            owner_id=actor.party_id, name=called, defaults={"query": query, "saved_at": clock.now()}
        )
        audit.record(actor, actions.SAVE_VIEW, object_type="cases.saved_view", object_id=view.pk)
    return view.pk


def drop_view(actor: Actor, *, view_id: UUID) -> None:
    """Forget one. NotFound for another's."""
    with transaction.atomic():
        view = SavedView.objects.filter(pk=view_id, owner_id__in=[actor.party_id]).first()
        if view is None:
            raise NotFound("Không có cách xem này.", code="view_not_found")
        audit.record(actor, actions.DROP_VIEW, object_type="cases.saved_view", object_id=view.pk)
        view.delete()
