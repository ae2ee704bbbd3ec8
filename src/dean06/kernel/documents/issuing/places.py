"""A place in a unit's status list: given away for good, before anything is signed with it."""

import os
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from dean06.kernel.base import clock
from dean06.kernel.base.ids import new_id
from dean06.kernel.documents.credentials.status.allocation import SECRET_BYTES, Allocator
from dean06.kernel.documents.credentials.types import StatusReference
from dean06.kernel.documents.issuing.addresses import status_address
from dean06.kernel.documents.keys import sealing

SIZE = 1 << 16  # one bit each: 8 KB a list, and a crowd to stand in
USE = "status-lists"
# One statement each, so that whoever fails afterwards loses a place and blocks nobody.
_TAKE = """
UPDATE documents_statuslist SET taken = taken + 1 WHERE unit_code = %s AND taken < size
RETURNING id, secret, size, taken
"""
_OPEN = """
INSERT INTO documents_statuslist (id, unit_code, secret, size, taken, opened_at) VALUES (%s, %s, %s, %s, 0, %s)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one document's status stands."""

    list_id: UUID
    index: int

    @property
    def reference(self) -> StatusReference:
        """As credentials say it."""
        return StatusReference(uri=status_address(self.list_id), index=self.index)


def take(unit_code: str) -> Place:
    """A place nobody had, in the unit's open list; a new list when there is none."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_TAKE, [unit_code])
            if (found := cursor.fetchone()) is not None:
                list_id, sealed, size, taken = found
                secret = sealing.unseal(bytes(sealed), use=USE, label=list_id.bytes)
                return Place(list_id=list_id, index=Allocator(secret=secret, size=size).place(taken - 1))
            list_id = new_id()
            secret = sealing.seal(os.urandom(SECRET_BYTES), use=USE, label=list_id.bytes)
            cursor.execute(_OPEN, [list_id, unit_code, secret, SIZE, clock.now()])
