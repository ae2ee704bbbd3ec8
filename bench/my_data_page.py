""" "Dữ liệu của tôi" with 10,000 looks by others against one query: the newest 20 of them, from the log's index.

One process, one person, embedded PostgreSQL; both take turns, so the load of the machine strikes both. The looks are
spread over 40 units, every hundredth at a list of persons. Run: python -m bench.my_data_page [--looks 10000]
"""

import argparse
import statistics
from collections.abc import Callable
from datetime import timedelta

from bench.board_page import answer, database, queries, seconds

WARM_UP = 3
PAGES = 10
URL = "/du-lieu-cua-toi/"
UNITS = 40
PAGE_SIZE = 20


def fill(party_id: object, looks: int) -> None:
    """Looks by officers of many units. They wait for their place in the tree: the story is one open transaction."""
    from django.db import connection, transaction

    from dean06.kernel.audit import api as audit
    from dean06.kernel.base import clock
    from dean06.kernel.base.actor import Actor, Role
    from dean06.kernel.base.ids import new_id

    begin = clock.now() - timedelta(days=300)
    crowd = [new_id() for _ in range(25)]
    with transaction.atomic():
        for number in range(looks):
            unit = f"don-vi-{number % UNITS}"
            actor = Actor(
                user_id=new_id(),
                party_id=new_id(),
                name="x",
                role=Role.CLERK,
                unit_code=unit,
                unit_name=unit,
                post="Cán bộ",
            )
            with clock.at(begin + timedelta(minutes=number)):
                audit.record(
                    actor,
                    "parties.search_people",
                    object_type="parties.party",
                    object_id="x",
                    purpose="Giải quyết hồ sơ",
                    legal_basis="Nghị định 118/2025/NĐ-CP",
                    subjects=[party_id, *(crowd if number % 100 == 0 else ())],  # type: ignore[list-item]
                    fields=["full_name"],
                )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_auditentry, audit_auditsubject")


def ways(looks: int) -> dict[str, Callable[[], object]]:
    """The page and the one query, as calls."""
    from tests import seeded

    from dean06.kernel.audit.models import AuditSubject
    from dean06.kernel.base.actor import Role

    demo = next(story := seeded.played())
    _keep.append(story)
    party_id = demo.actor(Role.CITIZEN).party_id
    fill(party_id, looks)
    browser = demo.browser(Role.CITIZEN)
    rows = AuditSubject.objects.filter(party_id=party_id).select_related("entry").order_by("-at", "-entry_id")
    return {
        "one query": lambda: list(rows[:PAGE_SIZE]),
        "counting query": lambda: rows.count(),
        "the page": lambda: answer(browser, URL),
    }


_keep: list[object] = []  # the story is taken back when its generator goes


def measure(looks: int, rounds: int) -> None:
    pages = ways(looks)
    for page in pages.values():
        seconds(page, WARM_UP)
    taken = [{name: seconds(page, PAGES) for name, page in pages.items()} for _ in range(rounds)]
    for name, page in pages.items():
        median = statistics.median(one[name] for one in taken)
        ratio = statistics.median(one[name] / one["one query"] for one in taken)
        print(f"{name:16} {median * 1e3:8.2f} ms   {queries(page):3d} queries   {ratio:6.1f} x one query")


def end() -> None:
    """Take the story back while the database still runs."""
    for story in _keep:
        story.close()  # type: ignore[attr-defined]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--looks", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with database():
        measure(options.looks, options.rounds)
        end()


if __name__ == "__main__":
    main()
