"""The holder of a document hears that it was issued, or that it holds no more and why."""

from typing import Any
from uuid import UUID

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.delivery import handles
from dean06.kernel.documents import api as documents
from dean06.kernel.messaging import api as messaging


@handles(documents.NOTICE_TOPIC, local=True)
def tell_holder(payload: dict[str, Any], message_id: str) -> None:
    """Write the letter of what happened."""
    found = documents.notice_of(UUID(payload["document"]))
    fields = {"name": found.line.name, "number": found.line.number, "unit": found.line.unit_name}
    more = {"reason": found.withdrawn_reason} if payload["what"] == "withdrawn" else {}
    messaging.send(
        SYSTEM,
        reference=message_id,
        template=f"document.{payload['what']}",
        fields=fields | more | {"link": f"/vi-giay-to/{found.line.id}/"},
        to_party_ids=[found.holder_id],
    )
