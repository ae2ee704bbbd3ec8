"""Tables of the log. Every one is append-only, held so by triggers (migration 0002) and not only by this code.

An entry takes its place in the tree in two steps (docs/adr/0005-audit-log.md): the act's own transaction writes the
entry and an ``AuditPending`` row; right after it, the sequencer exchanges pending rows for ``AuditLeaf`` rows.
"""

from django.db import models


class AuditEntry(models.Model):
    """One act. ``body`` is what is hashed; the other columns repeat parts of it for searching (``verify`` compares)."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=100)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=200)
    unit_code = models.CharField(max_length=100, default="")
    subject_count = models.PositiveIntegerField(default=0)
    release_on = models.DateField(null=True)
    body = models.TextField()


class AuditSubject(models.Model):
    """A person whose data an act touched; ``salt`` opens the commitment that the entry's body holds."""

    pk = models.CompositePrimaryKey("entry_id", "position")
    entry = models.ForeignKey(AuditEntry, models.PROTECT, db_index=False, related_name="subjects")
    position = models.PositiveIntegerField()
    party_id = models.UUIDField()
    at = models.DateTimeField()
    salt = models.BinaryField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["party_id", "-at", "entry_id"], name="audit_looks_at_person")]


class AuditPending(models.Model):
    """An entry that has no place in the tree yet; leaves this table only when it got one."""

    entry = models.OneToOneField(
        AuditEntry,
        models.PROTECT,
        primary_key=True,
        related_name="+",
        db_constraint=False,  # lives for milliseconds and is only written beside its entry
    )
    leaf_hash = models.BinaryField(max_length=32)


class AuditLeaf(models.Model):
    """The place of an entry in the tree."""

    tree_index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="leaf")
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(tree_index__gte=0), name="audit_leaf_index_natural")]


class AuditTile(models.Model):
    """Up to 256 hashes of one tree level, laid out as c2sp.org/tlog-tiles does.

    Level 0 holds only full tiles (the leaves of the last one are read from ``AuditLeaf``); the tiles above grow by a
    hash whenever one below is full. So a commit writes a tile once in 256 entries.
    """

    pk = models.CompositePrimaryKey("level", "tile_index")
    level = models.PositiveSmallIntegerField()
    tile_index = models.BigIntegerField()
    hashes = models.BinaryField(max_length=256 * 32)


class AuditCheckpoint(models.Model):
    """A signed state of the log, one for each size that was ever signed."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()


class AuditPerson(models.Model):
    """One person of the index: number of entries, head of the chain over them. ``bucket`` is the key's first 16 bits.

    Derived from the entries by the checkpoint (``person_index``) and recomputed by ``verify``.
    """

    pk = models.CompositePrimaryKey("bucket", "key")
    bucket = models.IntegerField()
    key = models.BinaryField(max_length=32)
    count = models.BigIntegerField()
    head = models.BinaryField(max_length=32)


class AuditPage(models.Model):
    """256 hashes of the map of persons below a prefix of the key (empty: the root page)."""

    prefix = models.BinaryField(max_length=1, primary_key=True)
    hashes = models.BinaryField(max_length=256 * 32)


class AuditIndexState(models.Model):
    """The one row that says how many entries the index covers, and its root."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)


class AuditCosignature(models.Model):
    """A witness's line under a checkpoint: ``witness`` is its verifier key, ``line`` goes below the note."""

    pk = models.CompositePrimaryKey("checkpoint_id", "witness")
    checkpoint = models.ForeignKey(AuditCheckpoint, models.PROTECT, db_index=False, related_name="cosignatures")
    witness = models.CharField(max_length=300)
    line = models.TextField()
    signed_at = models.DateTimeField()


class AuditAlarm(models.Model):
    """The witness contradicts the log, or somebody answered for that: the newest row says which, ``entry`` more."""

    entry = models.OneToOneField(AuditEntry, models.PROTECT, primary_key=True, related_name="+")
    kind = models.CharField(max_length=20)
    witness = models.CharField(max_length=300)
    size = models.BigIntegerField()
    witness_size = models.BigIntegerField()
    at = models.DateTimeField()
