"""A ledger posting (idempotency key, transfer, both balances, audit entry) against one bare INSERT, durable both.

By 1 and 8 processes. *hot*: every wallet pays into one fee account, so writers queue for its row; *spread*: each has
its own. A database of its own with fsync on, in a temporary directory.
Run: python -m bench.ledger_post [--acts 400] [--rounds 5]
"""

import argparse
from uuid import uuid4

from bench._processes import WRITERS, Ways, own_database, side_by_side

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


WAYS: Ways = {"bare": bare, "spread": spread, "hot": hot}


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
    with own_database():
        prepare()
        for writers in WRITERS:
            side_by_side(
                WAYS, writers=writers, acts=options.acts, rounds=options.rounds, warm_up=WARM_UP,
                beside="the bare insert",
            )  # fmt: skip
        check()


def check() -> None:
    from dean06.kernel.payments import api

    if findings := api.check_books():
        raise SystemExit(f"the books are wrong: {findings}")
    print("the books are right")


if __name__ == "__main__":
    main()
