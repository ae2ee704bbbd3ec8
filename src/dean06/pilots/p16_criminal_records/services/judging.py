"""What the officer decides: whose an entry is, whether to verify, and the finding the certificate will rest on."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Outcome
from dean06.kernel.documents import api as documents
from dean06.kernel.parties import api as parties
from dean06.pilots.p16_criminal_records import actions
from dean06.pilots.p16_criminal_records.access import NOT_HERE, checkable, workable
from dean06.pilots.p16_criminal_records.choices import SearchState, Verdict
from dean06.pilots.p16_criminal_records.models import Finding, Match, RecordRequest, Search
from dean06.pilots.p16_criminal_records.records import entry_of, key_of
from dean06.pilots.p16_criminal_records.rules import content
from dean06.pilots.p16_criminal_records.rules.clearing import Proposal, Standing, proposed
from dean06.pilots.p16_criminal_records.rules.law import law_on
from dean06.pilots.p16_criminal_records.rules.people import Form
from dean06.pilots.p16_criminal_records.services.ordering import by, reason_of

NOT_ANSWERED = "Chưa có câu trả lời của cơ sở dữ liệu lý lịch tư pháp."
NOT_JUDGED = "Còn mục chưa kết luận là của ai."
NO_FINDING = "Hồ sơ này chưa có kết luận về án tích nên chưa ký phiếu được. Cán bộ tra cứu ghi kết luận trước."
OTHERWISE = "Ghi lý do khi kết luận khác với đề xuất, hoặc khi luật để cán bộ xét."


def judge_match(actor: Actor, *, case_id: UUID, match_id: UUID, is_same: bool, reason: str) -> None:
    """Say whether an entry is the person's, and why. A finding written before falls: it rested on less.

    NotFound for an entry of another request, Conflict for one of an earlier search.
    """
    said = reason_of(reason)
    with transaction.atomic():
        request, is_decided = checkable(actor, case_id)
        match = Match.objects.select_for_update(of=("self",)).filter(pk=match_id, search__request=request).first()
        if match is None:
            raise NotFound(NOT_HERE, code="match_not_found")
        if match.search_id != latest(request).pk:
            raise Conflict("Đã có lần tra cứu mới hơn; xem lại trang.", code="old_search")
        match.verdict = Verdict.SAME if is_same else Verdict.OTHER
        match.decided_at, match.decided_by, match.reason = clock.now(), by(actor), said
        match.save(update_fields=["verdict", "decided_at", "decided_by", "reason"])
        if not is_decided:
            Finding.objects.filter(request=request).delete()
        _record(actor, actions.JUDGE, request, {"match": str(match.pk), "verdict": str(match.verdict)})


def begin_verification(actor: Actor, *, case_id: UUID, reason: str) -> None:
    """Say that the ordinary days are not enough and why (Luật LLTP Điều 48). Conflict when that was said before."""
    said = reason_of(reason)
    with transaction.atomic():
        request = workable(actor, case_id)
        if request.verified_since is not None:
            raise Conflict("Yêu cầu này đang được xác minh.", code="verified_already")
        request.verified_since, request.verified_by, request.verified_why = clock.now(), by(actor), said
        request.save(update_fields=["verified_since", "verified_by", "verified_why"])
        _record(actor, actions.VERIFY, request, {})


def write_finding(
    actor: Actor, *, case_id: UUID, expected_search: int, standing: Mapping[str, bool], reasons: Mapping[str, str]
) -> None:
    """Write what the certificate will say. ``standing``: for each conviction (``key_of``) whether it stands.

    Conflict while the search is not answered, an entry not judged, or a newer search there; Invalid (field: the
    conviction) when one is left out or differs from what the rule proposes without a reason.
    """
    with transaction.atomic():
        request = workable(actor, case_id)
        search = latest(request)
        if search.state != SearchState.ANSWERED:
            raise Conflict(NOT_ANSWERED, code="not_answered")
        if search.number != expected_search:
            raise Conflict("Đã có lần tra cứu mới hơn; xem lại trang.", code="old_search")
        if search.matches.filter(verdict=Verdict.OPEN).exists():
            raise Conflict(NOT_JUDGED, code="not_judged")
        finding = Finding.objects.filter(request=request).first() or Finding(request=request, revision=0)
        _fill(finding, request, search, standing, reasons)
        finding.written_at, finding.written_by = clock.now(), by(actor)
        finding.revision += 1
        finding.save()
        _record(actor, actions.FIND, request, {"search": search.number, "revision": finding.revision})


def found(case_id: UUID, day: date) -> Outcome:
    """What a case results in, for the kernel. Conflict with words for the signer while there is no finding."""
    del day
    finding = Finding.objects.filter(request__case_id=case_id).first()
    if finding is None:
        raise Conflict(NO_FINDING, code="no_finding")
    return Outcome(document_type=finding.document_type, facts=finding.facts)


def latest(request: RecordRequest) -> Search:
    """The newest search. Conflict when none went out."""
    search = request.searches.order_by("-number").first()
    if search is None:
        raise Conflict(request.stopped_why or NOT_ANSWERED, code="no_search")
    return search


def proposals(search: Search, day: date) -> list[tuple[str, content.Judged, Proposal]]:
    """Each conviction of the entries that are the person's, by its key, as the rule would have it."""
    law, told = law_on(day), []
    for match in search.matches.filter(verdict=Verdict.SAME).order_by("reference"):
        entry = entry_of(match.entry)
        for conviction in entry.convictions:
            proposal = proposed(law, conviction, day)
            is_cleared = proposal.standing is Standing.CLEARED
            judged = content.Judged(
                conviction=conviction, stands=not is_cleared, cleared_on=proposal.since if is_cleared else None
            )
            told.append((key_of(entry.reference, conviction), judged, proposal))
    return told


