"""The bank's twin as its customers and its neighbours see it: the page, the code it reads, the notices it sends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx2
import pytest
from tests.sandbox.bank_twin import ACCOUNT, BankTwin, running_bank

from dean06.kernel.base.money import Dong
from dean06.kernel.payments.vietqr import PaymentCode, encode
from dean06.sandbox.bank import vietqr
from dean06.sandbox.bank.accounts import Books, Entry
from dean06.sandbox.bank.statements import as_csv

CODE = encode(
    PaymentCode(bank="000600", account="0600000100", amount=Dong(50_000), reference="DT1", purpose="DT1234567AB")
)
# The published example whose checksum does not hold (it should end in C06F).
FALSE_CODE = CODE[:-4] + "CD60"


class Inbox:
    """What a receiver of notices got, and what it answers next."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.arrived = threading.Semaphore(0)

    def wait(self, count: int) -> None:
        for _ in range(count):
            assert self.arrived.acquire(timeout=20), f"only {len(self.got)} came"


@contextmanager
def receiver() -> Iterator[tuple[str, Inbox]]:
    inbox = Inbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            inbox.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(inbox.answers.pop(0) if inbox.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            inbox.arrived.release()

        def log_message(self, *_args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", inbox
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[BankTwin, Inbox]]:
    with receiver() as (url, inbox), running_bank("--notice-url", url) as twin:
        yield twin, inbox


@pytest.fixture
def bank(told: tuple[BankTwin, Inbox]) -> tuple[BankTwin, Inbox]:
    twin, inbox = told
    twin.admin("DELETE", "faults")
    inbox.got.clear()
    inbox.answers.clear()
    while inbox.arrived.acquire(blocking=False):
        pass
    return twin, inbox


def ids(inbox: Inbox) -> list[str]:
    return [headers["webhook-id"] for headers, _ in inbox.got]


def test_a_person_scans_a_code_and_pays(bank: tuple[BankTwin, Inbox]) -> None:
    twin, inbox = bank
    shown = httpx2.get(f"{twin.url}/", params={"qr": CODE}, trust_env=False)
    assert "hư cấu" in shown.text
    assert 'value="DT1234567AB"' in shown.text
    assert 'value="50000"' in shown.text
    form = {"account": ACCOUNT, "amount": "50.000", "content": "DT1234567AB", "person": "hoa"}
    paid = httpx2.post(f"{twin.url}/tra-tien", data=form, trust_env=False)
    assert "Đã chuyển 50.000 đ" in paid.text
    inbox.wait(1)
    assert b"DT1234567AB" in inbox.got[0][1]


@pytest.mark.parametrize("amount", ["", "0", "-5", "muoi", "9" * 20])
def test_no_money_is_made_up(bank: tuple[BankTwin, Inbox], amount: str) -> None:
    form = {"account": ACCOUNT, "amount": amount, "content": "x"}
    assert httpx2.post(f"{bank[0].url}/tra-tien", data=form, trust_env=False).status_code == 422


def test_a_damaged_code_is_not_read(bank: tuple[BankTwin, Inbox]) -> None:
    assert httpx2.get(f"{bank[0].url}/", params={"qr": FALSE_CODE}, trust_env=False).status_code == 422
    with pytest.raises(vietqr.NotReadable):
        vietqr.scan(FALSE_CODE)
    assert vietqr.scan(CODE) == vietqr.Scanned(account=ACCOUNT, amount=50_000, content="DT1234567AB")


def test_its_checksum_is_the_published_one() -> None:
    assert vietqr.checksum("123456789") == "29B1"


def test_a_notice_is_sent_until_it_is_taken(bank: tuple[BankTwin, Inbox]) -> None:
    twin, inbox = bank
    inbox.answers[:] = [503, 429]
    paid = twin.pay(1_000, notify=True)
    inbox.wait(3)
    assert ids(inbox) == [f"msg_{paid['reference']}"] * 3
    assert len({body for _, body in inbox.got}) == 1


def test_a_refused_notice_is_not_sent_again(bank: tuple[BankTwin, Inbox]) -> None:
    twin, inbox = bank
    inbox.answers[:] = [403]
    twin.pay(1_000, notify=True)
    inbox.wait(1)
    other = twin.pay(2_000, notify=True)
    inbox.wait(1)
    assert ids(inbox)[-1] == f"msg_{other['reference']}"


def test_it_can_misbehave_as_told(bank: tuple[BankTwin, Inbox]) -> None:
    twin, inbox = bank
    with twin.fault("silent"):
        twin.pay(1, notify=True)
    with twin.fault("double"):
        twice = twin.pay(2, notify=True)
        inbox.wait(2)
    assert ids(inbox) == [f"msg_{twice['reference']}"] * 2
    assert twin.admin("POST", "replay") == {"replayed": True}
    inbox.wait(1)
    assert inbox.got[2][1] == inbox.got[0][1]
    with twin.fault("held"):
        held = [twin.pay(amount, notify=True)["reference"] for amount in (3, 4)]
        assert twin.admin("POST", "release") == {"released": 2}
        inbox.wait(2)
    assert sorted(ids(inbox)[3:]) == sorted(f"msg_{one}" for one in held)


def test_switches_are_for_those_who_hold_the_token(bank: tuple[BankTwin, Inbox]) -> None:
    for path in ("faults", "entries"):
        assert httpx2.get(f"{bank[0].url}/admin/{path}", trust_env=False).status_code == 403


def test_books_survive_a_restart(tmp_path) -> None:
    books = Books(file=tmp_path / "entries.jsonl")
    came = books.credit(ACCOUNT, 10, "x")
    books.refund("k.1", {"account": ACCOUNT, "original_reference": came.reference, "amount": 4}, is_pending=False,
                 is_rejected=False)  # fmt: skip
    again = Books(file=tmp_path / "entries.jsonl")
    again.load()
    assert again.entries == books.entries
    assert again.refunds["k.1"].reference == books.refunds["k.1"].reference


def test_a_content_that_looks_like_a_formula_is_written_as_text() -> None:
    entry = Entry(account=ACCOUNT, side="credit", reference="FT1", amount=1, content="=1+1",
                  booked_at="2026-11-24T09:00:00+07:00")  # fmt: skip
    assert "'=1+1" in as_csv([entry])
