"""Each indicator counts who fulfils it and whom it is about: the formulas of the set, a function each. Pure."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from dean06.kernel.base import clock
from dean06.kernel.base.calendar import WorkingCalendar
from dean06.kernel.cases.deadlines import Standing, standing
from dean06.kernel.cases.kpi.types import CaseFact, Counted, Facts, FeedbackFact, FeedbackKind, ProcedureFact

T = TypeVar("T")
Indicator = Callable[[Facts, WorkingCalendar], Counted]
# Working days within which a complaint must be refused, sent back for more, resolved, its answer published.
FEEDBACK_DAYS = {
    FeedbackKind.REFUSED: 2,
    FeedbackKind.SUPPLEMENT_ASKED: 5,
    FeedbackKind.RESOLVED: 15,
    FeedbackKind.PUBLISHED: 2,
}
# A province publishes a procedure within 5 working days of the decision (a ministry within 10).
PUBLISH_DAYS = 5


def stand(case: CaseFact, facts: Facts, calendar: WorkingCalendar) -> Standing:
    """A case's time as the set judges it: what happened after the period is not known yet."""
    known = [step for step in case.steps if step.at <= facts.until]
    return standing(case.rule, known, calendar, facts.until)


def published_on_time(facts: Facts, calendar: WorkingCalendar) -> Counted:
    """Procedures published within the days given, out of those decided in the period."""
    decided = [one for one in facts.procedures if one.decided_on]

    def is_good(one: ProcedureFact) -> bool:
        last = calendar.add_working_days(one.decided_on, PUBLISH_DAYS) if one.decided_on else None
        return one.published_on is not None and last is not None and one.published_on <= last

    return _counted(decided, is_good, lambda one: one.code)


def on_time(facts: Facts, calendar: WorkingCalendar) -> Counted:
    """Cases on time, out of those received; withdrawn before receipt is neither. Two requests for papers: late."""
    received = [(case, stand(case, facts, calendar)) for case in facts.cases if case.has_limit]
    judged = [pair for pair in received if pair[1].received_at is not None]
    return _counted(judged, lambda pair: not pair[1].is_overdue, lambda pair: pair[0].id)


def services_online(facts: Facts) -> Counted:
    """Procedures that can be filed online and were, out of all the unit offers online, filed or not.

    A period in which nobody filed anything says nothing about the way people file.
    """
    used = {case.procedure for case in facts.cases if is_online(case)}
    offered = [one for one in facts.procedures if one.is_online] if facts.cases else []
    return _counted(offered, lambda one: one.code in used, lambda one: one.code)


def filed_online(facts: Facts) -> Counted:
    """Cases that came in online and have an electronic result, out of those of which it is known."""
    known = [case for case in facts.cases if case.has_e_result is not None]
    return _counted(known, lambda case: is_online(case) and bool(case.has_e_result), _id)


def is_online(case: CaseFact) -> bool:
    """Filed online, whatever became of it."""
    return case.channel.is_online


def payable_online(facts: Facts) -> Counted:
    """Procedures with a fee that can be paid online, out of those with a fee of which it is known."""
    known = [one for one in facts.procedures if one.is_payable and one.is_payable_online is not None]
    return _counted(known, lambda one: bool(one.is_payable_online), _code)


def paid_online(facts: Facts) -> Counted:
    """Cases paid online, out of those with a fee of which the way of paying is known."""
    paid = [case for case in facts.cases if case.is_payable and case.is_paid_online is not None]
    return _counted(paid, lambda case: case.is_paid_online is True, _id)


def digitised(facts: Facts) -> Counted:
    """Cases whose papers and result are all electronic, out of those of which it is known."""
    known = [case for case in facts.cases if case.is_digitised is not None]
    return _counted(known, lambda case: bool(case.is_digitised), _id)


def e_results(facts: Facts) -> Counted:
    """Cases with an electronic result, out of those decided of which it is known."""
    return _counted(
        [one for one in facts.cases if one.has_e_result is not None], lambda one: bool(one.has_e_result), _id
    )


def reused(facts: Facts) -> Counted:
    """Cases with a paper that was already there, out of all."""
    return _counted(facts.cases, lambda case: case.is_reused, _id)


def population_data(facts: Facts) -> Counted:
    """Cases whose applicant signed in by VNeID or whose form was filled from the register, out of all."""
    return _counted(facts.cases, lambda case: case.uses_population_data, _id)


def feedback_on_time(facts: Facts, calendar: WorkingCalendar) -> Counted:
    """Complaints dealt with in time, out of those whose time is over or that are done."""

    def last_day(one: FeedbackFact) -> bool:
        last = calendar.add_working_days(clock.local(one.received_at).date(), FEEDBACK_DAYS[one.kind])
        return clock.local(one.done_at or facts.until).date() <= last

    due = [one for one in facts.feedback if one.done_at is not None or not last_day(one)]
    return _counted(due, lambda one: one.done_at is not None and last_day(one), lambda one: one.id)


def satisfied(facts: Facts, calendar: WorkingCalendar) -> Counted:
    """Cases neither late nor complained of, out of those received of which complaints are known.

    100% less both rates, nobody counted twice.
    """
    known = [case for case in facts.cases if case.has_limit and case.has_complaint is not None]
    judged = [(case, stand(case, facts, calendar)) for case in known]
    received = [pair for pair in judged if pair[1].received_at is not None]
    return _counted(
        received, lambda pair: not pair[1].is_overdue and not pair[0].has_complaint, lambda pair: pair[0].id
    )


def _id(case: CaseFact) -> str:
    return case.id


def _code(procedure: ProcedureFact) -> str:
    return procedure.code


def _counted(those: Iterable[T], is_good: Callable[[T], bool], name: Callable[[T], str]) -> Counted:
    kept = list(those)
    return Counted(good=tuple(name(one) for one in kept if is_good(one)), out_of=tuple(map(name, kept)))


def _dayless(count: Callable[[Facts], Counted]) -> Indicator:
    """An indicator that needs no calendar."""
    return lambda facts, _calendar: count(facts)


INDICATORS: dict[str, Indicator] = {
    "published_on_time": published_on_time,
    "on_time": on_time,
    "services_online": _dayless(services_online),
    "filed_online": _dayless(filed_online),
    "payable_online": _dayless(payable_online),
    "paid_online": _dayless(paid_online),
    "digitised": _dayless(digitised),
    "e_results": _dayless(e_results),
    "reused": _dayless(reused),
    "population_data": _dayless(population_data),
    "feedback_on_time": feedback_on_time,
    "satisfied": satisfied,
}
