"""Name of the job that works a list off, known to who hands in and to who works."""

from typing import Final
from uuid import UUID

TASK: Final = "dean06.registry.batch"


def task_key(batch_id: UUID) -> str:
    """At most one job waits for one list."""
    return f"{TASK}:{batch_id}"
