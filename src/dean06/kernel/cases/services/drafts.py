"""A form being filled: kept as it is typed, carried over when the form changes, gone when its owner says so."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.cases import actions
from dean06.kernel.cases.declared import catalogue
from dean06.kernel.cases.models import Draft
from dean06.kernel.cases.pinning import in_force, pin, procedure_of
from dean06.kernel.cases.procedures.forms import Checked, check_answers, needed_papers
from dean06.kernel.cases.procedures.migration import Left, Migrated, migrate
from dean06.kernel.cases.procedures.types import Channel, Procedure
from dean06.kernel.cases.services.papers import check_papers, fitting_documents
from dean06.kernel.cases.types import DraftInfo, DraftPaperInfo, IncomingPaper, PaperSource
from dean06.kernel.documents import api as documents

LARGEST_DRAFT = 256 * 1024
MOST_DRAFTS = 50
GONE = "Không có tờ khai này, hoặc tờ khai không phải của bà/ông."


def save_draft(
    actor: Actor,
    *,
    procedure: str,
    unit_code: str,
    answers: Mapping[str, Any],
    draft_id: UUID | None = None,
    expected_revision: int = 0,
) -> UUID:
    """Keep answers as they were typed, right or wrong; returns the draft's id.

    A new draft is under the procedure in force today. NotFound for another's draft, Conflict when it was saved
    elsewhere meanwhile (``expected_revision`` is the one read) or handed in already, Invalid when it is too large.
    """
    if actor.party_id is None:
        raise NotPermitted("Hãy đăng nhập để lưu tờ khai.")
    if len(json.dumps(answers, ensure_ascii=False).encode()) > LARGEST_DRAFT:
        raise Invalid("Tờ khai quá dài nên không lưu được. Hãy viết ngắn lại.", code="draft_too_large")
    with transaction.atomic():
        if draft_id is None:
            draft = _new(actor.party_id, procedure)
        else:
            draft = own_draft(actor, draft_id)
            if draft.revision != expected_revision:
                raise Conflict(
                    "Tờ khai này vừa được lưu từ một nơi khác. Hãy mở lại để xem rồi điền tiếp.", code="draft_changed"
                )
        draft.unit_code, draft.answers, draft.saved_at = unit_code, dict(answers), clock.now()
        draft.revision += 1
        draft.save()
        _record(actor, actions.SAVE_DRAFT, draft)
    return draft.pk


def open_draft(actor: Actor, *, draft_id: UUID) -> DraftInfo:
    """The owner's draft under the form of today; what did not go along is listed with the reason, and kept.

    When the procedure is no longer in force at all the draft is shown under its old form, ``is_open`` False.
    """
    with transaction.atomic():
        draft = own_draft(actor, draft_id)
        old = procedure_of(draft.version)
        found = catalogue().find(draft.procedure_code, clock.today())
        anew: tuple[str, ...] = ()
        if found and pin(found).pk != draft.version_id:
            moved = _carried_over(draft, migrate(old, found.procedure, draft.answers, today=clock.today()))
            draft.version, anew = pin(found), moved.asked_anew
            draft.save()
        _record(actor, actions.OPEN_DRAFT, draft)
    procedure = procedure_of(draft.version)
    whole = check_answers(procedure, draft.answers, today=clock.today())
    needed = needed_papers(procedure, whole.answers)
    return DraftInfo(
        id=draft.pk,
        procedure=procedure,
        unit_code=draft.unit_code,
        answers=draft.answers,
        errors=check_answers(procedure, draft.answers, today=clock.today(), whole=False).errors,
        left=tuple(Left(**one) for one in draft.left),
        blockers=_blockers(procedure, draft, whole),
        asked_anew=anew,
        needed=tuple(needed),
        papers=papers_of(draft),
        fitting=fitting_documents(needed, draft.owner_id),
        revision=draft.revision,
        saved_at=draft.saved_at,
        is_open=found is not None,
    )


def discard_draft(actor: Actor, *, draft_id: UUID) -> None:
    """Delete a draft that was not handed in."""
    with transaction.atomic():
        draft = own_draft(actor, draft_id)
        _record(actor, actions.DISCARD_DRAFT, draft)
        draft.delete()


def papers_of(draft: Draft) -> tuple[DraftPaperInfo, ...]:
    """The files of a draft and what it cites of the wallet, in the order they came."""
    rows = list(draft.papers.order_by("added_at", "pk"))
    cited = documents.lines_of(row.document_id for row in rows if row.document_id)
    return tuple(
        DraftPaperInfo(
            id=row.pk,
            code=row.code,
            sha256=row.sha256,
            file_name=row.file_name,
            size=row.size,
            document=cited[row.document_id] if row.document_id else None,
        )
        for row in rows
    )


def own_draft(actor: Actor, draft_id: UUID) -> Draft:
    """The actor's draft, locked. NotFound for another's, Conflict when it was handed in."""
    draft = any_own_draft(actor, draft_id)
    if draft.filing_id:
        raise Conflict("Tờ khai này đã nộp. Hãy xem trong “Hồ sơ của tôi”.", code="draft_filed")
    return draft


def any_own_draft(actor: Actor, draft_id: UUID) -> Draft:
    """The actor's draft, locked, handed in or not. NotFound for another's."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("version")
    draft = rows.filter(pk=draft_id, owner_id=actor.party_id).first() if actor.party_id else None
    if draft is None:
        raise NotFound(GONE, code="draft_not_found")
    return draft


def as_papers(files: Iterable[DraftPaperInfo]) -> list[IncomingPaper]:
    """Papers of a draft as they are handed in."""
    return [
        IncomingPaper(code=one.code, source=PaperSource.WALLET, document_ref=str(one.document.id))
        if one.document
        else IncomingPaper(code=one.code, source=PaperSource.FILE, sha256=one.sha256, file_name=one.file_name)
        for one in files
    ]


def _blockers(procedure: Procedure, draft: Draft, whole: Checked) -> dict[str, str]:
    """Of the answers, of the papers, and of the unit that is not chosen yet."""
    papers = check_papers(
        procedure, whole.answers, as_papers(papers_of(draft)), Channel.ONLINE, holder_id=draft.owner_id
    )
    unit = {} if draft.unit_code else {"unit_code": "Hãy chọn cơ quan nhận hồ sơ."}
    return {**unit, **whole.errors, **papers}


def _new(owner_id: UUID, procedure: str) -> Draft:
    if Draft.objects.filter(owner_id=owner_id, filing__isnull=True).count() >= MOST_DRAFTS:
        raise Conflict(f"Bà/ông đang có {MOST_DRAFTS} tờ khai chưa nộp. Hãy xoá bớt.", code="too_many_drafts")
    return Draft(owner_id=owner_id, procedure_code=procedure, version=pin(in_force(procedure, clock.today())))


def _carried_over(draft: Draft, moved: Migrated) -> Migrated:
    draft.answers = moved.answers
    draft.left = [*draft.left, *(asdict(one) for one in moved.left)]
    draft.revision += 1
    return moved


def _record(actor: Actor, action: str, draft: Draft) -> None:
    audit.record(
        actor,
        action,
        object_type="cases.draft",
        object_id=draft.pk,
        purpose=f"{actions.PURPOSE}: {draft.version.name}",
        legal_basis=actions.LAW,
        subjects=[draft.owner_id],
        fields=[actions.FORM],
        details={"procedure": draft.procedure_code, "revision": draft.revision},
    )
