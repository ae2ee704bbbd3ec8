"""A checked form becomes rows: the case, its first event and task, its papers, and what is filed together with it."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dean06.kernel.base import clock, events
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import DomainError, Invalid, NotFound
from dean06.kernel.base.text import fold
from dean06.kernel.cases.models import Case, Filing, Interlink
from dean06.kernel.cases.pinning import in_force, pin
from dean06.kernel.cases.procedures.catalogue import Declared
from dean06.kernel.cases.procedures.forms import check_answers, child_answers
from dean06.kernel.cases.procedures.types import Child, Procedure
from dean06.kernel.cases.receivers import receivers
from dean06.kernel.cases.services.codes import agency_code, take_codes
from dean06.kernel.cases.services.moving import begin, open_task, who
from dean06.kernel.cases.services.papers import belonging, check_papers, keep_papers
from dean06.kernel.cases.services.posting import checked_arrival, keep_arrival
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import CaseFiled, Channel, IncomingPaper, PostArrival
from dean06.kernel.parties import api as parties

CANNOT_BE_FILED = "Tờ khai của thủ tục liên thông chưa đủ hoặc chưa đúng."
NOT_A_RECEIVER = "Đơn vị này không nhận thủ tục “{name}”."
MOST_NAMED = 3
FILING = "Nộp hồ sơ"


# Which unit gets a procedure filed together, or what tells it of the procedure and the unit of the main case.
ChildUnits = Mapping[str, str] | Callable[[Procedure, str], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A form held against its declaration, with its papers and the unit it goes to; ``errors`` empty when it may go."""

    declared: Declared
    unit_code: str
    unit_name: str
    agency: str
    answers: dict[str, Any]
    papers: tuple[IncomingPaper, ...]
    channel: Channel
    holder_id: UUID
    errors: dict[str, str]
    post: PostArrival | None = None


def parcel(
    declared: Declared,
    *,
    unit_code: str,
    answers: Mapping[str, Any],
    papers: Iterable[IncomingPaper],
    channel: Channel,
    holder_id: UUID,
    post: PostArrival | None = None,
) -> Parcel:
    """Check everything that can be checked before anything is written; ``holder_id`` is who has the wallet.

    Invalid for a unit that does not take the procedure in, Conflict for one without an agency code.
    """
    given, today = tuple(papers), clock.today()
    try:
        unit = parties.unit(unit_code, today)
    except NotFound as error:
        raise Invalid("Hãy chọn cơ quan nhận hồ sơ.", code="unit_not_found", field="unit_code") from error
    check_receiver(declared.procedure, unit_code, today)
    checked = check_answers(declared.procedure, answers, today=today)
    wrong = check_papers(declared.procedure, checked.answers, given, channel, holder_id=holder_id)
    return Parcel(
        declared=declared,
        unit_code=unit_code,
        unit_name=unit.name,
        agency=agency_code(unit_code, today),
        answers=checked.answers,
        papers=given,
        channel=channel,
        holder_id=holder_id,
        errors={**checked.errors, **wrong},
        post=checked_arrival(channel, post),
    )


def check_receiver(procedure: Procedure, unit_code: str, day: date) -> None:
    """Invalid unless the unit takes the procedure in on a day, with the units that do."""
    codes = receivers(procedure.code, day)
    if unit_code in codes:
        return
    names = "; ".join(parties.unit(code, day).name for code in codes[:MOST_NAMED])
    more = f" và {len(codes) - MOST_NAMED} đơn vị khác" if len(codes) > MOST_NAMED else ""
    where = f" Nơi nhận: {names}{more}." if codes else " Chưa khai báo đơn vị nào nhận thủ tục này."
    raise Invalid(NOT_A_RECEIVER.format(name=procedure.name) + where, code="not_a_receiver", field="unit_code")


def digest_of(main: Parcel, child_units: Mapping[str, str]) -> str:
    """Of what is handed in; equal for the same form filed again."""
    facts: list[Any] = [
        main.declared.procedure.code,
        main.unit_code,
        main.channel,
        main.answers,
        [asdict(paper) for paper in main.papers],
        dict(child_units),
    ]
    if main.post:
        facts.append(asdict(main.post) | {"arrived_at": main.post.arrived_at.isoformat()})
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def make_all(
    actor: Actor, main: Parcel, *, filing: Filing, child_units: Mapping[str, str]
) -> tuple[Case, list[Interlink]]:
    """The main case and what was filed with it; a child that cannot be filed becomes an interlink that says why."""
    links = [_child(main, child, child_units) for child in main.declared.procedure.children]
    parcels = [main, *(found for _, found in links if found and not found.errors)]
    codes = take_codes((one.agency for one in parcels), clock.today())
    keep_arrival(filing, main.post)
    case = make_case(actor, main, filing=filing, parent=None, codes=codes)
    for position, (link, found) in enumerate(links):
        link.filing, link.position = filing, position
        if found and not found.errors:
            link.case = make_case(actor, found, filing=filing, parent=case, codes=codes)
        link.save(force_insert=True)
    return case, [link for link, _ in links]


def make_case(
    actor: Actor,
    content: Parcel,
    *,
    filing: Filing,
    parent: Case | None,
    codes: dict[str, Iterator[str]] | None = None,
) -> Case:
    """One case at status 1, lying at the first step of its unit."""
    taken = codes or take_codes([content.agency], clock.today())
    procedure = content.declared.procedure
    name = parties.party(filing.applicant_id).full_name
    at = clock.now()
    case = Case.objects.create(
        code=next(taken[content.agency]),
        filing=filing,
        parent=parent,
        version=pin(content.declared),
        procedure_code=procedure.code,
        procedure_name=procedure.name,
        applicant_id=filing.applicant_id,
        applicant_name=name,
        applicant_fold=fold(name),
        channel=content.channel,
        unit_code=content.unit_code,
        unit_name=content.unit_name,
        answers=content.answers,
        status=Status.SUBMITTED,
        submitted_at=content.post.arrived_at if content.post else at,
        last_by=who(actor),
        last_act=FILING,
        last_at=at,
    )
    begin(actor, case)
    open_task(case, procedure.steps[0], content.unit_code, at)
    keep_papers(case, procedure, content.papers, at)
    events.publish(CaseFiled(case_id=case.pk, code=case.code, procedure_code=procedure.code, unit_code=case.unit_code))
    return case


def _child(main: Parcel, child: Child, child_units: Mapping[str, str]) -> tuple[Interlink, Parcel | None]:
    """What would be filed together, or the link that says why it cannot be."""
    unit_code = child_units.get(child.procedure, main.unit_code)
    link = Interlink(procedure_code=child.procedure, title=child.title, unit_code=unit_code)
    answers = child_answers(main.declared.procedure, child.procedure, main.answers)
    try:
        declared = in_force(child.procedure, clock.today())
        papers = belonging(declared.procedure, answers, main.papers)
        found = parcel(
            declared,
            unit_code=unit_code,
            answers=answers,
            papers=papers,
            channel=main.channel,
            holder_id=main.holder_id,
            post=main.post,
        )
    except DomainError as refusal:
        link.failure = refusal.message
        return link, None
    if found.errors:
        link.failure, link.errors = CANNOT_BE_FILED, found.errors
    return link, found
