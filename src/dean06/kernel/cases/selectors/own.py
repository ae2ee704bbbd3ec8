"""A person's own cases and drafts. Looking at one's own data is no entry in the log."""

from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.cases.models import Case, Draft
from dean06.kernel.cases.procedures.types import Procedure
from dean06.kernel.cases.selectors.paging import Page, after_key, key_of
from dean06.kernel.cases.selectors.view import as_line, as_view
from dean06.kernel.cases.services.access import NOT_HERE
from dean06.kernel.cases.types import CaseLine, CaseView, DraftLine, InterlinkInfo
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import DocumentLine

PAGE = 20


def own_cases(actor: Actor, *, after: str = "") -> Page[CaseLine]:
    """The actor's cases, newest first. Invalid for a page key that is not one of ours."""
    rows = Case.objects.filter(applicant_id__in=[actor.party_id]).order_by("-submitted_at", "-pk")
    if after:
        at, pk = after_key(after)
        rows = rows.filter(submitted_at__lte=at).exclude(submitted_at=at, pk__gte=pk)
    found = list(rows[: PAGE + 1])
    now = clock.now()
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(
        items=tuple(as_line(row, now) for row in found[:PAGE]),
        after=key_of(last.submitted_at, last.pk) if last else "",
    )


def own_case_view(actor: Actor, *, case_id: UUID) -> CaseView:
    """One of the actor's cases. NotFound for anybody else's."""
    rows = Case.objects.select_related("version", "filing").filter(pk=case_id, applicant_id__in=[actor.party_id])
    case = rows.first() if actor.party_id else None
    if case is None:
        raise NotFound(NOT_HERE, code="case_not_found")
    return as_view(case)


def own_fitting(actor: Actor, *, procedure: Procedure) -> dict[str, tuple[DocumentLine, ...]]:
    """What the actor's own wallet has for the papers of a procedure, by code; papers nothing fits are left out."""
    asked = [spec for spec in procedure.papers if spec.document_type]
    found = ((spec.code, documents.matching(actor, kind=spec.document_type)) for spec in asked)
    return {code: lines for code, lines in found if lines}


def own_interlink(actor: Actor, *, interlink_id: UUID) -> tuple[CaseView, InterlinkInfo]:
    """What was to be filed together with one of the actor's cases, and that case. NotFound for anybody else's."""
    rows = Case.objects.filter(filing__interlinks=interlink_id, parent__isnull=True)
    main = rows.filter(applicant_id__in=[actor.party_id]).first() if actor.party_id else None
    if main is None:
        raise NotFound(NOT_HERE, code="case_not_found")
    view = own_case_view(actor, case_id=main.pk)
    return view, next(one for one in view.together if one.id == interlink_id)


def own_case_id_of(actor: Actor, *, code: str) -> UUID:
    """The id behind a code of the actor's own case. NotFound for anybody else's."""
    rows = Case.objects.filter(code=code.upper(), applicant_id__in=[actor.party_id])
    found = rows.values_list("pk", flat=True).first() if actor.party_id else None
    if found is None:
        raise NotFound(NOT_HERE, code="case_not_found")
    return found


def own_drafts(actor: Actor) -> list[DraftLine]:
    """Forms the actor has begun, newest first."""
    rows = Draft.objects.filter(owner_id__in=[actor.party_id], filing__isnull=True).select_related("version")
    return [
        DraftLine(
            id=row.pk,
            procedure_code=row.procedure_code,
            procedure_name=row.version.name,
            unit_code=row.unit_code,
            saved_at=row.saved_at,
        )
        for row in rows.order_by("-saved_at")
    ]
