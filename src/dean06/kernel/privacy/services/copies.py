"""Handing a person everything that is kept about her."""

from typing import Any

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.privacy import actions, holdings

FORMAT = "dean06-own-data/1"


def copy_own_data(actor: Actor) -> dict[str, Any]:
    """All that is kept about the actor: format, instant, data by kind (label, columns, rows, hold). One audit entry.

    Days and instants are not text yet. NotPermitted without a person behind the account. Right to see and to be given
    one's data: Law 91/2025/QH15.
    """
    if actor.party_id is None:
        raise NotPermitted("Tài khoản này không gắn với người nào nên không có dữ liệu cá nhân.")
    with transaction.atomic():
        audit.record(
            actor,
            actions.COPY_OWN_DATA,
            object_type="parties.party",
            object_id=actor.party_id,
            purpose=actions.COPY_PURPOSE,
            legal_basis=actions.LAW,
            subjects=[actor.party_id],
            fields=[actions.ALL_KEPT],
        )
        return {"format": FORMAT, "at": clock.now(), "data": holdings.everything(actor.party_id)}
