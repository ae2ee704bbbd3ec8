"""What every social insurance behind the port owes, run against the twin over real sockets."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from joserfc import jws
from joserfc.jwk import ECKey
from tests.sandbox.insurance_twin import QUICK, InsuranceTwin, insurance_twin, shared_insurance
from tests.sandbox.twin import ROOT, free_port

from dean06.adapters.social_insurance import InsuranceClient, InsuranceConfig, wire
from dean06.kernel.base import clock
from dean06.kernel.ports.social_insurance import (
    InsuranceFailed,
    Reason,
    RecordRefused,
    RecordRequest,
    SocialInsurance,
)

__all__ = ["insurance_twin", "shared_insurance"]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HEADER = {"alg": "ES256", "typ": "insurance-record+jwt"}
HUNG, KHANH = "000070000209", "000206000205"
TRANSCRIPT = json.loads((ROOT / "protocols/social_insurance/transcript.json").read_text(encoding="utf-8"))


def asked(personal_id: str = HUNG, number: int = 1) -> RecordRequest:
    return RecordRequest(
        id=f"request-{number:04d}", consent="consent-1", purpose="Sổ lao động", personal_id=personal_id, asked_at=NOW
    )


@pytest.fixture
def insurance(insurance_twin: InsuranceTwin) -> Iterator[SocialInsurance]:
    client = insurance_twin.client()
    yield client
    client.close()


def reason(call: Callable[[], object]) -> Reason:
    with pytest.raises(InsuranceFailed) as failed:
        call()
    return failed.value.reason


def why(call: Callable[[], object]) -> str:
    with pytest.raises(RecordRefused) as refused:
        call()
    return refused.value.why


def test_a_record_has_whole_months_and_what_is_going_on(insurance: SocialInsurance) -> None:
    record = insurance.record(asked())
    assert (record.request_id, record.personal_id) == ("request-0001", HUNG)
    first, *_, last = record.periods
    assert (first.since, first.until, first.occupation) == (date(2015, 3, 1), date(2018, 6, 30), "7212")
    assert last.until is None
    (benefit,) = record.benefits
    assert (benefit.since, benefit.until) == (date(2018, 8, 1), date(2018, 10, 31))


def test_who_was_never_insured_has_an_empty_record(insurance: SocialInsurance) -> None:
    record = insurance.record(asked(KHANH))
    assert (record.personal_id, record.periods, record.benefits) == (KHANH, (), ())


def test_the_same_request_is_one_and_its_id_names_no_other(insurance: SocialInsurance) -> None:
    assert insurance.record(asked()).id == insurance.record(asked()).id
    assert insurance.record(asked(number=2)).id != insurance.record(asked()).id
    assert reason(lambda: insurance.record(asked(KHANH))) is Reason.OTHER_REQUEST


BENT = [
    ("forged", "bad_signature"),
    ("stale", "stale"),
    ("wrong_request", "other_request"),
    ("malformed", "malformed"),
]


@pytest.mark.parametrize(("fault", "word"), BENT, ids=[row[0] for row in BENT])
def test_nothing_is_believed_that_does_not_fit(
    insurance: SocialInsurance, insurance_twin: InsuranceTwin, fault: str, word: str
) -> None:
    with insurance_twin.fault(fault):
        assert why(lambda: insurance.record(asked())) == word


def test_whose_record_it_is_the_caller_sees(insurance: SocialInsurance, insurance_twin: InsuranceTwin) -> None:
    with insurance_twin.fault("wrong_person"):
        assert insurance.record(asked()).personal_id == "000000000000"


FAULTS = [("down", Reason.BUSY), ("not_json", Reason.OUT_OF_PROTOCOL)]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=[row[0] for row in FAULTS])
def test_what_goes_wrong_there_has_a_name_here(insurance_twin: InsuranceTwin, fault: str, expected: Reason) -> None:
    with insurance_twin.fault(fault):
        assert reason(lambda: insurance_twin.client().record(asked())) is expected


def test_nobody_waits_for_a_slow_one_and_then_nobody_asks(insurance_twin: InsuranceTwin) -> None:
    client = insurance_twin.client(limits=QUICK)
    with insurance_twin.fault("slow", seconds=5):
        assert [reason(lambda: client.record(asked())) for _ in range(2)] == [Reason.TIMED_OUT] * 2
        assert reason(lambda: client.record(asked())) is Reason.CIRCUIT_OPEN


def test_nobody_there_a_wrong_token_no_key(insurance_twin: InsuranceTwin, tmp_path) -> None:
    nowhere = InsuranceConfig(url=f"http://127.0.0.1:{free_port()}", token="x", key_file=tmp_path / "none")
    assert reason(lambda: InsuranceClient(nowhere).record(asked())) is Reason.UNREACHABLE
    keyless = InsuranceConfig(url=insurance_twin.url, token=insurance_twin.client()._config.token, key_file=tmp_path)
    assert reason(lambda: InsuranceClient(keyless).record(asked())) is Reason.NOT_AUTHORISED
    assert reason(lambda: insurance_twin.client(token="sai").record(asked())) is Reason.NOT_AUTHORISED


def test_a_clock_far_from_ours_is_not_believed(insurance: SocialInsurance) -> None:
    with clock.at(datetime.now(UTC) - timedelta(hours=1)):
        assert why(lambda: insurance.record(asked())) == "stale"


def test_both_sides_read_the_transcript(insurance_twin: InsuranceTwin) -> None:
    told = TRANSCRIPT["request"]
    written = wire.request(
        RecordRequest(
            id=told["requestId"],
            consent=told["consent"],
            purpose=told["purpose"],
            personal_id=told["personalId"],
            asked_at=datetime.fromisoformat(told["askedAt"]),
        )
    )
    assert written == told
    key = ECKey.generate_key("P-256")
    raw = jws.serialize_compact(HEADER, json.dumps(TRANSCRIPT["claims"]).encode(), key)
    record = wire.record(raw, key)
    assert [one.employer_code for one in record.periods] == ["HC0001", "HC0003"]
    head, body, signature = raw.split(".")
    for bent in ("", "x", f"{head}.{body}.", f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{body[:-2]}.{signature}"):
        assert why(lambda bent=bent: wire.record(bent, key)) in {"unsigned", "bad_signature"}


CLAIMS = [
    {"periods": [TRANSCRIPT["claims"]["periods"][0]] * 2},
    {"periods": [TRANSCRIPT["claims"]["periods"][0] | {"to": "2014-01"}]},
    {"periods": [TRANSCRIPT["claims"]["periods"][0] | {"salary": -1}]},
    {"periods": [TRANSCRIPT["claims"]["periods"][0] | {"salary": True}]},
    {"periods": [TRANSCRIPT["claims"]["periods"][0] | {"from": "2015-13"}]},
    {"benefits": [{}]},
    {"personalId": "1"},
    {"iat": "now"},
    {"more": 1},
]


@pytest.mark.parametrize("change", CLAIMS, ids=lambda change: json.dumps(change)[:60])
def test_signed_nonsense_is_refused(change: dict[str, object]) -> None:
    key = ECKey.generate_key("P-256")
    raw = jws.serialize_compact(HEADER, json.dumps(TRANSCRIPT["claims"] | change).encode(), key)
    assert why(lambda: wire.record(raw, key)) == "malformed"
