"""Browser sessions in the database, as Django keeps them; read without putting the query together each time."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from dean06.kernel.base.prepared import Prepared


def _open(key: str, now: datetime) -> "QuerySet[Session, Any]":
    rows = Session.objects.filter(session_key=key, expire_date__gt=now)
    return rows.values_list("session_key", "session_data", "expire_date")


_OPEN = Prepared(_open, "a key", datetime(1970, 1, 1, tzinfo=UTC))


class SessionStore(DatabaseStore):
    """Django's own but for one query, asked on the way of every request."""

    def _get_session_from_db(self) -> Session | None:
        found = _OPEN(self.session_key, timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
            return None
        return Session.from_db(None, ("session_key", "session_data", "expire_date"), found[0])
