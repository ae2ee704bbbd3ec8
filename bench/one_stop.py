"""The one-stop desk with 500,000 cases and 50 people at once, against a bare Django page with one query.

Officers of five offices open their work queue (20,000 open cases lie there) and look cases up by a name without
diacritics; citizens hand in a form with its file (a birth, three papers' worth of checks, the register asked). All of
it over sockets from the same web server (2 processes of 2 threads, as deployed) that serves the bare page, taking turns
with it: each round's p95 is held against the bare page's of that round. Pages are asked for compressed.
Run: python -m bench.one_stop [--cases 500000] [--users 50] [--seconds 8] [--rounds 5]
"""

import argparse
import itertools
import os
import statistics
from collections.abc import Callable, Iterator
from io import BytesIO
from urllib.parse import urlencode

from bench import _load, _site
from bench._people import CSRF, Browser, citizens, officers

DESK = "/lam-viec/ho-so/"
BIRTH = {
    "applicant_name": "Người Thử",
    "applicant_id": "000700000000",
    "applicant_address": "Thôn 1, xã Đức Thọ",
    "applicant_phone": "0912345678",
    "relation": "me",
    "child_name": "Nguyễn Thị Bé",
    "child_born_on": "2026-06-01",
    "child_sex": "nu",
    "child_ethnic_group": "Kinh",
    "child_nationality": "Việt Nam",
    "birth_place": "Bệnh viện Đa khoa Đức Thọ",
    "origin": "Xã Đức Thọ",
    "mother_name": "Trần Thị Hoa",
    "mother_id": "000700000000",
    "mother_born_year": "1996",
    "mother_ethnic_group": "Kinh",
    "mother_nationality": "Việt Nam",
    "mother_address": "Thôn 1, xã Đức Thọ",
    "has_father": "false",
}
Users = Callable[[], list[Iterator[bytes]]]


def queue(people: list[Browser]) -> Users:
    """Everybody opens the queue again and again."""
    return lambda: [itertools.repeat(_load.get(DESK, one.cookies)) for one in people]


def search(people: list[Browser]) -> Users:
    """Everybody looks for a name typed without diacritics."""
    body = urlencode({"csrfmiddlewaretoken": CSRF, "tim": "nguyen thi hoa"})
    return lambda: [itertools.repeat(_load.post(f"{DESK}tim/", one.cookies, body)) for one in people]


def bare(count: int) -> Users:
    """As many people at the bare page."""
    from bench._bare import BARE

    return lambda: [itertools.repeat(_load.get(BARE)) for _ in range(count)]


def submit(people: list[Browser], each: int) -> Users:
    """Everybody hands in the forms prepared for her, one after the other, each time others."""
    return lambda: [iter(_forms(one, number, each)) for number, one in enumerate(people)]


def _forms(one: Browser, number: int, count: int) -> list[bytes]:
    from bench._many_cases import UNITS
    from tests import papers

    from dean06.kernel.base.actor import Actor, Role
    from dean06.kernel.base.ids import new_id
    from dean06.kernel.cases import api as cases

    actor = Actor(
        user_id=new_id(), party_id=one.party_id, name=f"Người Thử {number}", role=Role.CITIZEN, assurance_level=2
    )
    made, unit = [], f"trung-tam-phuc-vu-hcc-{UNITS[number % len(UNITS)]}"
    for _ in range(count):
        draft = cases.save_draft(actor, procedure="khai_sinh", unit_code=unit, answers=BIRTH)
        file = BytesIO(papers.pdf(os.urandom(1000).hex()))  # each its own: a file is kept once
        cases.attach_paper(actor, draft_id=draft, code="giay_chung_sinh", stream=file, file_name="chung-sinh.pdf")
        revision = cases.open_draft(actor, draft_id=draft).revision
        body = urlencode({"csrfmiddlewaretoken": CSRF, "revision": revision})
        made.append(_load.post(f"/to-khai/{draft}/nop/", one.cookies, body))
    return made


def measure(port: int, options: argparse.Namespace) -> None:
    clerks, people = officers(options.users), citizens(options.users)
    ways: dict[str, tuple[Users, int]] = {
        "bare": (bare(options.users), 200),
        "queue": (queue(clerks), 200),
        "search": (search(clerks), 200),
        "submit": (submit(people, options.forms), 302),
    }
    ways = {name: way for name, way in ways.items() if name in ("bare", *options.only)}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    asked = dict.fromkeys(ways, 0)
    for number in range(options.rounds + 1):
        for name, (users, wanted) in ways.items():
            found = _load.drive(port, users(), wanted=wanted, seconds=options.seconds)
            if number:  # the first round warms up
                taken[name].append(_load.p95(found))
                asked[name] += len(found)
    for name, p95s in taken.items():
        ratio = statistics.median(one / least for one, least in zip(p95s, taken["bare"], strict=True))
        print(f"{name:8} p95 {statistics.median(p95s) * 1e3:7.0f} ms   {asked[name]:6} answers   {ratio:6.1f} x bare")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=500_000)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--forms", type=int, default=6, help="handed in by each person in a round")
    parser.add_argument("--only", nargs="*", default=["queue", "search", "submit"])
    options = parser.parse_args()
    with _site.filled(options.cases), _site.web() as port:
        measure(port, options)


if __name__ == "__main__":
    main()
