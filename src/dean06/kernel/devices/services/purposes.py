"""The table of purposes of reading: loaded once."""

import tomllib
from pathlib import Path

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.devices import actions
from dean06.kernel.devices.models import ReadPurpose
from dean06.kernel.devices.types import CardFact

DATA = Path(__file__).parents[1] / "data" / "read_purposes.toml"
MAY_LOAD = frozenset({Role.OPERATOR, Role.SYSTEM})


def load_read_purposes(actor: Actor = SYSTEM) -> int:
    """Enter the purposes of the file whose codes the table has never had; returns how many."""
    if actor.role not in MAY_LOAD:
        raise NotPermitted("Chỉ người vận hành được nạp bảng mục đích đọc thẻ.")
    known = set(ReadPurpose.objects.values_list("code", flat=True))
    rows = [row for row in tomllib.loads(DATA.read_text("utf-8"))["purpose"] if row["code"] not in known]
    new = [ReadPurpose(**row | {"keeps": sorted(map(CardFact, row["keeps"]))}) for row in rows]
    if new:
        with transaction.atomic():
            ReadPurpose.objects.bulk_create(new)
            record(
                actor,
                actions.LOAD_PURPOSES,
                object_type="devices.read_purpose",
                object_id="file",
                details={"count": len(new)},
            )
    return len(new)
