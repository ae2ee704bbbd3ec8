"""The worker's half: a message reaches its inboxes, and e-mail is asked for where it is wished and possible."""

from typing import Any
from uuid import UUID

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Role
from dean06.kernel.messaging import email
from dean06.kernel.messaging.models import EmailAddress, InboxMessage
from dean06.kernel.parties import api as parties

DELIVER = "messaging.deliver"


@outbox.handles(DELIVER, local=True)
def deliver(payload: dict[str, Any], message_id: str) -> None:
    """Put a message into its inboxes. Runs in the transaction that notes it as done, so exactly once."""
    del message_id
    copies = InboxMessage.objects.filter(message_id=payload["message"], delivered_at=None)
    people = _readers(list(copies)) if email.is_offered() else set()
    copies.update(delivered_at=clock.now())
    for party_id in EmailAddress.objects.filter(party_id__in=people, confirmed_at__isnull=False).values_list(
        "party_id", flat=True
    ):
        outbox.enqueue(
            email.TELL,
            {"message": payload["message"], "party": str(party_id)},
            message_id=f"{email.TELL}:{payload['message']}:{party_id}",
        )


def _readers(copies: list[InboxMessage]) -> set[UUID]:
    """Everybody whose inbox this is today, holders of the unit's role included."""
    people = {copy.party_id for copy in copies if copy.party_id}
    for copy in copies:
        if copy.unit_code:
            people |= {holder.party_id for holder in parties.holders(copy.unit_code, Role(copy.role), clock.today())}
    return people
