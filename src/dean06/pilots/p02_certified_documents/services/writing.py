"""What every write of a certification shares: who may, the row locked, the state that was read, the audit entry."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dean06.kernel.audit.api import record as write_down
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.text import nfc
from dean06.kernel.documents import api as documents
from dean06.pilots.p02_certified_documents import actions
from dean06.pilots.p02_certified_documents.models import Certification
from dean06.pilots.p02_certified_documents.rules import KIND, MAY_CERTIFY, State, may_follow

OBJECT = "p02.certification"
NOT_HERE = "Không có hồ sơ chứng thực này."
CHANGED = "Hồ sơ này vừa được người khác sửa. Tải lại trang rồi làm tiếp."


def issuer_for(actor: Actor) -> str:
    """The unit whose name stands on copies the actor certifies. NotPermitted when there is none."""
    kind = documents.kinds().on(KIND, clock.today())
    code = documents.issuer_of(kind, actor.unit_code, clock.today()) if kind and actor.unit_code else ""
    if actor.role not in MAY_CERTIFY or not code:
        raise NotPermitted("Đơn vị này không chứng thực bản sao.", code="not_a_certifier")
    return code


def visible(actor: Actor, certification_id: UUID) -> Certification:
    """A certification of the actor's unit, or of a desk below it. NotFound for everybody else's."""
    return _seen(actor, Certification.objects.filter(pk=certification_id).first())


def locked(actor: Actor, certification_id: UUID, *, revision: int) -> Certification:
    """The same, locked and unchanged since the page was drawn. Conflict otherwise."""
    row = _seen(actor, Certification.objects.select_for_update().filter(pk=certification_id).first())
    if row.revision != revision:
        raise Conflict(CHANGED, code="changed")
    return row


def move(row: Certification, state: State) -> None:
    """Into the next state, unsaved. Conflict when it cannot follow."""
    if not may_follow(State(row.state), state):
        raise Conflict(f"Hồ sơ này đang “{State(row.state).label}” nên không làm được việc đó.", code="wrong_state")
    row.state = state


def must_be_open(row: Certification) -> None:
    """Pages change while the original is being compared only."""
    if row.state != State.OPEN:
        raise Conflict("Hồ sơ đã quyết định xong, không sửa trang được nữa.", code="wrong_state")


def saved(row: Certification) -> None:
    """Written, under the next revision."""
    row.revision += 1
    row.save()


def signature_of(actor: Actor) -> str:
    """The actor as the book names him."""
    return ", ".join(part for part in (actor.name, actor.post) if part)


def clean(text: str, *, field: str, longest: int, what: str, required: bool = True) -> str:
    """One line, in form C. Invalid at its field when it is missing or too long."""
    said = nfc(" ".join(text.split()))
    if (required and not said) or len(said) > longest:
        raise Invalid(f"Ghi {what}, nhiều nhất {longest} ký tự.", field=field, code="bad_text")
    return said


def record(actor: Actor, action: str, row: Certification, details: Mapping[str, Any] | None = None) -> None:
    """The audit entry of an act on a certification."""
    write_down(
        actor,
        action,
        object_type=OBJECT,
        object_id=row.pk,
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects=sorted({row.requester_id, row.holder_id}),
        fields=[actions.PAPER],
        details=details or {},
    )


def _seen(actor: Actor, row: Certification | None) -> Certification:
    may = row is not None and actor.role in MAY_CERTIFY
    if row is None or not may or not _works_for(actor, row):
        raise NotFound(NOT_HERE, code="certification_not_found")
    return row


def _works_for(actor: Actor, row: Certification) -> bool:
    return bool(actor.unit_code) and actor.unit_code in (row.unit_code, row.issuer_code)
