"""What the board shows of the pilot."""

from collections.abc import Sequence
from datetime import date

from dean06.pilots.p17_health_labour_books.models import HealthEntry
from dean06.pilots.p17_health_labour_books.selectors.labour import labour_figures


def figures(days: Sequence[date]) -> dict[str, list[float]]:
    """Each indicator as of the end of each day."""
    people = HealthEntry.objects.values("subject")
    books = [float(people.filter(updated_at__date__lte=day).distinct().count()) for day in days]
    return {"books": books, **labour_figures(days)}
