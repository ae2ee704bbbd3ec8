"""What the log's tests share."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from dean06.kernel.audit import api, sequencer
from dean06.kernel.base.actor import Actor, Role

CLERK = Actor(
    user_id=uuid4(),
    party_id=uuid4(),
    name="Cán bộ thử",
    role=Role.CLERK,
    unit_code="phong-y-te",
    unit_name="Phòng Y tế",
    post="Chuyên viên",
    assurance_level=2,
    request_id="req-1",
)


@pytest.fixture(autouse=True)
def every_commit_sequences(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests look right after each act, also when acts come in bursts."""
    monkeypatch.setattr(sequencer, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(sequencer, "_pause", sequencer._Pause())


@pytest.fixture
def write() -> Callable[..., UUID]:
    """Record one act in its own transaction; persons make it a look with purpose and basis."""
    numbers = itertools.count()

    def act(*subjects: UUID) -> UUID:
        with transaction.atomic():
            return api.record(
                CLERK,
                "test.look",
                object_type="test.file",
                object_id=next(numbers),
                purpose="Giải quyết hồ sơ",
                legal_basis="Luật thử, Điều 1",
                subjects=subjects,
                fields=["full_name"],
            )

    return act


@contextmanager
def intruder() -> Iterator[Callable[..., None]]:
    """A database superuser who switches the triggers off: runs SQL the log's own rules would refuse."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield lambda sql, *values: cursor.execute(sql, values)
