"""Documents issued by the worker, each in three forms, against the raw signatures they hold.

An order of many birth certificates is worked off turn by turn in one process: drawn, signed as PDF, SD-JWT VC and mdoc,
sealed into the store, one durable transaction with its audit entry each. Beside it, taking turns, one RSA-2048 and
three P-256 signatures by the same library (PDF; credential, mobile document, printed code). Time of the process; the
database runs in processes of its own, so the wall's time is told too. A database of its own with fsync on.
Run: python -m bench.bulk_issue [--documents 60] [--rounds 3]
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from bench._processes import own_database

UNIT, KIND, RAW_P256 = "ubnd-xa-duc-tho", "giay_khai_sinh", 3
FACTS = {
    "full_name": "Nguyễn Thị Gạo", "born_on": "2026-11-01", "sex": "Nữ", "ethnic_group": "Kinh",
    "nationality": "Việt Nam", "birth_place": "Bệnh viện Đa khoa Đức Thọ", "mother_name": "Trần Thị Hoa",
}  # fmt: skip
HOUR = 3600


def prepare() -> None:
    """A commune with both keys, whose authority is the twin without a wire."""
    import tempfile
    from pathlib import Path

    import django
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from dean06.kernel.base import clock
    from dean06.kernel.base.actor import SYSTEM, Actor, Role
    from dean06.kernel.base.ids import new_id
    from dean06.kernel.documents import api
    from dean06.kernel.documents.types import Algorithm
    from dean06.kernel.parties import api as parties
    from dean06.sandbox.ca.authority import Authority, Period
    from dean06.sandbox.ca.keeping import Shelf

    parties.load_reference_data(SYSTEM)
    operator = Actor(user_id=new_id(), name="Đo tốc độ", role=Role.OPERATOR)
    authority = Authority(Shelf(Path(tempfile.mkdtemp()) / "ca"), "http://127.0.0.1:1")
    period = Period(begins=clock.now() - timedelta(days=1), ends=clock.now() + timedelta(days=30))
    for algorithm in Algorithm:
        key_id = api.make_key(operator, unit_code=UNIT, algorithm=algorithm)
        request = next(one.request for one in api.keys(operator) if one.id == key_id)
        own = authority.certify(x509.load_der_x509_csr(request), period)
        chain = (own, authority.issuing.certificate, authority.root.certificate)
        api.install_certificate(operator, key_id=key_id, chain=tuple(one.public_bytes(Encoding.DER) for one in chain))


def ordered(number: int, documents: int) -> str:
    """An order laid down, a holder for each."""
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.documents import api
    from dean06.kernel.documents.types import IssueOrder
    from dean06.kernel.parties import api as parties

    def holder(index: int) -> object:
        return parties.register_person(
            SYSTEM, personal_id=f"0000{number:03}{index:05}", full_name="Trần Thị Hoa", birth_on=None, sex="unknown",
            is_fictional=True,
        )  # fmt: skip

    orders = [
        IssueOrder(reference=f"{number}:{index}", holder_id=holder(index), number=f"{index + 1}", facts=FACTS)
        for index in range(documents)
    ]
    return str(api.issue_many(SYSTEM, reference=f"do:{number}", kind=KIND, unit_code=UNIT, orders=orders))


def worked_off(bulk_id: str) -> None:
    from dean06.kernel.documents.services import bulk

    for turn in range(1000):
        for lane in range(bulk.LANES):
            bulk.take_turn({"bulk": bulk_id, "lane": lane, "turn": turn})
        from dean06.kernel.documents.models import BulkIssue

        if BulkIssue.objects.get(pk=bulk_id).finished_at:
            return


def raw(documents: int) -> Callable[[], None]:
    from dean06.kernel.documents.keys.signer import Algorithm, SoftwareSigner, new_key

    paper, credential = (SoftwareSigner(new_key(one), ()) for one in (Algorithm.RSA_2048, Algorithm.P256))

    def sign() -> None:
        for _ in range(documents):
            paper.sign(b"x" * 100)
            for _ in range(RAW_P256):
                credential.sign(b"x" * 100)

    return sign


def measured(do: Callable[[], None]) -> tuple[float, float]:
    """Seconds of the process and of the wall."""
    cpu, wall = time.process_time(), time.perf_counter()
    do()
    return time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with own_database():
        prepare()
        sign, ours, bare, walls = raw(options.documents), [], [], []
        worked_off(ordered(0, 4))
        for number in range(1, options.rounds + 1):
            bulk_id = ordered(number, options.documents)
            cpu, wall = measured(lambda bulk_id=bulk_id: worked_off(bulk_id))
            ours.append(cpu)
            walls.append(wall)
            bare.append(measured(sign)[0])
        from dean06.kernel.documents.models import Document

        if Document.objects.count() != 4 + options.rounds * options.documents:
            raise SystemExit("some were lost or issued twice")
        ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
        an_hour = [HOUR * options.documents / statistics.median(times) for times in (ours, walls)]
        print(f"issuing against its raw signatures: {ratio:.0f} x the time of the process")
        print(f"documents an hour: {an_hour[0]:,.0f} by the core's time, {an_hour[1]:,.0f} by the wall's")


if __name__ == "__main__":
    main()
