"""A ledger posting (idempotency key, transfer, both balances, audit entry) against one bare INSERT, durable both.

By 1 and 8 processes. *hot*: every wallet pays into one fee account, so writers queue for its row; *spread*: each has
its own. A database of its own with fsync on, in a temporary directory.
Run: python -m bench.ledger_post [--acts 400] [--rounds 5]
"""

import argparse
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from uuid import uuid4

from dean06.config.postgres import EmbeddedServer

WRITERS = (1, 8)
WARM_UP = 5
PLENTY = 10**12
BODY = "x" * 200


def bare(_writer: int) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_act (id, body) VALUES (%s, %s)", [uuid4(), BODY])


def hot(writer: int) -> None:
    _pay(writer, "phi")


def spread(writer: int) -> None:
    _pay(writer, f"phi.{writer}")


def _pay(writer: int, fees: str) -> None:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.base.money import Dong
    from dean06.kernel.payments import api

    draft = api.direct(f"vi.{writer}", fees, Dong(1_000))
    api.post(SYSTEM, key=str(uuid4()), drafts=[draft], reason="Đo tốc độ")


WAYS: dict[str, Callable[[int], None]] = {"bare": bare, "spread": spread, "hot": hot}


def write(way: Callable[[int], None], writer: int, acts: int, start: Barrier) -> None:
    for _ in range(WARM_UP):
        way(writer)
    start.wait()
    for _ in range(acts):
        way(writer)


def seconds(way: Callable[[int], None], writers: int, acts: int) -> float:
    """Time from the common start until the last process did its share."""
    context = multiprocessing.get_context("fork")
    start = context.Barrier(writers + 1)
    shares = [(way, writer, acts // writers, start) for writer in range(writers)]
    processes = [context.Process(target=write, args=share) for share in shares]
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
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.base.money import Dong
    from dean06.kernel.payments import api

    for app in ("audit", "payments"):
        call_command("migrate", app, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_act (id uuid PRIMARY KEY, body text NOT NULL)")
    for code in ("ngan-hang", "phi", *(f"{kind}.{writer}" for kind in ("vi", "phi") for writer in range(max(WRITERS)))):
        api.open_account(SYSTEM, code=code, title=code)
    filled = [api.direct("ngan-hang", f"vi.{writer}", Dong(PLENTY)) for writer in range(max(WRITERS))]
    api.post(SYSTEM, key="fill", drafts=filled, reason="Đo tốc độ")
    connections.close_all()  # the processes forked later make their own


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dean06-bench-") as directory:
        Path(directory).chmod(0o755)
        server = EmbeddedServer(Path(directory) / "pg")
        with server.running():
            os.environ["DEAN06_DATABASE_URL"] = server.url()
            os.environ["DEAN06_STATE"] = str(Path(directory) / "state")
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings")
            prepare()
            for writers in WRITERS:
                measure(writers, options.acts, options.rounds)
            check()


def measure(writers: int, acts: int, rounds: int) -> None:
    taken = [{name: seconds(way, writers, acts) for name, way in WAYS.items()} for _ in range(rounds)]
    for name in WAYS:
        per_second = acts / statistics.median(one[name] for one in taken)
        ratio = statistics.median(one[name] / one["bare"] for one in taken)
        print(f"{writers} writer(s)  {name:7} {per_second:8.0f} /s   {ratio:5.2f} x the bare insert")


def check() -> None:
    from dean06.kernel.payments import api

    if findings := api.check_books():
        raise SystemExit(f"the books are wrong: {findings}")
    print("the books are right")


if __name__ == "__main__":
    main()
