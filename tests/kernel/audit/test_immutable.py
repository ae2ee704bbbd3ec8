"""The database refuses to change the log, whatever the program asks."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from dean06.kernel.audit import alarms, api, sequencer
from dean06.kernel.audit.models import AuditCosignature
from dean06.kernel.audit.types import AlarmKind
from dean06.kernel.base import clock

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = (
    "auditentry",
    "auditsubject",
    "auditpending",
    "auditleaf",
    "audittile",
    "auditcheckpoint",
    "auditcosignature",
    "auditalarm",
)


@pytest.fixture
def full_log(write: Callable[..., UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows in every table: placed, tiled and signed entries and one that waits."""
    for _ in range(257):
        write(uuid4())
    size = api.checkpoint().size
    AuditCosignature.objects.create(checkpoint_id=size, witness="w", line="l", signed_at=clock.now())
    alarms.raise_alarm(AlarmKind.AHEAD, witness="w", size=size, witness_size=size + 1)
    monkeypatch.setattr(sequencer, "MAX_ROUNDS", 0)
    write(uuid4())
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM audit_{table}")
            assert cursor.fetchone()[0], table


def refused(sql: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.usefixtures("full_log")
def test_no_row_can_be_changed_or_deleted() -> None:
    columns = {
        "auditentry": "body = body || ' '",
        "auditsubject": "salt = salt",
        "auditpending": "leaf_hash = leaf_hash",
        "auditleaf": "tree_index = tree_index + 1000",
        "audittile": "hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0)) || hashes",
        "auditcheckpoint": "note = ''",
        "auditcosignature": "line = ''",
        "auditalarm": "kind = 'settled'",
    }
    for table in TABLES:
        refused(f"UPDATE audit_{table} SET {columns[table]}")
        refused(f"DELETE FROM audit_{table}")


@pytest.mark.usefixtures("full_log")
def test_a_tile_may_not_shrink_or_move() -> None:
    refused("UPDATE audit_audittile SET hashes = substring(hashes FROM 1 FOR 32) WHERE level = 0")
    refused("UPDATE audit_audittile SET tile_index = 9, hashes = hashes || hashes WHERE level = 1")


@pytest.mark.usefixtures("full_log")
def test_no_table_can_be_truncated() -> None:
    """The suite switches this trigger off to clean up; here it is on, for one transaction."""
    for table in TABLES:
        refused(f"ALTER TABLE audit_{table} ENABLE TRIGGER audit_no_truncate; TRUNCATE audit_{table} CASCADE")


@pytest.mark.usefixtures("full_log")
def test_the_orm_is_refused_too(write: Callable[..., UUID]) -> None:
    from dean06.kernel.audit.models import AuditEntry, AuditLeaf

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.update(action="test.other")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditLeaf.objects.all().delete()


def test_hashes_have_their_size() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_audittile (level, tile_index, hashes) VALUES (0, 0, 'short')")
