"""Identifiers: UUID version 7, so that rows made one after the other lie one after the other in an index."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7; ids made by one process only grow. The time in it is the machine's, never a set clock."""
    return uuid7()