def _fill(
    finding: Finding,
    request: RecordRequest,
    search: Search,
    standing: Mapping[str, bool],
    reasons: Mapping[str, str],
) -> None:
    today = clock.today()
    judged, kept = [], []
    for key, one, proposal in proposals(search, today):
        stands, reason = standing.get(key), " ".join(reasons.get(key, "").split())
        if stands is None:
            raise Invalid("Chọn kết luận cho từng án tích.", code="not_decided", field=key)
        differs = proposal.standing is Standing.OPEN or stands != one.stands
        if differs and not reason:
            raise Invalid(OTHERWISE, code="no_reason", field=key)
        cleared = None if stands else one.cleared_on
        judged.append(content.Judged(conviction=one.conviction, stands=stands, cleared_on=cleared))
        kept.append({"key": key, "stands": stands, "proposed": proposal.standing.value, "reason": reason[:500]})
    finding.search, finding.judged = search, kept
    finding.document_type = Form(request.form).document_type
    finding.facts = _person(request) | _told(request, search, judged, today)
    _check_length(finding, today)


def facts_now(request: RecordRequest, search: Search, day: date) -> dict[str, str]:
    """What a certificate would say of a search if the rule alone decided; an open question counts as standing."""
    return _told(request, search, [judged for _, judged, _ in proposals(search, day)], day)


def _told(request: RecordRequest, search: Search, judged: Sequence[content.Judged], day: date) -> dict[str, str]:
    own = search.matches.filter(verdict=Verdict.SAME)
    bans = [ban for match in own for ban in entry_of(match.entry).bans]
    with_ban = str(request.case.answers.get("with_ban", "")).lower() == "true"
    return content.facts(law_on(day), Form(request.form), judged, bans, with_ban=with_ban, day=day)


def _person(request: RecordRequest) -> dict[str, str]:
    who = parties.party(request.holder_id)
    answers = request.case.answers
    told = {
        "full_name": who.full_name,
        "personal_id": who.personal_id,
        "born_on": who.birth_on.isoformat() if who.birth_on else "",
        "address": str(answers.get("applicant_address") or ""),
        "purpose": str(answers.get("purpose") or ""),
    }
    return {name: value for name, value in told.items() if value}


def _check_length(finding: Finding, day: date) -> None:
    """A certificate that cannot hold its words must be found out here, not after the signature."""
    kind = documents.kinds().on(finding.document_type, day)
    for fact in kind.facts if kind else ():
        if len(finding.facts.get(fact.name, "")) > fact.longest:
            raise Invalid(f"“{fact.label}” dài quá {fact.longest} ký tự: cấp phiếu giấy.", code="too_long")


def _record(actor: Actor, action: str, request: RecordRequest, details: dict[str, object]) -> None:
    facts = cases.case_facts(SYSTEM, case_id=request.case_id)
    audit.record(
        actor,
        action,
        object_type="p16.request",
        object_id=request.pk,
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects=[request.holder_id],
        fields=[actions.RECORD, actions.FINDING],
        details=details,
        case_ref=facts.code if facts else "",
    )
