"""Retention by rule: packages register what they keep and how long, one job deletes, every batch leaves its proof."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.audit import entry as entries
from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.privacy import actions, deletion
from dean06.kernel.privacy.models import DeletionProof
from dean06.kernel.privacy.types import Category, Deleted, Proof

BATCH = 1000
MOST_BATCHES = 200  # a category a night; the rest goes the next night
MAY_RUN = frozenset({Role.SYSTEM, Role.OPERATOR})

_categories: dict[str, Category] = {}


def register_category(category: Category) -> None:
    """Add a kind of record; the same code replaces its earlier entry. ValueError for a time below one day."""
    if category.keep_days < 1:
        raise ValueError(f"{category.code}: what is kept for less than a day is deleted by its own package at once")
    _categories[category.code] = category


def categories() -> tuple[Category, ...]:
    """Every registered kind, by code."""
    return tuple(_categories[code] for code in sorted(_categories))


def categories_of(owner: str) -> tuple[Category, ...]:
    """The kinds of one package: codes beginning with its name (a pilot's slug) and a dot."""
    return tuple(one for one in categories() if one.code.startswith(f"{owner}."))


def run_retention(
    actor: Actor, *, dry_run: bool = False, only: Iterable[str] = (), say: Callable[[str], None] | None = None
) -> list[Deleted]:
    """Delete what is past its time, in batches of a transaction each, each with an audit entry and a proof.

    For the platform and operators. ``dry_run`` counts and deletes nothing (up to one night's worth); ``only`` narrows
    it to some categories. Safe to run twice or at once: a batch locks what it deletes.
    """
    if actor.role not in MAY_RUN:
        raise NotPermitted("Chỉ hệ thống và người vận hành chạy được việc xoá dữ liệu hết hạn.")
    wanted = set(only)
    run_id, done = new_id(), []
    for category in categories():
        if wanted and category.code not in wanted:
            continue
        count = _count(category) if dry_run else sum(_delete_batches(actor, category, run_id))
        done.append(Deleted(category=category.code, label=category.label, rule=category.rule, count=count))
        if say:
            say(f"{category.label}: {count}")
    return done


def find_deletion(category: str, record_id: object) -> Proof | None:
    """The proof that a record of a category was deleted; None when there is none that stands.

    A proof stands when its digests give its root and the audit entry of the act names the same root.
    """
    digest = deletion.digest_of(category, record_id)
    for row in DeletionProof.objects.filter(category=category).order_by("at").iterator():
        if deletion.holds(row, digest) and deletion.is_intact(row) and _is_in_the_log(row):
            return as_proof(row)
    return None


def as_proof(row: DeletionProof) -> Proof:
    """A row as a value."""
    return Proof(
        id=row.pk,
        at=row.at,
        category=row.category,
        label=row.label,
        rule=row.rule,
        count=row.count,
        root=bytes(row.root).hex(),
        audit_entry_id=row.audit_entry_id,
    )


def _count(category: Category) -> int:
    """Choosing locks rows, so it needs a transaction; nothing is written in it."""
    before = clock.now() - timedelta(days=category.keep_days)
    with transaction.atomic():
        return len(list(category.expired(before, BATCH * MOST_BATCHES)))


def _delete_batches(actor: Actor, category: Category, run_id: UUID) -> Iterator[int]:
    for _ in range(MOST_BATCHES):
        count = _delete_batch(actor, category, run_id)
        yield count
        if count < BATCH:
            return


def _delete_batch(actor: Actor, category: Category, run_id: UUID) -> int:
    """One transaction: choose, delete, write down. The count of the deleter must be the count chosen."""
    with transaction.atomic():
        before = clock.now() - timedelta(days=category.keep_days)
        gone = list(category.expired(before, BATCH))
        if not gone:
            return 0
        deleted = category.delete(gone)
        if deleted != len(gone):
            raise RuntimeError(f"{category.code}: chose {len(gone)} records, deleted {deleted}")
        root = deletion.root_of(deletion.digests_of(category.code, gone))
        entry = audit.record(
            actor,
            actions.DELETE_EXPIRED,
            object_type="privacy.deletion",
            object_id=run_id,
            purpose=category.rule,
            legal_basis=actions.LAW,
            details={"category": category.code, "count": len(gone), "root": root.hex()},
        )
        deletion.prove((category.code, category.label, category.rule), gone, run_id=run_id, entry=entry)
    return len(gone)


def _is_in_the_log(row: DeletionProof) -> bool:
    """Whether the entry of the act names the proof's root."""
    entry = AuditEntry.objects.filter(pk=row.audit_entry_id).first()
    return entry is not None and entries.read(entry.body)["details"].get("root") == bytes(row.root).hex()
