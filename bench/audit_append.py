"""An act with its audit entry against the same act alone, in one durable transaction, by 1 and 8 processes.

Three ways take turns: *bare* (the act alone), *audited* (the act, ``record`` and the sequencing after the commit) and
*chained* (what we did not build: the entry is chained to the one before inside the act, so writers queue for the head
of the chain). Two kinds of act: one INSERT and nothing else, and the same with 5 ms of other work after it, as a real
act has. A database of its own with fsync on, in a temporary directory.
Run: python -m bench.audit_append [--acts 800] [--rounds 7]
"""

import argparse
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from multiprocessing.synchronize import Barrier
from pathlib import Path
from uuid import uuid4

from django.db.backends.utils import CursorWrapper

from dean06.config.postgres import EmbeddedServer

WRITERS = (1, 8)
ACT = "INSERT INTO bench_act (id, body) VALUES (%s, %s)"
BODY = "x" * 600  # as large as a usual audit entry
CHAIN_LOCK = 1
WARM_UP = 10
WORK = (0, 0.005)


def bare(work: float) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ACT, [uuid4(), BODY])
        rest_of_the_act(cursor, work)


def audited(work: float) -> None:
    from django.db import connection, transaction

    from dean06.kernel.audit import api
    from dean06.kernel.base.actor import SYSTEM

    with transaction.atomic(), connection.cursor() as cursor:
        act = uuid4()
        cursor.execute(ACT, [act, BODY])
        api.record(
            SYSTEM,
            "bench.act",
            object_type="bench.act",
            object_id=act,
            purpose="Đo tốc độ ghi nhật ký",
            legal_basis="Không có người thật",
            subjects=[uuid4()],
            fields=["full_name", "birth_on"],
        )
        rest_of_the_act(cursor, work)


def chained(work: float) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ACT, [uuid4(), BODY])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
        cursor.execute(
            "INSERT INTO bench_chain (hash) SELECT sha256(hash || convert_to(%s, 'UTF8')) "
            "FROM bench_chain ORDER BY id DESC LIMIT 1",
            [BODY],
        )
        rest_of_the_act(cursor, work)


def rest_of_the_act(cursor: CursorWrapper, work: float) -> None:
    if work:
        cursor.execute("SELECT pg_sleep(%s)", [work])


WAYS: dict[str, Callable[[float], None]] = {"bare": bare, "audited": audited, "chained": chained}


def write(way: Callable[[float], None], work: float, acts: int, start: Barrier) -> None:
    for _ in range(WARM_UP):
        way(work)
    start.wait()
    for _ in range(acts):
        way(work)


def seconds(way: Callable[[float], None], work: float, writers: int, acts: int) -> float:
    """Time from the common start until the last of ``writers`` processes did its share of ``acts``."""
    context = multiprocessing.get_context("fork")
    start = context.Barrier(writers + 1)
    processes = [context.Process(target=write, args=(way, work, acts // writers, start)) for _ in range(writers)]
    for process in processes:
        process.start()
    start.wait()
    began = time.perf_counter()
    for process in processes:
        process.join()
        if process.exitcode:
            raise SystemExit(f"a writer failed with {process.exitcode}")
    return time.perf_counter() - began


def prepare() -> None:
    import django
    from django.core.management import call_command
    from django.db import connection, connections

    django.setup()
    import_module("dean06.kernel.audit.api")  # here, not in the measured processes
    call_command("migrate", "audit", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_act (id uuid PRIMARY KEY, body text NOT NULL)")
        cursor.execute("CREATE TABLE bench_chain (id bigserial PRIMARY KEY, hash bytea NOT NULL)")
        cursor.execute("INSERT INTO bench_chain (hash) VALUES (sha256(''))")
    connections.close_all()  # the processes forked later make their own


def measure(work: float, writers: int, acts: int, rounds: int) -> None:
    for way in WAYS.values():
        seconds(way, work, writers, acts)
    taken = [{name: seconds(way, work, writers, acts) for name, way in WAYS.items()} for _ in range(rounds)]
    for name in WAYS:
        per_second = acts / statistics.median(one[name] for one in taken)
        ratio = statistics.median(one[name] / one["bare"] for one in taken)
        print(f"{writers} writer(s)  {name:8} {per_second:8.0f} acts/s   {ratio:5.2f} x the bare act")


def check(rounds: int) -> None:
    from django.db import connection

    from dean06.kernel.audit import api

    left = api.sequence_pending()
    result = api.verify()
    if not result.is_intact:
        raise SystemExit(f"the log is damaged: {result.findings[:3]}")
    print(f"{rounds} rounds; {left} entries were waiting at the end; {result.size} entries verified")
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=800)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dean06-bench-") as directory:
        Path(directory).chmod(0o755)
        server = EmbeddedServer(Path(directory) / "pg")
        with server.running():
            os.environ["DEAN06_DATABASE_URL"] = server.url()
            os.environ["DEAN06_STATE"] = str(Path(directory) / "state")
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings")
            prepare()
            for work in WORK:
                print("one INSERT:" if not work else f"one INSERT and {work * 1000:.0f} ms of other work:")
                for writers in WRITERS:
                    measure(work, writers, options.acts, options.rounds)
            check(options.rounds)


if __name__ == "__main__":
    main()
