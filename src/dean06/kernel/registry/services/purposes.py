"""The table of purposes: loaded once, then revised row by row, each change with its day and its source."""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Field
from dean06.kernel.registry import actions
from dean06.kernel.registry.models import LONGEST_BASIS, Purpose, on_day
from dean06.kernel.registry.types import SHOWN_AS, Verb

DATA = Path(__file__).parents[1] / "data" / "purposes.toml"
MAY_REVISE = frozenset({Role.OPERATOR, Role.SYSTEM})
OBJECT = "registry.purpose"


def load_purposes(actor: Actor = SYSTEM) -> int:
    """Enter the purposes of the file whose codes the table has never had; returns how many. Revised rows stay."""
    _require(actor)
    known = set(Purpose.objects.values_list("code", flat=True))
    new = [Purpose(**row) for row in tomllib.loads(DATA.read_text("utf-8"))["purpose"] if row["code"] not in known]
    if new:
        with transaction.atomic():
            Purpose.objects.bulk_create(new)
            record(actor, actions.LOAD_PURPOSES, object_type=OBJECT, object_id="file", details={"count": len(new)})
    return len(new)


def revise_purpose(
    actor: Actor, *, code: str, fields: Iterable[Field], claims: Iterable[str], verbs: Iterable[Verb],
    units: Iterable[str], legal_basis: str, source: str, verified: bool, valid_from: date,
) -> None:  # fmt: skip
    """Let a purpose hold with other fields or another basis from a day on; what held before stays on record.

    ``claims`` and ``units`` as in ``PurposeInfo``. The operator may. NotFound for an unknown code, Invalid without
    basis, source or verbs, for an unknown unit or a day that is past, Conflict when a later change is entered already.
    """
    _require(actor)
    _check(legal_basis, source, frozenset(verbs := list(verbs)), valid_from)
    units = sorted(set(units))
    if any(not parties.exists(unit, valid_from) for unit in units):
        raise Invalid("Có đơn vị không còn vào ngày áp dụng. Chọn lại đơn vị.", field="units")
    with transaction.atomic():
        row = on_day(valid_from).select_for_update().filter(code=code).first()
        if row is None:
            raise NotFound("Không có mục đích này đang dùng vào ngày đó.", code="purpose_not_found")
        if row.valid_until is not None:
            raise Conflict(
                "Đã có thay đổi muộn hơn cho mục đích này.", code="purpose_changes_later", field="valid_from"
            )
        old = row.pk
        if row.valid_from != valid_from:
            Purpose.objects.filter(pk=old).update(valid_until=valid_from)
            row.pk, row._state.adding = new_id(), True
        row.fields, row.verbs = sorted({field.value for field in fields}), sorted({verb.value for verb in verbs})
        row.claims, row.units = sorted(set(claims) & SHOWN_AS.keys()), units
        row.legal_basis, row.source, row.verified = legal_basis.strip(), source.strip(), verified
        row.valid_from = valid_from
        row.save()
        record(
            actor,
            actions.REVISE_PURPOSE,
            object_type=OBJECT,
            object_id=row.pk,
            details={
                "code": code,
                "before": str(old),
                "fields": row.fields,
                "claims": row.claims,
                "verbs": row.verbs,
                "units": row.units,
            },
        )


def _check(legal_basis: str, source: str, verbs: frozenset[Verb], valid_from: date) -> None:
    if not 0 < len(legal_basis.strip()) <= LONGEST_BASIS:
        raise Invalid(f"Căn cứ pháp lý cần từ 1 đến {LONGEST_BASIS} ký tự.", field="legal_basis")
    if not source.strip():
        raise Invalid("Ghi rõ văn bản cho phép.", field="source")
    if not verbs:
        raise Invalid("Chọn ít nhất một việc được làm.", field="verbs")
    if valid_from < clock.today():
        raise Invalid("Ngày áp dụng không được ở quá khứ.", field="valid_from")


def _require(actor: Actor) -> None:
    if actor.role not in MAY_REVISE:
        raise NotPermitted("Chỉ người vận hành được sửa bảng mục đích tra cứu.")
