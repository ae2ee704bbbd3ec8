"""Tables of both books."""

from dean06.pilots.p17_health_labour_books.models.health import Facility, HealthBundle, HealthEntry
from dean06.pilots.p17_health_labour_books.models.labour import LabourAsk, LabourEntry, LabourProof
from dean06.pilots.p17_health_labour_books.models.sharing import (
    LONGEST_PURPOSE,
    LONGEST_REASON,
    LONGEST_WHO,
    HealthLook,
    HealthShare,
)

__all__ = [
    "LONGEST_PURPOSE",
    "LONGEST_REASON",
    "LONGEST_WHO",
    "Facility",
    "HealthBundle",
    "HealthEntry",
    "HealthLook",
    "HealthShare",
    "LabourAsk",
    "LabourEntry",
    "LabourProof",
]
