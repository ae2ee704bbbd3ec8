"""Reads: lists that name nobody, a person's own requests, figures. What an officer opens is ``services.reading``."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Status
from dean06.kernel.documents import api as documents
from dean06.pilots.p16_criminal_records.access import DECIDED
from dean06.pilots.p16_criminal_records.choices import SearchState
from dean06.pilots.p16_criminal_records.models import RecordRequest, Search
from dean06.pilots.p16_criminal_records.rules.law import law_on
from dean06.pilots.p16_criminal_records.rules.people import Form
from dean06.pilots.p16_criminal_records.rules.terms import due_at, is_on_time
from dean06.pilots.p16_criminal_records.view_types import Line, OwnLine

SHOWN = 100
OFFICERS = frozenset({Role.CLERK, Role.LEADER})
ENDED = DECIDED | {Status.STOPPED, Status.NOT_RECEIVED}
STATES = {
    SearchState.WAITING: ("Lệnh tra cứu chờ gửi", "info"),
    SearchState.SENT: ("Chờ cơ sở dữ liệu trả lời", "info"),
    SearchState.REFUSED: ("Câu trả lời không dùng được: tra cứu lại", "overdue"),
}


def lines(actor: Actor) -> list[Line]:
    """Requests of the actor's unit that are not over, the earliest due first. NotPermitted for others than officers."""
    if actor.role not in OFFICERS or not actor.unit_code:
        raise NotPermitted("Chỉ cán bộ của đơn vị giải quyết mới xem được.", code="not_an_officer")
    rows = RecordRequest.objects.filter(case__unit_code=actor.unit_code).exclude(case__status__in=ENDED)
    found = [_line(row) for row in rows.select_related("case", "finding").order_by("case__due_at", "pk")[:SHOWN]]
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at or clock.now()))


def own(actor: Actor) -> list[OwnLine]:
    """The person's own requests, the newest first."""
    if actor.party_id is None:
        return []
    rows = RecordRequest.objects.filter(holder_id=actor.party_id, case__applicant_id=actor.party_id)
    return [_own(actor, row) for row in rows.select_related("case", "finding").order_by("-opened_at")[:SHOWN]]


def figures(days: Sequence[date]) -> dict[str, list[int]]:
    """Indicators up to the end of each day: requests taken in, certificates signed, per cent of the ended in time (0 of
    none)."""
    ends = [datetime.combine(day + timedelta(days=1), time(), clock.VN_TZ) for day in days]
    columns = ("opened_at", "verified_since", "case__status", "case__ended_at", "case__due_at")
    rows = list(RecordRequest.objects.select_related("case").only(*columns))
    asked = [sum(row.opened_at < end for row in rows) for end in ends]
    decided = [row.case.ended_at for row in rows if row.case.status in DECIDED and row.case.ended_at]
    return {
        "requests": asked,
        "on_time": [_share_on_time(rows, end) for end in ends],
        "issued": [sum(at < end for at in decided) for end in ends],
        **documents.share_totals([form.document_type for form in Form], ends),
    }


def due_of(row: RecordRequest) -> datetime | None:
    """When a request is due, its verification reckoned in."""
    if row.case.due_at is None:
        return None
    law = law_on(clock.local(row.opened_at).date())
    ordinary = clock.local(row.case.due_at)
    is_verified = row.verified_since is not None
    return due_at(law, ordinary, is_verified=is_verified, calendar=calendar.default_calendar())


def state_of(row: RecordRequest) -> tuple[str, str]:
    """In words, and a tone."""
    if row.case.status in ENDED:
        return Status(row.case.status).label, "done" if row.case.status in DECIDED else "neutral"
    if row.stopped_why:
        return "Không tra cứu được", "overdue"
    if hasattr(row, "finding"):
        return "Đã có kết luận", "done"
    search = Search.objects.filter(request=row).order_by("-number").first()
    found = STATES.get(SearchState(search.state)) if search else None
    if found:
        return found
    return ("Đang xác minh", "due_soon") if row.verified_since else ("Chờ kết luận", "due_soon")


def _line(row: RecordRequest) -> Line:
    state, tone = state_of(row)
    due = due_of(row)
    return Line(
        case_id=row.case_id,
        code=row.case.code,
        form=Form(row.form),
        state=state,
        tone=tone,
        due_at=due,
        is_late=not is_on_time(row.case.ended_at, due, clock.now()),
    )


def _own(actor: Actor, row: RecordRequest) -> OwnLine:
    state, tone = state_of(row)
    view = cases.own_case_view(actor, case_id=row.case_id)
    return OwnLine(
        case_id=row.case_id,
        code=row.case.code,
        form=Form(row.form),
        state=state,
        tone=tone,
        due_at=due_of(row),
        document=view.document,
    )


def _share_on_time(rows: Sequence[RecordRequest], end: datetime) -> int:
    ended = [row for row in rows if row.case.ended_at is not None and row.case.ended_at < end]
    in_time = sum(is_on_time(row.case.ended_at, due_of(row), end) for row in ended)
    return (200 * in_time + len(ended)) // (2 * len(ended)) if ended else 0
