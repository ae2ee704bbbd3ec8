"""Checking a document in public against a bare Django page with one query: the printed code, and the signed file.

Both applications answer in this process, one question after the other, taking turns; each round's p95 is held against
the bare page's of that round. Every question comes from another address, because there is a limit for each. The signed
file carries a signature alone, no time stamp and no revocation data (PAdES B-B), as documents are issued.
Run: python -m bench.verification_page [--questions 60] [--rounds 5]
"""

import argparse
import io
import ipaddress
import itertools
import statistics
import time
from collections.abc import Callable

from bench import _load, _site

CASES = 2000  # in the tables beside the document
FACTS = {
    "full_name": "Nguyễn Thị Thử",
    "born_on": "2026-06-01",
    "sex": "Nữ",
    "ethnic_group": "Kinh",
    "nationality": "Việt Nam",
    "birth_place": "Bệnh viện Đa khoa Đức Thọ",
    "mother_name": "Trần Thị Hoa",
}
UNIT = "ubnd-xa-duc-tho"
EDGE = "----bench"
ADDRESSES = itertools.count(int(ipaddress.IPv4Address("10.0.0.1")))
Question = Callable[[], dict[str, object]]


def issued() -> tuple[str, bytes]:
    """The address a camera opens, and the signed file, of one fictional birth certificate."""
    from dean06.config import seeding, static_files
    from dean06.kernel.base import metrics
    from dean06.kernel.base.actor import SYSTEM, Actor, Role
    from dean06.kernel.base.ids import new_id
    from dean06.kernel.documents import api as documents
    from dean06.kernel.documents.types import Form

    static_files.ensure()
    metrics.start_fresh()
    people = seeding.people()
    seeding.demo_keys()
    document_id = documents.issue_document(
        SYSTEM,
        reference="bench",
        kind="giay_khai_sinh",
        holder_id=people["hoa"],
        unit_code=UNIT,
        number="1/2026",
        facts=FACTS,
    )
    holder = Actor(user_id=new_id(), party_id=people["hoa"], name="Trần Thị Hoa", role=Role.CITIZEN, assurance_level=2)
    info = documents.own_document(holder, document_id=document_id)
    return info.code.rpartition("/")[2], documents.own_document_file(
        holder, document_id=document_id, form=Form.PDF
    ).data


def asked(path: str, body: bytes = b"") -> Question:
    """A request as the web server hands it over, each time from somebody else."""
    token = "a" * 32

    def make() -> dict[str, object]:
        found: dict[str, object] = {
            "REQUEST_METHOD": "POST" if body else "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "REMOTE_ADDR": str(ipaddress.IPv4Address(next(ADDRESSES))),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
        }
        if body:
            found |= {
                "HTTP_COOKIE": f"csrftoken={token}",
                "CONTENT_TYPE": f"multipart/form-data; boundary={EDGE}",
                "CONTENT_LENGTH": str(len(body)),
            }
        return found

    return make


def form(file: bytes) -> bytes:
    """The page's form with the file in it."""
    token = f'--{EDGE}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{"a" * 32}\r\n'
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="giay.pdf"\r\n'
    return (
        token.encode()
        + head.encode()
        + b"Content-Type: application/pdf\r\n\r\n"
        + file
        + f"\r\n--{EDGE}--\r\n".encode()
    )


def seconds(application: Callable[..., object], question: Question, wanted: str) -> float:
    """Of one answer read to its end; SystemExit for another status."""
    environ, told = question(), []
    begun = time.perf_counter()
    answer = application(environ, lambda *head: told.append(head[0]))
    b"".join(answer)
    taken = time.perf_counter() - begun
    answer.close()
    if not told[0].startswith(wanted):
        raise SystemExit(f"{environ['PATH_INFO']} answered {told[0]}")
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with _site.filled(CASES):
        code, file = issued()
        from bench._bare import BARE, application

        ways = {"bare": asked(BARE), "code": asked(f"/QR/{code}"), "file": asked("/kiem-tra-giay-to/", form(file))}
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(options.rounds + 1):
            for name, question in ways.items():
                found = [seconds(application, question, "200") for _ in range(options.questions)]
                if number:  # the first round warms up
                    taken[name].append(_load.p95(found))
        for name, p95s in taken.items():
            ratio = statistics.median(one / least for one, least in zip(p95s, taken["bare"], strict=True))
            print(f"{name:5} p95 {statistics.median(p95s) * 1e3:7.1f} ms   {ratio:6.1f} x bare")


if __name__ == "__main__":
    main()
