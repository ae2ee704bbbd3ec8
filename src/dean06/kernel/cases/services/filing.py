"""Handing in: one filing, one case and those filed together with it, each with its code; twice the same files once."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Case, Filing, Interlink, Task
from dean06.kernel.cases.models.filing import LONGEST_KEY
from dean06.kernel.cases.pinning import in_force, text_digest
from dean06.kernel.cases.procedures.catalogue import Declared
from dean06.kernel.cases.services.access import NOT_HERE, OFFICERS, check_no_stake
from dean06.kernel.cases.services.applicants import check_applicant, check_draft, refusals_written
from dean06.kernel.cases.services.drafts import any_own_draft, as_papers, papers_of
from dean06.kernel.cases.services.making import ChildUnits, Parcel, digest_of, make_all, make_case, parcel
from dean06.kernel.cases.services.moving import record, who
from dean06.kernel.cases.services.refusing import acting
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import Channel, Filed, IncomingPaper, InvalidForm, PostArrival
from dean06.kernel.parties import api as parties

BAD_KEY = "Khóa nộp hồ sơ trống hoặc quá dài."
# What was filed together is received once the main case is decided, so until the very end it may be mended.
CHILD_IS_LATE = (Status.NOT_RECEIVED, Status.WITHDRAWAL_ASKED, Status.STOPPED)
AT_COUNTER = frozenset({Channel.COUNTER, Channel.POST})
ONLY_ONCE = """
INSERT INTO cases_filing (id, key, digest, applicant_id, filed_by, entrance, level, at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (key) DO NOTHING
"""


def file_case(
    actor: Actor,
    *,
    key: str,
    procedure: str,
    unit_code: str,
    answers: Mapping[str, Any],
    papers: Iterable[IncomingPaper] = (),
    channel: Channel = Channel.ONLINE,
    applicant_id: UUID | None = None,
    child_units: Mapping[str, str] | None = None,
    post: PostArrival | None = None,
) -> Filed:
    """Hand in a form under the procedure in force today.

    A citizen files her own online; a clerk files at the counter or by post, at his own unit, for ``applicant_id``, who
    is never himself; the platform files what other portals took in. ``child_units`` says which unit gets a procedure
    filed together (the same unit when it does not); ``post`` how a file came by post, whose time runs from then. The
    same ``key`` of one applicant files once: again it answers what it did then, with another content it is a Conflict.
    InvalidForm names every field that is wrong, Invalid a blank key; what should be filed together and cannot be is a
    failure to be mended (``refile_child``), never an obstacle.
    """
    if not key.strip():
        raise Invalid(BAD_KEY, code="bad_key")
    declared = in_force(procedure, clock.today())
    with refusals_written(actor, declared.procedure.code, applicant_id or actor.party_id):
        applicant = _applicant(actor, channel, unit_code, applicant_id)
        _check_level(actor, channel, declared)
        check_applicant(actor, applicant, declared.procedure)
    main = parcel(
        declared,
        unit_code=unit_code,
        answers=answers,
        papers=papers,
        channel=channel,
        holder_id=applicant,
        post=post,
    )
    with transaction.atomic():
        return file_parcel(actor, main, key=f"{applicant}:{key}", applicant_id=applicant, child_units=child_units or {})


def submit_draft(
    actor: Actor,
    *,
    draft_id: UUID,
    expected_revision: int,
    papers: Iterable[IncomingPaper] = (),
    child_units: ChildUnits | None = None,
) -> Filed:
    """Hand in a draft with its files and ``papers`` besides (the wallet's); twice it answers the same case.

    Its answers and files then live in the case alone. ``child_units`` as in ``file_case``, or what reckons them from
    the procedure and the unit the draft goes to.

    Conflict when the draft was saved elsewhere, or the form has changed since: open the draft to see what is new.
    """
    with refusals_written(actor, str(draft_id), actor.party_id):
        check_draft(actor, draft_id)
        return _submit(actor, draft_id, expected_revision, papers, child_units or {})


def _submit(
    actor: Actor,
    draft_id: UUID,
    expected_revision: int,
    papers: Iterable[IncomingPaper],
    child_units: ChildUnits,
) -> Filed:
    with transaction.atomic():
        draft = any_own_draft(actor, draft_id)
        if draft.filing:
            return _outcome(draft.filing, is_repeat=True)
        declared = in_force(draft.procedure_code, clock.today())
        if draft.revision != expected_revision or text_digest(declared) != draft.version.digest:
            raise Conflict("Tờ khai hoặc mẫu tờ khai vừa thay đổi. Hãy mở lại để xem rồi nộp.", code="form_changed")
        applicant = _applicant(actor, Channel.ONLINE, draft.unit_code, None)
        _check_level(actor, Channel.ONLINE, declared)
        given = [*as_papers(papers_of(draft)), *papers]
        main = parcel(
            declared,
            unit_code=draft.unit_code,
            answers=draft.answers,
            papers=given,
            channel=Channel.ONLINE,
            holder_id=applicant,
        )
        key = f"{applicant}:draft:{draft_id}"
        units = child_units(declared.procedure, draft.unit_code) if callable(child_units) else child_units
        done = file_parcel(actor, main, key=key, applicant_id=applicant, child_units=units)
        draft.filing, draft.answers, draft.left = Filing.objects.only("pk").get(key=key), {}, []
        draft.save(update_fields=["filing", "answers", "left"])
        if given:
            draft.papers.all().delete()
    return done


def refile_child(
    actor: Actor,
    *,
    interlink_id: UUID,
    unit_code: str,
    answers: Mapping[str, Any],
    papers: Iterable[IncomingPaper] = (),
) -> str:
    """Mend what could not be filed together and file it; returns its code.

    For the applicant, with the level the procedure asks, and for officers of the unit that has the main case. NotFound
    for others, Conflict when it is filed already or the main case ended without a result, InvalidForm as ever.
    """
    with refusals_written(actor, str(interlink_id), actor.party_id), acting(actor):
        link, main = _open_link(actor, interlink_id)
        declared = in_force(link.procedure_code, clock.today())
        channel = _mends_by(actor, main)
        _check_level(actor, channel, declared)
        child = parcel(
            declared,
            unit_code=unit_code,
            answers=answers,
            papers=papers,
            channel=channel,
            holder_id=main.applicant_id,
        )
        if child.errors:
            raise InvalidForm(child.errors)
        case = make_case(actor, child, filing=link.filing, parent=main)
        link.case, link.failure, link.errors, link.unit_code = case, "", {}, unit_code
        link.save()
        record(actor, actions.FILE_CHILD, case, fields=[actions.FORM, actions.PAPERS])
    return case.code


def file_parcel(actor: Actor, main: Parcel, *, key: str, applicant_id: UUID, child_units: Mapping[str, str]) -> Filed:
    """File a checked form under a key that names applicant and intention. Inside the caller's transaction."""
    if not key.isprintable() or len(key) > LONGEST_KEY:
        raise Invalid(BAD_KEY, code="bad_key")
    digest = digest_of(main, child_units)
    filing = Filing(
        key=key,
        digest=digest,
        applicant_id=applicant_id,
        filed_by=who(actor),
        entrance=actor.entrance,
        level=actor.assurance_level if actor.role is Role.CITIZEN else None,
        at=clock.now(),
    )
    if main.errors:
        first = Filing.objects.filter(key=key).first()
        if first is None:
            raise InvalidForm(main.errors)
        return _repeat(first, digest)
    if not _is_first(filing):
        return _repeat(Filing.objects.get(key=key), digest)
    case, links = make_all(actor, main, filing=filing, child_units=child_units)
    record(
        actor,
        actions.FILE,
        case,
        fields=[actions.FORM, actions.PAPERS],
        details={
            "channel": case.channel,
            "entrance": filing.entrance,
            "children": {link.procedure_code: not link.failure for link in links},
        },
    )
    return _as_filed(case, links, is_repeat=False)


def _is_first(filing: Filing) -> bool:
    """Write the filing unless its key has filed before; waits for whoever is filing under it at this moment."""
    one = filing
    values = (one.pk, one.key, one.digest, one.applicant_id, one.filed_by, str(one.entrance), one.level, one.at)
    with connection.cursor() as cursor:
        cursor.execute(ONLY_ONCE, values)
        return bool(cursor.rowcount)


def _repeat(first: Filing, digest: str) -> Filed:
    if first.digest != digest:
        raise Conflict("Lần nộp này đã dùng cho một tờ khai khác. Hãy tải lại trang.", code="key_used")
    return _outcome(first, is_repeat=True)


def _outcome(filing: Filing, *, is_repeat: bool) -> Filed:
    main = Case.objects.get(filing=filing, parent__isnull=True)
    links = Interlink.objects.filter(filing=filing).select_related("case").order_by("position")
    return _as_filed(main, links, is_repeat=is_repeat)


def _as_filed(main: Case, links: Iterable[Interlink], *, is_repeat: bool) -> Filed:
    links = list(links)
    return Filed(
        case_id=main.pk,
        code=main.code,
        children=tuple(link.case.code for link in links if link.case),
        failures={link.procedure_code: link.failure for link in links if not link.case_id},
        is_repeat=is_repeat,
    )


def _applicant(actor: Actor, channel: Channel, unit_code: str, applicant_id: UUID | None) -> UUID:
    """Whose case it will be."""
    if actor.role is Role.CITIZEN and actor.party_id and channel is Channel.ONLINE:
        if applicant_id not in (None, actor.party_id):
            raise NotPermitted("Chỉ nộp hồ sơ của chính mình.", code="not_yours")
        return actor.party_id
    if applicant_id is None:
        raise NotPermitted("Hãy đăng nhập bằng tài khoản định danh để nộp hồ sơ.", code="no_applicant")
    if actor.role is Role.SYSTEM:
        return parties.party(applicant_id).id
    if actor.role is not Role.CLERK or channel not in AT_COUNTER or actor.unit_code != unit_code:
        raise NotPermitted("Chỉ cán bộ một cửa của đơn vị nhận hồ sơ nộp thay tại quầy.", code="not_at_this_counter")
    if applicant_id == actor.party_id:
        raise NotPermitted("Cán bộ không tự nhận hồ sơ của chính mình.", code="own_case")
    return parties.party(applicant_id).id


def _check_level(actor: Actor, channel: Channel, declared: Declared) -> None:
    needed = declared.procedure.assurance_level
    if actor.role is Role.CITIZEN and channel is Channel.ONLINE and actor.assurance_level < needed:
        raise NotPermitted(f"Thủ tục này cần tài khoản định danh mức {needed}.", code="level_too_low")


def _open_link(actor: Actor, interlink_id: UUID) -> tuple[Interlink, Case]:
    """What is to be mended and its main case, both locked, the case first as whoever ends it does."""
    found = Interlink.objects.filter(pk=interlink_id).first()
    cases = Case.objects.select_for_update(of=("self",)).select_related("version")
    main = cases.filter(filing_id=found.filing_id, parent__isnull=True).first() if found else None
    if main is None or not _may_mend(actor, main):
        raise NotFound(NOT_HERE, code="case_not_found")
    link = Interlink.objects.select_for_update(of=("self",)).select_related("filing").get(pk=interlink_id)
    if link.case_id or Status(main.status) in CHILD_IS_LATE:
        raise Conflict(
            "Thủ tục liên thông này đã nộp, hoặc hồ sơ chính không còn được giải quyết.", code="child_closed"
        )
    return link, main


def _mends_by(actor: Actor, main: Case) -> Channel:
    """By which way it comes in: the applicant's own is online, an officer's the counter's."""
    if actor.role in OFFICERS:
        check_no_stake(actor, main)
        return Channel.COUNTER
    return Channel.ONLINE


def _may_mend(actor: Actor, main: Case) -> bool:
    if actor.role in OFFICERS:
        return Task.objects.filter(case=main, unit_code=actor.unit_code, role=actor.role.value).exists()
    return actor.party_id is not None and main.applicant_id == actor.party_id
