"""Signed checkpoints and the proofs against them."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from dean06.kernel.audit import keys, note, person_index, recorder, sequencer, tree
from dean06.kernel.audit.models import AuditCheckpoint, AuditEntry, AuditLeaf
from dean06.kernel.audit.tiles import StoredNodes, TreeDamaged
from dean06.kernel.audit.types import ConsistencyProof, Cosignature, InclusionProof, SignedCheckpoint
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import NotFound


def checkpoint() -> SignedCheckpoint:
    """Place every waiting entry, index it and sign the log; an unchanged log gets its last checkpoint again.

    TreeDamaged when the stored tree no longer continues the last checkpoint: then nothing is signed, run ``verify``.
    Not inside a transaction.
    """
    sequencer.sequence_pending()
    _begin_index()
    person_index.catch_up()
    with transaction.atomic(durable=True):
        sequencer.hold_lock()
        size, last = sequencer.size(), latest()
        if last and last.size == size:
            return last
        nodes = StoredNodes()
        if last:
            _must_continue(nodes, last, size)
        return _sign(size, tree.range_hash(nodes, 0, size), person_index.advance(size))


def latest() -> SignedCheckpoint | None:
    """The last checkpoint, if the log was ever signed."""
    row = _newest_first().first()
    return _signed(row) if row else None


def at(size: int) -> SignedCheckpoint:
    """The checkpoint of this size."""
    return _signed(_newest_first().get(size=size))


def recent(limit: int) -> list[SignedCheckpoint]:
    """Checkpoints, newest first."""
    return [_signed(row) for row in _newest_first()[:limit]]


def inclusion_proof(entry_id: UUID) -> InclusionProof:
    """Proof that an entry is in the log, against the newest checkpoint (made if it does not cover the entry yet).

    NotFound when there is no such entry.
    """
    entry = AuditEntry.objects.filter(id=entry_id).first()
    if entry is None:
        raise NotFound("Không có bản ghi nhật ký này.", code="audit_entry_not_found")
    last = latest()
    place = AuditLeaf.objects.filter(entry_id=entry_id).first()
    if last is None or place is None or place.tree_index >= last.size:
        last = checkpoint()
        place = AuditLeaf.objects.get(entry_id=entry_id)
    return prove(StoredNodes(), entry_id, entry.body, place.tree_index, last)


def prove(nodes: tree.Nodes, entry_id: UUID, body: str, index: int, against: SignedCheckpoint) -> InclusionProof:
    """Inclusion proof of an entry at a known index."""
    path = tuple(tree.inclusion_path(nodes, index, against.size))
    return InclusionProof(entry_id=entry_id, body=body, index=index, path=path, checkpoint=against)


def consistency_proof(old: int, new: int) -> ConsistencyProof:
    """Proof that the log of ``old`` entries is the beginning of the log of ``new``; NotFound beyond the log's size."""
    if not 0 <= old <= new <= sequencer.size():
        raise NotFound("Nhật ký không có hai mốc này.", code="audit_size_not_found")
    nodes = StoredNodes()
    return ConsistencyProof(
        old=old,
        new=new,
        old_root=tree.range_hash(nodes, 0, old),
        new_root=tree.range_hash(nodes, 0, new),
        path=tuple(tree.consistency_path(nodes, old, new)),
    )


def _must_continue(nodes: tree.Nodes, last: SignedCheckpoint, size: int) -> None:
    """Never sign a second history: anyone holding the last checkpoint could prove it."""
    if size < last.size or tree.range_hash(nodes, 0, last.size) != last.root:
        raise TreeDamaged(f"Nhật ký không còn khớp với mốc đã ký ở {last.size} bản ghi; chạy: dean06 audit verify")


def _begin_index() -> None:
    """A log from before the index may be unchanged since its last checkpoint; one entry makes room for a new one."""
    last = latest()
    if last and last.index is None and last.size == sequencer.size():
        with transaction.atomic():
            recorder.record(SYSTEM, "audit.begin_index", object_type="audit.log", object_id=last.size)
        sequencer.sequence_pending()


def _sign(size: int, root: bytes, index: bytes) -> SignedCheckpoint:
    key = keys.signer()
    text = note.Checkpoint(key.name, size, root, index).text
    row = AuditCheckpoint.objects.create(size=size, root=root, note=key.sign(text), signed_at=clock.now())
    return _signed(row)


def _newest_first() -> QuerySet[AuditCheckpoint]:
    return AuditCheckpoint.objects.prefetch_related("cosignatures").order_by("-size")


def _signed(row: AuditCheckpoint) -> SignedCheckpoint:
    return SignedCheckpoint(
        size=row.size,
        root=bytes(row.root),
        note=row.note,
        signed_at=row.signed_at,
        index=note.Checkpoint.parse(row.note.rpartition("\n\n")[0] + "\n").index,
        cosignatures=tuple(
            Cosignature(witness=one.witness, line=one.line, signed_at=one.signed_at) for one in row.cosignatures.all()
        ),
    )
