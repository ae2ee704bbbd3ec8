"""Whether a unit may read a person's health book now."""

from uuid import UUID

from dean06.kernel.base import clock
from dean06.pilots.p17_health_labour_books.models import HealthShare


def share_in_force(*, subject_id: UUID, unit_code: str) -> HealthShare | None:
    """The share by which staff or system of the unit may read the person's book at this instant, None without one."""
    rows = HealthShare.objects.filter(subject_id=subject_id, unit_code=unit_code, withdrawn_at__isnull=True)
    return rows.filter(expires_at__gt=clock.now()).first()
