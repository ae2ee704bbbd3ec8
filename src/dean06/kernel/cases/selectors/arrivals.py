"""What came from the national portal and what is still to be told to it, for the operator. Nobody is named."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Min

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.base.wiring import NotBound, resolve
from dean06.kernel.cases.arrival_types import ArrivalFigures, ArrivalLine, ArrivalState, LateReport
from dean06.kernel.cases.models import Arrival, ArrivalReport, Case
from dean06.kernel.cases.services.reporting import message_id_of
from dean06.kernel.ports.national_portal import NationalPortal

SHOWN = 50
TO_LOOK_AT = (ArrivalState.HELD, ArrivalState.WAITING)


def is_fed() -> bool:
    """Whether a national portal feeds this installation."""
    try:
        resolve(NationalPortal)
    except NotBound:
        return False
    return True


def arrival_figures(actor: Actor) -> ArrivalFigures:
    """Counts, what needs somebody, the newest and what has not left. NotPermitted for others than operators."""
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Chỉ người vận hành xem được trang này.", code="not_operator")
    counted = Arrival.objects.values_list("state").annotate(Count("id")).order_by()
    counts = Counter({ArrivalState(state): count for state, count in counted})
    rows = Arrival.objects.order_by("-came_at", "-pk")
    late = list(_late())
    return ArrivalFigures(
        counts={state: counts[state] for state in ArrivalState},
        to_look_at=_lines(rows.filter(state__in=TO_LOOK_AT)[:SHOWN]),
        newest=_lines(rows[:SHOWN]),
        late=tuple(late),
        unsent=ArrivalReport.objects.filter(sent_at__isnull=True).count(),
    )


def held_arrival(actor: Actor, *, arrival_id: UUID) -> ArrivalLine:
    """One message for the operator. NotPermitted for others, NotFound."""
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Chỉ người vận hành xem được trang này.", code="not_operator")
    found = _lines(Arrival.objects.filter(pk=arrival_id))
    if not found:
        raise NotFound("Không có tin này.", code="arrival_not_found")
    return found[0]


def _late() -> Iterable[LateReport]:
    """Dossiers with reports that wait, the longest first; of each the outbox message that holds the others up."""
    waiting = ArrivalReport.objects.filter(sent_at__isnull=True).values("arrival_id", "arrival__portal_code")
    rows = list(waiting.annotate(count=Count("id"), since=Min("at"), first=Min("number")).order_by("since")[:SHOWN])
    names = {row["arrival_id"]: message_id_of(row["arrival_id"], row["first"]) for row in rows}
    letters = {one.message_id: one for one in OutboxMessage.objects.filter(message_id__in=names.values())}
    codes = _codes(names)
    for row in rows:
        letter = letters.get(names[row["arrival_id"]])
        yield LateReport(
            portal_code=row["arrival__portal_code"],
            case_code=codes.get(row["arrival_id"], ""),
            count=row["count"],
            since=row["since"],
            message_id=names[row["arrival_id"]],
            is_dead=letter is not None and letter.state == OutboxState.DEAD,
            error=letter.last_error if letter else "",
        )


def _lines(rows: Iterable[Arrival]) -> tuple[ArrivalLine, ...]:
    found = list(rows)
    codes = _codes([row.pk for row in found])
    return tuple(
        ArrivalLine(
            id=row.pk,
            portal_code=row.portal_code,
            procedure=row.procedure,
            agency=row.agency,
            state=ArrivalState(row.state),
            why=row.why,
            tries=row.tries,
            came_at=row.came_at,
            case_code=codes.get(row.pk, ""),
        )
        for row in found
    )


def _codes(arrival_ids: Iterable[object]) -> dict[object, str]:
    rows = Case.objects.filter(parent__isnull=True, filing__arrivals__in=list(arrival_ids))
    return dict(rows.values_list("filing__arrivals", "code"))
