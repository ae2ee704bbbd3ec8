"""What changed in the register, about people known here; of everybody else nothing is kept or passed on."""

from dataclasses import replace
from typing import Final

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, events
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import DomainError, NotPermitted, Unavailable
from dean06.kernel.base.wiring import resolve
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Cause, ChangePage, PopulationRegister, RegisterFailed
from dean06.kernel.registry import actions
from dean06.kernel.registry.models import ChangeMark
from dean06.kernel.registry.selectors.purposes import purpose as purpose_on
from dean06.kernel.registry.services.asking import allowed, check_act, write_refusal
from dean06.kernel.registry.types import PersonChanged, PurposeInfo, Verb

PAGE: Final = 1000
PAGES_A_RUN: Final = 20  # the rest of a long absence the next night
OBJECT: Final = "registry.changes"
FOLLOWED: Final = "ho_tich"  # the purpose that may be told of every kind of change


def changes_since(actor: Actor, *, since: str, purpose: str, act: str) -> ChangePage:
    """One page of changes after the mark ``since`` (empty: from the beginning), of persons in our books only.

    An entry may come more than once; its id tells. For the platform's own jobs. NotPermitted for a purpose without
    changes, Invalid without an act, Unavailable when no usable answer comes; each written down.
    """
    try:
        if actor.role is not Role.SYSTEM:
            raise NotPermitted("Chỉ hệ thống tự nhận thay đổi từ cơ sở dữ liệu dân cư.")
        check_act(act)
        found = allowed(actor, Verb.CHANGES, purpose)
    except DomainError as refusal:
        write_refusal(actor, Verb.CHANGES, "", refusal)
        raise
    page = _asked(actor, found, since, act)
    known = parties.known(change.personal_id for change in page.changes)
    ours = replace(page, changes=[change for change in page.changes if change.personal_id in known])
    _record(actor, found, act, ours, told=len(page.changes))
    return ours


def follow_changes(actor: Actor) -> int:
    """Read on where the last run ended and publish ``PersonChanged`` for people in our books; returns how many.

    For the nightly job. A page that cannot be had, which ``changes_since`` wrote down, is asked for again the next
    night; a run cut short repeats a page. Nothing is asked while the purpose is without changes.
    """
    found = purpose_on(FOLLOWED, clock.today())
    if found is not None and Verb.CHANGES not in found.verbs:
        return 0
    count, act = 0, f"theo-doi-{clock.today():%Y%m%d}"
    for _ in range(PAGES_A_RUN):
        row = ChangeMark.objects.filter(purpose_code=FOLLOWED).first()
        try:
            page = changes_since(actor, since=row.mark if row else "", purpose=FOLLOWED, act=act)
        except Unavailable:
            break
        with transaction.atomic(durable=True):
            _publish(page)
            ChangeMark.objects.update_or_create(
                purpose_code=FOLLOWED, defaults={"mark": page.next, "followed_at": clock.now()}
            )
        count += len(page.changes)
        if not page.more:
            break
    return count


def _asked(actor: Actor, found: PurposeInfo, since: str, act: str) -> ChangePage:
    cause = Cause(purpose=found.provider_code, legal_basis=found.legal_basis, act=act)
    try:
        return resolve(PopulationRegister).changes_since(since, limit=PAGE, cause=cause)
    except RegisterFailed as failed:
        with transaction.atomic(durable=True):
            record(
                actor, actions.FAIL, object_type=OBJECT, object_id=found.code, case_ref=act,
                details={"purpose": found.code, "verb": Verb.CHANGES.value, "reason": failed.reason.value},
            )  # fmt: skip
        raise Unavailable(
            failed.message_vi, code=f"register_{failed.reason.value}", retry_after=failed.retry_after_s
        ) from failed


def _record(actor: Actor, found: PurposeInfo, act: str, ours: ChangePage, *, told: int) -> None:
    fields = sorted({field for change in ours.changes for field in change.fields})
    with transaction.atomic(durable=True):
        record(
            actor, actions.CHANGES, object_type=OBJECT, object_id=found.code, purpose=found.title,
            legal_basis=found.legal_basis, subjects=parties.subjects_of(one.personal_id for one in ours.changes),
            fields=map(actions.field_code, fields), case_ref=act,
            details={"purpose": found.code, "told": told, "ours": len(ours.changes)},
        )  # fmt: skip


def _publish(page: ChangePage) -> None:
    for change in page.changes:
        party_id = parties.find_person(change.personal_id)
        if party_id is not None:
            events.publish(
                PersonChanged(party_id=party_id, kind=change.kind, fields=change.fields, occurred_on=change.occurred_on)
            )
