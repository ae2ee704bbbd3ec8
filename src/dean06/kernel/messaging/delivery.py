"""The worker's half: a message reaches its inboxes, and each person is told of it on the channels that suit her."""

from typing import Any
from uuid import UUID

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Role
from dean06.kernel.messaging import planning
from dean06.kernel.messaging.models import InboxMessage, Message
from dean06.kernel.parties import api as parties

DELIVER = "messaging.deliver"


@outbox.handles(DELIVER, local=True)
def deliver(payload: dict[str, Any], message_id: str) -> None:
    """Put a message into its inboxes. Runs in the transaction that notes it as done, so exactly once."""
    del message_id
    copies = InboxMessage.objects.filter(message_id=payload["message"], delivered_at=None)
    people, sharing = _readers(list(copies))
    copies.update(delivered_at=clock.now())
    planning.plan(Message.objects.get(pk=payload["message"]), people=people, sharing=sharing)


def _readers(copies: list[InboxMessage]) -> tuple[set[UUID], set[UUID]]:
    """Persons written to, and holders today of the unit's role the message was sent to."""
    people = {copy.party_id for copy in copies if copy.party_id}
    sharing: set[UUID] = set()
    for copy in copies:
        if copy.unit_code:
            sharing |= {holder.party_id for holder in parties.holders(copy.unit_code, Role(copy.role), clock.today())}
    return people, sharing
