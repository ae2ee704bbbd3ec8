"""A proof from the audit log against one indexed query, in a log of a million entries.

Both take turns for random persons: *query* finds the person's newest look by the index of the table; *entry* makes the
inclusion proof of that look; *list* makes the proof of the person's whole list (place in the map of persons). The log
is written by COPY with small bodies, then indexed and signed by the log's own checkpoint, in a database of its own in a
temporary directory. Run: python -m bench.audit_proof [--entries 1000000] [--persons 50000] [--rounds 300]
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from dean06.config.postgres import EmbeddedServer

AT = datetime(2023, 12, 1, tzinfo=UTC)
SALT = bytes(16)


def fill(entries: int, persons: int) -> None:
    """Rows of placed entries about one person each; only hashes and numbers matter for the proofs."""
    from django.db import connection, transaction

    from dean06.kernel.audit import entry, tiles

    tables = {
        "audit_auditentry (id, at, action, object_type, object_id, unit_code, subject_count, body)": lambda n: (
            *(UUID(int=n), AT, "bench.look", "bench.file", str(n), "", 1, body(n)),
        ),
        "audit_auditsubject (entry_id, position, party_id, at, salt)": lambda n: (
            *(UUID(int=n), 0, UUID(int=n % persons), AT, SALT),
        ),
        "audit_auditleaf (tree_index, entry_id, leaf_hash)": lambda n: (n, UUID(int=n), entry.leaf_of(body(n))),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for table, row in tables.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for number in range(entries):
                    copy.write_row(row(number))
        tiles.grow(entries)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def body(number: int) -> str:
    return f'{{"number":{number}}}'


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(persons: int, rounds: int) -> None:
    from dean06.kernel.audit import api, checkpoints, person_index, person_map, tiles
    from dean06.kernel.audit.models import AuditSubject

    signed = api.latest_checkpoint()
    if signed is None or signed.index is None:
        raise SystemExit("the log was not signed")
    taken: dict[str, list[float]] = {"query": [], "entry": [], "list": []}
    chance = random.Random(1)
    for _ in range(rounds):
        person = UUID(int=chance.randrange(persons))
        look = AuditSubject.objects.filter(party_id=person).select_related("entry__leaf").order_by("-at", "-entry_id")
        row = look[0]
        index = row.entry.leaf.tree_index
        taken["query"].append(seconds(lambda look=look: look[0]))
        taken["entry"].append(
            seconds(
                lambda row=row, index=index: checkpoints.prove(
                    tiles.StoredNodes(), row.entry_id, row.entry.body, index, signed
                )
            )
        )
        taken["list"].append(seconds(lambda person=person: person_index.find(person)))
        proven = person_map.verify(person_map.key_of(person), person_index.find(person), signed.index)
        if proven.count == 0:
            raise SystemExit("a person of the log is not in the map")
    query = statistics.median(taken["query"])
    for name, values in taken.items():
        print(f"{name:6} {statistics.median(values) * 1000:7.2f} ms   {statistics.median(values) / query:5.2f} x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--persons", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dean06-bench-") as directory:
        Path(directory).chmod(0o755)
        server = EmbeddedServer(Path(directory) / "pg")
        with server.running():
            os.environ["DEAN06_DATABASE_URL"] = server.url()
            os.environ["DEAN06_STATE"] = str(Path(directory) / "state")
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings")
            run(options)


def run(options: argparse.Namespace) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from dean06.kernel.audit import api

    call_command("migrate", "audit", verbosity=0)
    filled = seconds(lambda: fill(options.entries, options.persons))
    signed = seconds(api.checkpoint)
    print(f"{options.entries} entries, {options.persons} persons: {filled:.0f} s to write, {signed:.0f} s to index")
    measure(options.persons, options.rounds)
    connection.close()


if __name__ == "__main__":
    main()
