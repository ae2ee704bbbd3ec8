"""The QĐ 766 indicators of a unit and period, from the history of its cases; every figure names the cases behind it."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.cases.deadlines import Step, from_arrival
from dean06.kernel.cases.declared import catalogue
from dean06.kernel.cases.kpi.reference import weights_on
from dean06.kernel.cases.kpi.scoring import score
from dean06.kernel.cases.kpi.types import CaseFact, Facts, ProcedureFact, Scoreboard
from dean06.kernel.cases.models import Case, CaseEvent, Paper
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.types import Channel
from dean06.kernel.cases.receivers import receivers
from dean06.kernel.cases.services.moving import arrival_of
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import PaperSource

SEES_ALL = frozenset({Role.LEADER, Role.COORDINATOR, Role.OPERATOR, Role.SYSTEM})


def scoreboard(actor: Actor, *, unit_code: str, first: date, last: date) -> Scoreboard:
    """The marks of one unit over days, both included. Officers see their own unit's, leaders every unit's.

    No personal data: cases are named by id. What is not kept here yet (electronic results, ways of paying, complaints)
    is "chưa đo được" and earns nothing; ``measurable`` says how many of the hundred marks could be had.
    """
    check_unit(actor, unit_code)
    facts = facts_of(unit_code, first, last)
    return score(facts, weights_on(last), calendar.default_calendar())


def check_unit(actor: Actor, unit_code: str) -> None:
    """NotPermitted for an officer who asks about another unit, and for whoever is no officer."""
    if actor.role not in SEES_ALL and not (actor.role is Role.CLERK and actor.unit_code == unit_code):
        raise NotPermitted("Bà/ông chỉ xem được chỉ số của đơn vị mình.", code="not_your_unit")


def facts_of(unit_code: str, first: date, last: date) -> Facts:
    """Cases of the unit filed before the end and not over before the beginning, as the indicators want them."""
    begin = datetime.combine(first, time(), VN_TZ)
    until = min(datetime.combine(last + timedelta(days=1), time(), VN_TZ), clock.now())
    rows = Case.objects.filter(unit_code=unit_code, submitted_at__lt=until).select_related("version", "filing")
    cases = list(rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=begin)).order_by("pk"))
    steps = _steps_of(unit_code, begin, until)
    papers = _papers_of([case.pk for case in cases])
    return Facts(
        until=until,
        cases=tuple(_case_fact(case, steps[case.pk], papers[case.pk]) for case in cases),
        procedures=_procedures(unit_code, last, {case.procedure_code for case in cases}),
    )


def _procedures(unit_code: str, day: date, filed: set[str]) -> tuple[ProcedureFact, ...]:
    """What the unit takes in on a day, filed or not; and what was filed with it though nobody says it takes it in."""
    offered = {one.code for one in catalogue().on(day) if unit_code in receivers(one.code, day)}
    return tuple(_procedure_fact(code, day, is_offered=code in offered) for code in sorted(offered | filed))


def _steps_of(unit_code: str, begin: datetime, until: datetime) -> defaultdict[UUID, list[Step]]:
    found: defaultdict[UUID, list[Step]] = defaultdict(list)
    rows = CaseEvent.objects.filter(case__unit_code=unit_code, case__submitted_at__lt=until)
    rows = rows.filter(Q(case__ended_at__isnull=True) | Q(case__ended_at__gte=begin))
    for case_id, at, status in rows.order_by("case_id", "number").values_list("case_id", "at", "status"):
        found[case_id].append(Step(at=at, status=Status(status)))
    return found


def _papers_of(case_ids: list[UUID]) -> defaultdict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for case_id, source in Paper.objects.filter(case_id__in=case_ids).values_list("case_id", "source"):
        found[case_id].append(source)
    return found


def _case_fact(case: Case, steps: list[Step], papers: list[str]) -> CaseFact:
    procedure = procedure_of(case.version)
    # Only her own filing, under a procedure that asks for an identity, shows that she signed in by VNeID.
    is_own = case.channel == Channel.ONLINE and case.filing.filed_by == case.applicant_name
    return CaseFact(
        id=str(case.pk),
        procedure=case.procedure_code,
        rule=procedure.deadline,
        has_limit=not procedure.is_provisional,
        steps=tuple(from_arrival(steps, arrival_of(case))),
        channel=Channel(case.channel),
        is_digitised=None,  # hangs on the result too, of which nothing is kept
        is_reused=PaperSource.WALLET in papers,
        uses_population_data=is_own and procedure.assurance_level > 0,
        is_payable=any(fee.amount != 0 for fee in procedure.fees),
    )


def _procedure_fact(code: str, day: date, *, is_offered: bool) -> ProcedureFact:
    found = catalogue().find(code, day)
    fees = found.procedure.fees if found else ()
    return ProcedureFact(
        code=code,
        decided_on=None,
        published_on=None,
        is_online=True if is_offered else None,
        is_payable=any(fee.amount != 0 for fee in fees),
        is_payable_online=None,
    )
