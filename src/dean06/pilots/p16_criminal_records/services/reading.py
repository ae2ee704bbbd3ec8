"""An officer opens a request: what the register told is shown once this look is in the person's log."""

from datetime import date
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound
from dean06.kernel.cases import api as cases
from dean06.kernel.documents import api as documents
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.judicial_register import Subject
from dean06.pilots.p16_criminal_records import actions
from dean06.pilots.p16_criminal_records.access import DECIDED, HANDLERS_ACT, NOT_HERE
from dean06.pilots.p16_criminal_records.choices import SearchState, Verdict
from dean06.pilots.p16_criminal_records.models import Finding, Match, RecordRequest, Search
from dean06.pilots.p16_criminal_records.records import entry_of
from dean06.pilots.p16_criminal_records.rules.clearing import Proposal
from dean06.pilots.p16_criminal_records.rules.content import PENALTIES, Judged
from dean06.pilots.p16_criminal_records.rules.law import law_on
from dean06.pilots.p16_criminal_records.rules.people import Form, compared
from dean06.pilots.p16_criminal_records.rules.terms import Fee, age_on, fee, is_on_time
from dean06.pilots.p16_criminal_records.selectors import due_of
from dean06.pilots.p16_criminal_records.services.judging import facts_now, proposals
from dean06.pilots.p16_criminal_records.view_types import ConvictionView, MatchView, RequestView, SearchView

OFFICERS = frozenset({Role.CLERK, Role.LEADER})


def read_request(actor: Actor, *, case_id: UUID) -> RequestView:
    """Everything of a request, for a clerk or leader whose unit has or had its case. NotFound for every other."""
    with transaction.atomic():
        rows = RecordRequest.objects.select_related("case")
        request = rows.filter(case_id=case_id).first() if actor.role in OFFICERS and actor.unit_code else None
        if request is None or not cases.is_in_scope(actor, case_id=case_id):
            raise NotFound(NOT_HERE, code="request_not_found")
        audit.record(
            actor,
            actions.READ,
            object_type="p16.request",
            object_id=request.pk,
            purpose=actions.PURPOSE,
            legal_basis=actions.LAW,
            subjects=[request.holder_id],
            fields=[actions.IDENTITY, actions.RECORD, actions.FINDING],
            case_ref=request.case.code,
        )
        return _view(actor, request)


def _view(actor: Actor, request: RecordRequest) -> RequestView:
    searches = list(request.searches.order_by("-number"))
    newest, today = (searches[0] if searches else None), clock.today()
    finding, due = Finding.objects.filter(request=request).first(), due_of(request)
    acts = cases.permitted_acts(actor, case_id=request.case_id)
    is_decided = request.case.status in DECIDED
    return RequestView(
        case_id=request.case_id,
        code=request.case.code,
        name=parties.party(request.holder_id).full_name,
        form=Form(request.form),
        purpose=str(request.case.answers.get("purpose") or ""),
        stopped_why=request.stopped_why,
        verified_why=request.verified_why,
        due_at=due,
        is_late=not is_on_time(request.case.ended_at, due, clock.now()),
        fee=_fee(request, today),
        searches=tuple(map(_search, searches)),
        matches=tuple(_match(newest, row) for row in newest.matches.order_by("reference")) if newest else (),
        convictions=tuple(_conviction(*one) for one in proposals(newest, today)) if newest else (),
        facts=_labelled(finding, today) if finding else (),
        written_by=finding.written_by if finding else "",
        revision=request.case.revision,
        is_decided=is_decided,
        may_work=actor.role is Role.CLERK and bool(set(HANDLERS_ACT).intersection(acts)),
        differs=is_decided and _differs(request, finding, newest, today),
        document=cases.document_of(request.case_id),
    )


def _fee(request: RecordRequest, today: date) -> Fee:
    born = parties.party(request.holder_id).birth_on
    count = str(request.case.answers.get("count") or "1")
    copies = int(count) if count.isdigit() else 1
    return fee(law_on(today), claims=(), age=age_on(born, today) if born else None, copies=copies)


def _search(row: Search) -> SearchView:
    state = SearchState(row.state)
    return SearchView(
        number=row.number,
        state=state.value,
        state_label=str(state.label),
        outcome=row.outcome,
        ordered_at=row.ordered_at,
        ordered_by=row.ordered_by,
        answer_by=row.answer_by,
        answered_at=row.answered_at,
        reason=row.reason,
    )


def _match(search: Search, row: Match) -> MatchView:
    entry, verdict = entry_of(row.entry), Verdict(row.verdict)
    return MatchView(
        id=row.pk,
        reference=row.reference,
        verdict=verdict.value,
        verdict_label=str(verdict.label),
        decided_by=row.decided_by,
        reason=row.reason,
        compared=compared(Subject(**search.subject), entry.subject),
        convictions=len(entry.convictions),
        bans=entry.bans,
    )


def _conviction(key: str, judged: Judged, proposal: Proposal) -> ConvictionView:
    return ConvictionView(
        key=key, conviction=judged.conviction, penalty=PENALTIES[judged.conviction.penalty], proposal=proposal
    )


def _labelled(finding: Finding, today: date) -> tuple[tuple[str, str], ...]:
    kind = documents.kinds().on(finding.document_type, today)
    labels = {fact.name: fact.label for fact in kind.facts} if kind else {}
    return tuple((labels.get(name, name), value) for name, value in finding.facts.items())


def _differs(request: RecordRequest, finding: Finding | None, newest: Search | None, today: date) -> bool:
    """Whether a search made after the signature would lead to another certificate."""
    if finding is None or newest is None or newest.pk == finding.search_id or newest.state != SearchState.ANSWERED:
        return False
    told = facts_now(request, newest, today)
    return any(finding.facts.get(name) != value for name, value in told.items())
