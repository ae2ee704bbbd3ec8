"""Has the witness sign the newest checkpoint, and raises the alarm when it remembers another history.

The witness is asked outside any transaction, by one process at a time: a checkpoint that arrives after a newer one
looks like a log that lost entries (docs/adr/0014-complete-lists.md).
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import structlog
from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from dean06.kernel.audit import alarms, checkpoints, keys, note, sequencer, tree
from dean06.kernel.audit.models import AuditCosignature
from dean06.kernel.audit.tiles import StoredNodes
from dean06.kernel.audit.types import AlarmKind, SignedCheckpoint
from dean06.kernel.base import clock
from dean06.kernel.base.wiring import resolve
from dean06.kernel.ports.witness import Reason, Witness, WitnessElsewhere, WitnessFailed

LOCK = (sequencer.LOCK[0], 2)  # PostgreSQL advisory lock of whoever asks the witness
PATIENCE_S = 3.0  # with somebody else's question; a person may be waiting for a bundle
MAX_CLOCK_DIFFERENCE = timedelta(minutes=5)
MAX_ROUNDS = 3  # it says at most once where it is, and once more when it was asked by hand in between

log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What became of asking."""

    UNWITNESSED = "unwitnessed"  # no witness is appointed
    UP_TO_DATE = "up_to_date"
    COSIGNED = "cosigned"
    ELSEWHERE = "somebody_else_asks"
    NO_ANSWER = "no_answer"  # nothing came, or nothing that can be believed; the next minute tries again
    ALARM = "alarm"


class _Contradicted(Exception):
    """The witness remembers another history than the log of ``size`` entries."""

    def __init__(self, kind: AlarmKind, size: int, witness_size: int) -> None:
        super().__init__(f"{kind}: {size} against {witness_size}")
        self.kind, self.size, self.witness_size = kind, size, witness_size


def cosign_latest(*, deadline: float = math.inf) -> Outcome:
    """Have the newest checkpoint signed by the appointed witness, if it is not yet. Not inside a transaction.

    ``deadline``: reading of the monotonic clock after which nobody is asked or waited for any more. Nothing is sent
    while an alarm is open: what a witness says after a contradiction must not cover it.
    """
    if not settings.WITNESS["url"]:
        return Outcome.UNWITNESSED
    try:
        key = keys.witness()
    except keys.WitnessKeyUnusable as error:
        return _no_answer("key_unusable", str(error))
    assert key is not None  # noqa: S101 - there is one wherever there is an address
    with transaction.atomic(durable=True):  # refuses a caller's transaction
        last = checkpoints.latest()
        if last is None or _has_signed(key, last):
            return Outcome.UP_TO_DATE
        if alarms.open_alarm():
            return Outcome.ALARM
    with _alone(deadline) as is_alone:
        return _have_signed(key, deadline) if is_alone else Outcome.ELSEWHERE


@contextmanager
def _alone(deadline: float) -> Iterator[bool]:
    """False when another process is asking. A lock of the session: held over the network, let go with the process."""
    patience = min(PATIENCE_S, deadline - time.monotonic())
    is_alone = patience > 0 and _lock(patience)
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", LOCK)


def _lock(patience: float) -> bool:
    milliseconds = max(1, int(patience * 1000))  # 0 would mean for ever
    try:
        with transaction.atomic(), connection.cursor() as cursor:  # for SET LOCAL; the lock outlives the transaction
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{milliseconds}ms"])
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", LOCK)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return False
        raise
    return True


def _have_signed(key: note.Verifier, deadline: float) -> Outcome:
    if alarms.open_alarm():  # raised by whoever asked while we waited for the lock
        return Outcome.ALARM
    try:
        return _ask(key, deadline)
    except _Contradicted as found:
        return _alarm(key, found)
    except WitnessFailed as failed:
        return _no_answer(str(failed.reason), str(failed))
    except note.NoteError as error:
        return _no_answer("unbelievable", str(error))


def _ask(key: note.Verifier, deadline: float) -> Outcome:
    """Ask from where the witness was, and again from where it says it is."""
    old = _signed_size(key)
    for _ in range(MAX_ROUNDS):
        last = checkpoints.latest()  # each time anew: what is newer than this, the log does not have
        if last is None or _has_signed(key, last):
            return Outcome.UP_TO_DATE
        if old > last.size:
            raise _Contradicted(AlarmKind.AHEAD, last.size, old)
        proof = _proof(old, last.size)
        within = deadline - time.monotonic()
        try:
            return _keep(key, last, resolve(Witness).cosign(last.note, old=old, proof=proof, within=within))
        except WitnessElsewhere as elsewhere:
            if elsewhere.size == old == last.size:
                raise _Contradicted(AlarmKind.OTHER_ROOT, last.size, old) from elsewhere
            if elsewhere.size < old:
                log.warning("audit.witness_forgot", signed=old, remembers=elsewhere.size)
            old = elsewhere.size
        except WitnessFailed as failed:
            if failed.reason is Reason.PROOF_REFUSED:
                raise _Contradicted(AlarmKind.OTHER_ROOT, last.size, old) from failed
            raise
    return _no_answer("never_where_it_says", f"last at {old}")


def _alarm(key: note.Verifier, found: _Contradicted) -> Outcome:
    log.error("audit.fork", kind=str(found.kind), size=found.size, witness_size=found.witness_size)
    alarms.raise_alarm(found.kind, witness=str(key), size=found.size, witness_size=found.witness_size)
    return Outcome.ALARM


def _no_answer(outcome: str, why: str) -> Outcome:
    log.warning("audit.witness", outcome=outcome, why=why)
    return Outcome.NO_ANSWER


def _proof(old: int, new: int) -> list[bytes]:
    return tree.consistency_path(StoredNodes(), old, new) if old else []


def _keep(key: note.Verifier, last: SignedCheckpoint, lines: tuple[str, ...]) -> Outcome:
    line, seconds = note.cosignature(last.note, lines, key)
    if abs(seconds - clock.now().timestamp()) > MAX_CLOCK_DIFFERENCE.total_seconds():
        raise note.NoteError("the witness's clock and ours are more than five minutes apart")
    signed_at = datetime.fromtimestamp(seconds, UTC)
    kept = {"line": line, "signed_at": signed_at}
    AuditCosignature.objects.get_or_create(checkpoint_id=last.size, witness=str(key), defaults=kept)
    log.info("audit.witness", outcome=str(Outcome.COSIGNED), size=last.size)
    return Outcome.COSIGNED


def _has_signed(key: note.Verifier, last: SignedCheckpoint) -> bool:
    return any(one.witness == str(key) for one in last.cosignatures)


def _signed_size(key: note.Verifier) -> int:
    """Size of the largest checkpoint that this witness signed for us."""
    rows = AuditCosignature.objects.filter(witness=str(key)).order_by("-checkpoint_id")
    return rows.values_list("checkpoint_id", flat=True).first() or 0
