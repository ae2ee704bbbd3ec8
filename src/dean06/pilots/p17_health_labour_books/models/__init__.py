"""Tables of both books."""

from dean06.pilots.p17_health_labour_books.models.health import Facility, HealthBundle, HealthEntry
from dean06.pilots.p17_health_labour_books.models.labour import LabourAsk, LabourEntry, LabourProof
from dean06.pilots.p17_health_labour_books.models.sharing import HealthLook, HealthShare

__all__ = [
    "Facility",
    "HealthBundle",
    "HealthEntry",
    "HealthLook",
    "HealthShare",
    "LabourAsk",
    "LabourEntry",
    "LabourProof",
]
