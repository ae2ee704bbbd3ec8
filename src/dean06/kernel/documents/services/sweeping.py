"""Files nobody holds any more leave the store: of drafts given up, uploads that led to nothing, versions replaced."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from django.db import connection, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, NotPermitted
from dean06.kernel.documents import actions
from dean06.kernel.documents.store import holders
from dean06.kernel.documents.store.files import name_of
from dean06.kernel.documents.store.places import Directory, place

OBJECT: Final = "documents.store"
# An upload and the row that cites it are minutes apart at most; a month leaves time to bring back what was a mistake.
UNHELD_DAYS: Final = 30
KILLED_AFTER: Final = timedelta(days=1)
# More than half of a grown store at once is no sweeping: the database is another one, or a holder is missing.
MOST_SHARE: Final = 0.5
GROWN: Final = 100


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a round came to: files looked at, without a holder for long, removed, left behind by killed uploads."""

    files: int
    unheld: int
    removed: int
    abandoned: int


def can_sweep() -> bool:
    """Whether the store is one this machine can sweep: a directory."""
    return isinstance(place(), Directory)


def sweep_store(actor: Actor, *, dry_run: bool = False) -> Swept:
    """Remove files nobody has held or put for UNHELD_DAYS. A held or a younger file is never touched.

    For the platform and operators. Conflict for a bucket (its files cannot leave step by step) and when more would go
    than can be right. A dry run counts and writes nothing down.
    """
    if actor.role not in (Role.SYSTEM, Role.OPERATOR):
        raise NotPermitted("Chỉ người vận hành dọn được kho tệp.", code="not_an_operator")
    store = place()
    if not isinstance(store, Directory):
        raise Conflict("Kho tệp nằm ngoài máy này nên không tự dọn. Dọn bằng công cụ của kho.", code="not_a_directory")
    store.come_back()
    before = clock.now() - timedelta(days=UNHELD_DAYS)
    old = set(store.old_names(before))
    old -= _held_names()
    files = store.count()
    if files > GROWN and len(old) > files * MOST_SHARE:
        raise Conflict(
            f"{len(old)} trên {files} tệp không có nơi nào giữ: nhiều bất thường, không xoá. Kiểm cơ sở dữ liệu.",
            code="too_many_unheld",
        )
    if dry_run:
        return Swept(files=files, unheld=len(old), removed=0, abandoned=0)
    removed = sum(store.take_away(name, before) for name in sorted(old))
    abandoned = store.clear_incoming(clock.now() - KILLED_AFTER)
    done = Swept(files=files, unheld=len(old), removed=removed, abandoned=abandoned)
    with transaction.atomic():
        record(
            actor,
            actions.SWEEP_STORE,
            object_type=OBJECT,
            object_id="store",
            purpose=actions.SWEEPING,
            legal_basis=actions.SWEEPING_LAW,
            details=asdict(done),
        )
    return done


def _held_names() -> set[str]:
    """In one snapshot: a file that passes from a draft to its case is always seen in one of the two."""
    with transaction.atomic():
        if not _is_inside():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return {name_of(one) for one in holders.digests()}


def _is_inside() -> bool:
    """Whether a transaction around ours has begun asking already (tests): its snapshot cannot be chosen any more."""
    return len(connection.savepoint_ids) > 0
