"""Writes a posting and its transfers in one round trip, by a function of the database whose plans are kept (0002)."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from dean06.kernel.base.ids import new_id
from dean06.kernel.payments.models import Posting
from dean06.kernel.payments.types import Draft

POST = (
    "SELECT payments_post(%(posting)s, %(key)s, %(digest)s, %(reason)s, %(at)s, %(ids)s::uuid[], %(kinds)s::text[],"
    " %(debits)s::text[], %(credits)s::text[], %(amounts)s::bigint[], %(holds)s::uuid[], %(expiries)s::timestamptz[])"
)


def insert(posting: Posting, drafts: Sequence[Draft]) -> list[UUID]:
    """Ids of the transfers in the order of the drafts; empty when the key was used before.

    LookupError when an account or a hold is not there: the caller's transaction must not commit then.
    """
    ids = [new_id() for _ in drafts]
    with connection.cursor() as cursor:
        cursor.execute(
            POST,
            {
                "posting": posting.id,
                "key": posting.key,
                "digest": posting.digest,
                "reason": posting.reason,
                "at": posting.at,
                "ids": ids,
                "kinds": [draft.kind.value for draft in drafts],
                "debits": [draft.debit for draft in drafts],
                "credits": [draft.credit for draft in drafts],
                "amounts": [draft.amount for draft in drafts],
                "holds": [draft.hold_id for draft in drafts],
                "expiries": [draft.expires_at for draft in drafts],
            },
        )
        (written,) = cursor.fetchone()
    if written == len(drafts):
        return ids
    if written == 0 and Posting.objects.filter(key=posting.key).exclude(id=posting.id).exists():
        return []
    raise LookupError("a draft names an account or a hold that is not there")
