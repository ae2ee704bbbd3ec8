"""What every judicial register behind the port owes, run against the twin over real sockets."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

import httpx2
import pytest
from tests.sandbox.judicial_twin import QUICK, JudicialTwin, judicial_twin, running_register, shared_register
from tests.sandbox.twin import ROOT, free_port

from dean06.adapters.judicial_register import RegisterClient, RegisterConfig, wire
from dean06.kernel.base import clock
from dean06.kernel.ports.judicial_register import (
    AnswerRefused,
    JudicialRegister,
    Order,
    Outcome,
    Penalty,
    Reason,
    RegisterFailed,
    Subject,
)

__all__ = ["judicial_twin", "shared_register"]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOA = Subject(personal_id="000151000201", full_name="Trần Thị Hoa", born="1951-04-12", sex="female")
MINH = Subject(personal_id="000098000202", full_name="Nguyễn Văn Minh", born="1998-09-18", sex="male")
HUONG = Subject(personal_id="000183000207", full_name="Đinh Thị Thu Hương", born="1983-03-08", sex="female")
TRANSCRIPT = json.loads((ROOT / "protocols/judicial_register/transcript.json").read_text(encoding="utf-8"))


def order(subject: Subject = HOA, number: int = 1) -> Order:
    return Order(
        id=f"order-{number:04d}",
        unit="cong-an-tinh",
        purpose="Cấp phiếu lý lịch tư pháp",
        subject=subject,
        ordered_at=NOW,
    )


@pytest.fixture
def register(judicial_twin: JudicialTwin) -> Iterator[JudicialRegister]:
    client = judicial_twin.client()
    yield client
    client.close()


def reason(call) -> Reason:
    with pytest.raises(RegisterFailed) as failed:
        call()
    return failed.value.reason


def why(call) -> str:
    with pytest.raises(AnswerRefused) as refused:
        call()
    return refused.value.why


def test_an_order_is_taken_in_once_and_answered(register: JudicialRegister) -> None:
    receipt = register.order(order())
    assert register.order(order()) == receipt
    answer = register.answer("order-0001")
    assert (answer.order_id, answer.personal_id, answer.outcome, answer.entries) == (
        "order-0001", HOA.personal_id, Outcome.NOTHING, (),
    )  # fmt: skip
    assert register.answer("order-0001").id == answer.id, "asked twice, answered once"


def test_the_same_id_for_another_search_is_refused(register: JudicialRegister) -> None:
    register.order(order())
    assert reason(lambda: register.order(order(MINH))) is Reason.OTHER_ORDER
    assert reason(lambda: register.answer("never-ordered")) is Reason.UNKNOWN_ORDER


def test_what_is_found_of_exactly_this_person(register: JudicialRegister) -> None:
    register.order(order(MINH))
    answer = register.answer("order-0001")
    assert answer.outcome is Outcome.FOUND
    (entry,) = answer.entries
    (conviction,) = entry.convictions
    assert (entry.subject.personal_id, conviction.article, conviction.penalty) == (
        MINH.personal_id, "173", Penalty.SUSPENDED,
    )  # fmt: skip
    assert conviction.main_served_on == date(2020, 11, 14)
    assert conviction.again_on is None


def test_somebody_alike_is_for_an_officer_to_judge(register: JudicialRegister) -> None:
    register.order(order(HUONG))
    answer = register.answer("order-0001")
    assert answer.outcome is Outcome.NEEDS_VERIFICATION
    assert [(one.subject.personal_id, one.subject.born) for one in answer.entries] == [("", "1983")]


def test_a_search_takes_its_time(register: JudicialRegister, judicial_twin: JudicialTwin) -> None:
    judicial_twin.delay(3600)
    receipt = register.order(order())
    assert receipt.answer_by > datetime.now(UTC) + timedelta(minutes=50)
    assert register.answer("order-0001") is None
    judicial_twin.delay(0)
    register.order(order(number=2))
    with judicial_twin.fault("never_ready"):
        assert register.answer("order-0002") is None


def test_a_lost_receipt_costs_nothing(register: JudicialRegister, judicial_twin: JudicialTwin) -> None:
    with judicial_twin.fault("lost_receipt"):
        assert reason(lambda: register.order(order())) is Reason.BUSY
    register.order(order())
    assert len(judicial_twin.admin("GET", "orders")) == 1


BENT = [("forged", "bad_signature"), ("malformed", "malformed")]


@pytest.mark.parametrize(("fault", "word"), BENT, ids=[row[0] for row in BENT])
def test_no_other_hand_signs_for_the_register(
    register: JudicialRegister, judicial_twin: JudicialTwin, fault: str, word: str
) -> None:
    register.order(order())
    with judicial_twin.fault(fault):
        assert why(lambda: register.answer("order-0001")) == word
        assert why(lambda: register.brought(judicial_twin.signed("order-0001"))) == word


def test_an_answer_to_another_order_is_none_to_this(register: JudicialRegister, judicial_twin: JudicialTwin) -> None:
    register.order(order())
    with judicial_twin.fault("wrong_order"):
        assert reason(lambda: register.answer("order-0001")) is Reason.OUT_OF_PROTOCOL
    with judicial_twin.fault("wrong_person"):
        assert register.answer("order-0001").personal_id == "000000000000", "whose it is, the caller holds against it"


def test_what_is_brought_is_new_and_signed(register: JudicialRegister, judicial_twin: JudicialTwin) -> None:
    register.order(order())
    raw = judicial_twin.signed("order-0001")
    assert register.brought(raw).order_id == "order-0001"
    with clock.at(datetime.now(UTC) + timedelta(hours=2)):
        assert why(lambda: register.brought(raw)) == "stale"
    with judicial_twin.fault("stale"):
        old = judicial_twin.signed("order-0001")
        assert register.answer("order-0001") is not None, "asked for, an answer has no age"
    assert why(lambda: register.brought(old)) == "stale"
    head, body, signature = raw.split(".")
    for bent in ("", "x", f"{head}.{body}.", f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{body[:-2]}.{signature}"):
        assert why(lambda bent=bent: register.brought(bent)) in {"unsigned", "bad_signature"}


FAULTS = [("down", Reason.BUSY), ("not_json", Reason.OUT_OF_PROTOCOL)]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=[row[0] for row in FAULTS])
def test_what_goes_wrong_there_has_a_name_here(judicial_twin: JudicialTwin, fault: str, expected: Reason) -> None:
    with judicial_twin.fault(fault):
        assert reason(lambda: judicial_twin.client().order(order())) is expected


def test_nobody_waits_for_a_slow_register_and_then_nobody_asks(judicial_twin: JudicialTwin) -> None:
    client = judicial_twin.client(limits=QUICK)
    with judicial_twin.fault("slow", seconds=5):
        assert [reason(lambda: client.order(order())) for _ in range(2)] == [Reason.TIMED_OUT] * 2
        assert reason(lambda: client.order(order())) is Reason.CIRCUIT_OPEN


def test_no_register_a_wrong_token_no_key(judicial_twin: JudicialTwin, tmp_path) -> None:
    nowhere = RegisterConfig(url=f"http://127.0.0.1:{free_port()}", token="x", key_file=tmp_path / "none")
    assert reason(lambda: RegisterClient(nowhere).order(order())) is Reason.UNREACHABLE
    assert reason(lambda: RegisterClient(nowhere).brought("a.b.c")) is Reason.NOT_AUTHORISED
    assert reason(lambda: judicial_twin.client(token="sai").order(order())) is Reason.NOT_AUTHORISED


def test_the_books_outlive_the_process(tmp_path) -> None:
    with running_register(tmp_path) as twin:
        twin.client().order(order(MINH))
        before = twin.client().answer("order-0001")
    with running_register(tmp_path) as twin:
        assert replace(twin.client().answer("order-0001"), raw="", at=NOW) == replace(before, raw="", at=NOW)


def test_an_answer_is_brought_until_it_is_taken(tmp_path) -> None:
    came: Queue[str] = Queue()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(503 if came.qsize() == 1 else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        where = f"http://127.0.0.1:{server.server_address[1]}/"
        with running_register(tmp_path, "--bring-to", where) as twin:
            twin.client().order(order())
            first, again = came.get(timeout=10), came.get(timeout=10)
            assert twin.client().brought(again).id == twin.client().brought(first).id
        server.shutdown()


def test_both_sides_read_the_transcript(register: JudicialRegister, judicial_twin: JudicialTwin) -> None:
    told = TRANSCRIPT["order"]
    subject = told["subject"]
    written = wire.order(
        Order(
            id=told["orderId"],
            unit=told["unit"],
            purpose=told["purpose"],
            ordered_at=datetime.fromisoformat(told["orderedAt"]),
            subject=Subject(
                personal_id=subject["personalId"],
                full_name=subject["fullName"],
                born=subject["born"],
                sex=subject["sex"],
                residence=subject["residence"],
            ),
        )
    )
    assert written == told
    headers = {"Authorization": "Bearer what the register knows us by"}
    assert httpx2.post(f"{judicial_twin.url}/orders", json=told, headers=headers, trust_env=False).status_code == 202
