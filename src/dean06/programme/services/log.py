"""How the programme's services write the audit log."""

from typing import Any, NoReturn
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotPermitted
from dean06.programme.actions import LEGAL_BASIS, PURPOSE


def record(actor: Actor, act: str, object_type: str, object_id: UUID, /, **details: Any) -> None:
    """One entry for one act, inside the caller's transaction; details hold ids and codes, never personal data."""
    audit.record(
        actor,
        f"programme.{act}",
        object_type=f"programme.{object_type}",
        object_id=object_id,
        purpose=PURPOSE,
        legal_basis=LEGAL_BASIS,
        details=details,
    )


def refuse(actor: Actor, act: str, object_type: str, object_id: UUID, message: str, **details: Any) -> NoReturn:
    """Refuse an act and leave an entry of the refusal in a transaction of its own. Raises NotPermitted."""
    with transaction.atomic():
        record(actor, "refused", object_type, object_id, act=act, **details)
    raise NotPermitted(message)
