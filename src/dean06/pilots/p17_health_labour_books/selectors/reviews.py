"""The queue of broken glasses, for the health office; nothing in it tells whose book was opened."""

from datetime import date, datetime

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Actor
from dean06.pilots.p17_health_labour_books.access import require_reviewer
from dean06.pilots.p17_health_labour_books.book_types import ReviewLine
from dean06.pilots.p17_health_labour_books.choices import Review
from dean06.pilots.p17_health_labour_books.models import Facility, HealthLook
from dean06.pilots.p17_health_labour_books.rules.terms import terms_on

SHOWN = 100


def queue(actor: Actor) -> list[ReviewLine]:
    """Broken glasses nobody has judged, the oldest first. NotPermitted for whoever is not of the health office."""
    require_reviewer(actor)
    names = dict(Facility.objects.values_list("unit_code", "name"))
    rows = HealthLook.objects.filter(review=Review.OPEN).order_by("at")[:SHOWN]
    return [
        ReviewLine(
            id=row.pk,
            at=row.at,
            who=row.who,
            unit_name=names.get(row.unit_code, row.unit_code),
            due_on=f"{due_on(row.at):%d/%m/%Y}",
            is_late=due_on(row.at) < clock.today(),
            may_judge=may_judge(actor, row),
        )
        for row in rows
    ]


def due_on(at: datetime) -> date:
    """The day by which a glass broken at an instant should be judged."""
    day = clock.local(at).date()
    return calendar.default_calendar().add_working_days(day, terms_on(day).review_working_days)


def may_judge(actor: Actor, row: HealthLook) -> bool:
    """Whether the actor is somebody else, of another unit, and not the one whose book it was."""
    is_other = row.user_id != actor.user_id and row.unit_code != actor.unit_code
    return is_other and row.subject_id != actor.party_id
