"""One reading at a time, told in words, signed, given out once."""

import base64
import json
import stat
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dean06.adapters.card_reader import desk, device_key
from dean06.adapters.card_reader.words import FAILURES, CardFailure

from .conftest import Agent


def test_a_reading_is_signed_by_the_device_and_given_once(paired: Agent) -> None:
    reading = paired.begin()
    paired.go_on.set()
    over = paired.end(reading)
    result = over["result"]
    assert json.loads(result["body"]) == {"order": {"purpose": "sign_in"}, "sod": "00"}
    assert result["device"] == paired.key.public
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(result["device"]))
    signature = base64.b64decode(result["signature"])
    public.verify(signature, result["body"].encode())
    with pytest.raises(InvalidSignature):
        public.verify(signature, result["body"].replace("sign_in", "age").encode())
    assert paired.call("GET", f"/v1/readings/{reading}")[0] == 404


def test_the_person_is_told_what_to_do_meanwhile(paired: Agent) -> None:
    reading = paired.begin()
    told = paired.call("GET", f"/v1/readings/{reading}")[1]
    assert told["state"] == "running"
    assert told["message"].startswith(("Giữ yên thẻ", "Đặt thẻ"))


def test_one_at_a_time(paired: Agent) -> None:
    paired.begin()
    status, body, _ = paired.call("POST", "/v1/readings", {})
    assert (status, body["code"]) == (409, "busy")


def test_cancelled_by_the_page(paired: Agent) -> None:
    reading = paired.begin()
    assert paired.call("DELETE", f"/v1/readings/{reading}")[0] == 204
    assert paired.end(reading)["state"] == "cancelled"
    paired.begin()


def test_only_by_its_id(paired: Agent) -> None:
    paired.begin()
    assert paired.call("DELETE", "/v1/readings/guess")[0] == 404
    assert paired.call("GET", "/v1/readings/guess")[0] == 404


@pytest.mark.parametrize("code", sorted(FAILURES))
def test_a_failure_says_what_to_do(paired: Agent, code: str) -> None:
    paired.error = CardFailure(code)
    paired.go_on.set()
    over = paired.end(paired.begin())
    assert (over["state"], over["code"], over["message"]) == ("failed", code, FAILURES[code])


def test_a_fault_of_ours_ends_the_reading_without_its_text(paired: Agent) -> None:
    paired.error = ValueError("số 000099000001")
    paired.go_on.set()
    over = paired.end(paired.begin())
    assert over["code"] == "failed"
    assert "000099000001" not in json.dumps(over)
    paired.error = None
    assert paired.end(paired.begin())["state"] == "done"


def test_a_result_nobody_collects_is_forgotten(agent: Agent) -> None:
    agent.go_on.set()
    reading = agent.desk.begin({})
    agent.desk._pool.shutdown()
    agent.time += desk.RESULT_SECONDS
    agent.desk.expire()
    assert agent.desk._current is None
    assert reading


def test_the_key_is_kept_and_private(tmp_path: Path) -> None:
    first, again = device_key.load(tmp_path), device_key.load(tmp_path)
    assert first.public == again.public
    file = tmp_path / device_key.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [device_key.FILE]


def test_a_damaged_key_is_not_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / device_key.FILE).write_bytes(b"short")
    with pytest.raises(ValueError, match="32 bytes"):
        device_key.load(tmp_path)
