"""What test deliveries leave behind, so that doubled and lost ones can be counted."""

from datetime import UTC, datetime
from pathlib import Path

from dean06.kernel.base.ids import new_id
from dean06.kernel.base.models import RateCounter

LOCAL = "test.local"
NETWORK = "test.network"


def note_in_database(message_id: str) -> None:
    """One row for each time the handler ran to its commit; a free table of this package serves as the ledger."""
    moment = datetime(2023, 12, 1, tzinfo=UTC)
    RateCounter.objects.create(limit=message_id, key_digest=new_id().hex, window_start=moment, expires_at=moment)


def noted_in_database(message_id: str) -> int:
    """How often."""
    return RateCounter.objects.filter(limit=message_id).count()


def note_in_file(file: str, message_id: str) -> None:
    """One line for each time the outside world was told."""
    with Path(file).open("a", encoding="utf-8") as stream:
        stream.write(f"{message_id}\n")
