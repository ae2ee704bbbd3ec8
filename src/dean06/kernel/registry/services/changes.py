"""What changed in the register, about people known here; of everybody else nothing is kept or passed on."""

from dataclasses import replace
from typing import Final

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted, Unavailable
from dean06.kernel.base.wiring import resolve
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Cause, ChangePage, PopulationRegister, RegisterFailed
from dean06.kernel.registry import actions
from dean06.kernel.registry.services.asking import allowed, check_act
from dean06.kernel.registry.types import Verb

PAGE: Final = 1000
OBJECT: Final = "registry.changes"


def changes_since(actor: Actor, *, since: str, purpose: str, act: str) -> ChangePage:
    """One page of changes after the mark ``since`` (empty: from the beginning), of persons in our books only.

    An entry may come more than once; its id tells. For the platform's own jobs. NotPermitted for a purpose without
    changes, Invalid without an act, Unavailable when no usable answer comes.
    """
    if actor.role is not Role.SYSTEM:
        raise NotPermitted("Chỉ hệ thống tự nhận thay đổi từ cơ sở dữ liệu dân cư.")
    check_act(act)
    found = allowed(actor, Verb.CHANGES, purpose)
    cause = Cause(purpose=found.provider_code, legal_basis=found.legal_basis, act=act)
    try:
        page = resolve(PopulationRegister).changes_since(since, limit=PAGE, cause=cause)
    except RegisterFailed as failed:
        raise Unavailable(
            failed.message_vi, code=f"register_{failed.reason.value}", retry_after=failed.retry_after_s
        ) from failed
    known = parties.known(change.personal_id for change in page.changes)
    ours = [change for change in page.changes if change.personal_id in known]
    fields = sorted({field for change in ours for field in change.fields})
    with transaction.atomic(durable=True):
        record(
            actor, actions.CHANGES, object_type=OBJECT, object_id=found.code, purpose=found.title,
            legal_basis=found.legal_basis, subjects=parties.subjects_of(change.personal_id for change in ours),
            fields=map(actions.field_code, fields), case_ref=act,
            details={"purpose": found.code, "told": len(page.changes), "ours": len(ours)},
        )  # fmt: skip
    return replace(page, changes=ours)
