"""An act with its audit entry against the same act alone, in one durable transaction, by 1 and 8 processes.

Three ways take turns: *bare* (the act alone), *audited* (the act, ``record`` and the sequencing after the commit) and
*chained* (what we did not build: the entry is chained to the one before inside the act, so writers queue for the head
of the chain). Two kinds of act: one INSERT and nothing else, and the same with 5 ms of other work after it, as a real
act has. A database of its own with fsync on, in a temporary directory.
Run: python -m bench.audit_append [--acts 800] [--rounds 7]
"""

import argparse
from collections.abc import Callable
from functools import partial
from importlib import import_module
from uuid import uuid4

from bench._processes import WRITERS, Ways, own_database, seconds, side_by_side
from django.db.backends.utils import CursorWrapper

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
    ways: Ways = {name: partial(_act, way, work) for name, way in WAYS.items()}
    for way in ways.values():
        seconds(way, writers, acts, WARM_UP)
    side_by_side(ways, writers=writers, acts=acts, rounds=rounds, warm_up=WARM_UP, beside="the bare act")


def _act(way: Callable[[float], None], work: float, _writer: int) -> None:
    way(work)


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
    with own_database():
        prepare()
        for work in WORK:
            print("one INSERT:" if not work else f"one INSERT and {work * 1000:.0f} ms of other work:")
            for writers in WRITERS:
                measure(work, writers, options.acts, options.rounds)
        check(options.rounds)


if __name__ == "__main__":
    main()
