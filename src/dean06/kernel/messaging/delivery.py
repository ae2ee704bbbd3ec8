"""The worker's half: a message reaches its inboxes, and each person is told of it on the channels that suit her."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Role
from dean06.kernel.messaging import planning
from dean06.kernel.messaging.models import InboxMessage
from dean06.kernel.messaging.planning import Readers
from dean06.kernel.parties import api as parties

DELIVER = "messaging.deliver"
# Messages that one delivery takes along when many wait.
TOGETHER = 100


@outbox.handles(DELIVER, local=True)
def deliver(payload: dict[str, Any], message_id: str) -> None:
    """Put a message, and others that wait, into their inboxes. Exactly once: in the transaction that notes it done."""
    del message_id
    told = [payload["message"], *(one["message"] for one in outbox.take_along(DELIVER, limit=TOGETHER))]
    copies = list(InboxMessage.objects.filter(message_id__in=told, delivered_at=None).select_related("message"))
    InboxMessage.objects.filter(pk__in=[copy.pk for copy in copies]).update(delivered_at=clock.now())
    by_message: dict[UUID, list[InboxMessage]] = defaultdict(list)
    for copy in copies:
        by_message[copy.message_id].append(copy)
    planning.plan(map(_readers, by_message.values()))


def _readers(copies: list[InboxMessage]) -> Readers:
    """Persons written to, and holders today of the unit's role the message was sent to."""
    people = {copy.party_id for copy in copies if copy.party_id}
    sharing: set[UUID] = set()
    for copy in copies:
        if copy.unit_code:
            sharing |= {holder.party_id for holder in parties.holders(copy.unit_code, Role(copy.role), clock.today())}
    return Readers(message=copies[0].message, people=people, sharing=sharing - people)
