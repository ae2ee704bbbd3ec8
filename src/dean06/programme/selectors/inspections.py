"""Checks on the spot, over all assignments."""

from datetime import date

from dean06.kernel.base.actor import Actor
from dean06.programme.models import Inspection
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.day import end_of


def inspections(actor: Actor, *, as_of: date) -> list[Inspection]:
    """Inspections recorded by the end of a day, newest first."""
    require_reader(actor)
    return list(Inspection.objects.filter(recorded_at__lt=end_of(as_of)).select_related("assignment"))
