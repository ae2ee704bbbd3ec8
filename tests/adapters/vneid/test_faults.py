"""Everything the twin can do wrong is refused, for the right reason."""

import time
from dataclasses import replace

import httpx2
import pytest
from tests.adapters.vneid.registration import QUICK, Connect, config, sign_in
from tests.sandbox.twin import ADMIN_TOKEN, REDIRECT_URI, Browser, Twin

from dean06.adapters.vneid import VneidClient
from dean06.adapters.vneid.metadata import Metadata
from dean06.kernel.ports.identity_provider import ProviderUnavailable, SignInRefused

REFUSALS = {
    "discovery_issuer": "issuer_mismatch",
    "missing_iss_param": "issuer_missing",
    "mix_up": "issuer_mismatch",
    "wrong_state": "state_mismatch",
    "no_id_token": "token_missing",
    "wrong_iss": "issuer_mismatch",
    "wrong_aud": "audience_mismatch",
    "extra_aud": "audience_mismatch",
    "wrong_azp": "audience_mismatch",
    "wrong_nonce": "nonce_mismatch",
    "missing_nonce": "nonce_mismatch",
    "expired": "token_expired",
    "future": "token_from_future",
    "alg_none": "algorithm_refused",
    "alg_hs256": "algorithm_refused",
    "unknown_kid": "key_unknown",
    "bad_signature": "signature_invalid",
    "wrong_at_hash": "hash_mismatch",
    "missing_acr": "level_missing",
    "unknown_acr": "level_unknown",
    "lower_acr": "level_too_low",
    "missing_auth_time": "auth_time_missing",
    "old_auth_time": "auth_too_old",
    "missing_claim": "claim_missing",
    "bad_claim": "claim_invalid",
}
AWAY = ["down", "garbled", "oversized"]
# Their tests stand elsewhere in this file, in test_logout.py or in tests/contract/test_launch.py.
ELSEWHERE = {
    "slow",
    "drip",
    "reused_code",
    "other_subject",
    "logout_nonce",
    "logout_no_event",
    "logout_replay",
    "missing_launch",
    "other_launch",
}


@pytest.fixture
def client(twin: Twin, connect: Connect) -> VneidClient:
    return connect(twin.issuer)


def test_every_fault_the_twin_knows_is_tested(twin: Twin) -> None:
    answer = httpx2.put(
        f"{twin.issuer}/admin/faults",
        json={"faults": ["no such fault"]},
        headers={"Authorization": f"Bearer {ADMIN_TOKEN}"},
        trust_env=False,
    )
    assert answer.status_code == 422
    assert set(answer.json()["known"]) == REFUSALS.keys() | set(AWAY) | ELSEWHERE


@pytest.mark.parametrize(("fault", "reason"), REFUSALS.items())
def test_a_wrong_answer_is_refused(client: VneidClient, twin: Twin, browser: Browser, fault: str, reason: str) -> None:
    with twin.fault(fault), pytest.raises(SignInRefused) as refused:
        sign_in(client, browser, level=2, max_age=600)
    assert refused.value.reason_code == reason
    assert refused.value.message_vi


def test_the_same_sign_in_without_a_fault_succeeds(client: VneidClient, browser: Browser) -> None:
    """Guards the table above: a refusal counts only because the honest answer passes."""
    assert sign_in(client, browser, level=2, max_age=600).assurance_level == 2


@pytest.mark.parametrize("fault", AWAY)
def test_a_failing_provider_is_unavailable(client: VneidClient, twin: Twin, fault: str) -> None:
    with twin.fault(fault), pytest.raises(ProviderUnavailable):
        client.begin(redirect_uri=REDIRECT_URI, level=1)


@pytest.mark.parametrize("fault", ["slow", "drip"])
def test_a_slow_provider_does_not_hold_us(twin: Twin, connect: Connect, fault: str) -> None:
    impatient = connect(twin.issuer, limits=replace(QUICK, read_s=0.4, total_s=0.5))
    with twin.fault(fault, seconds=5):
        began = time.monotonic()
        with pytest.raises(ProviderUnavailable):
            impatient.begin(redirect_uri=REDIRECT_URI, level=1)
        assert time.monotonic() - began < 3


def test_a_code_used_by_somebody_else_is_refused(client: VneidClient, twin: Twin, browser: Browser) -> None:
    sign_in(client, browser)
    with twin.fault("reused_code"), pytest.raises(SignInRefused) as refused:
        sign_in(client, browser)
    assert refused.value.reason_code == "code_refused"


@pytest.mark.parametrize("source", ["userinfo", "view_info"])
def test_a_profile_read_elsewhere_must_be_of_the_same_person(
    twin: Twin, connect: Connect, browser: Browser, source: str
) -> None:
    plain = config(twin.issuer)
    client = connect(twin.issuer, vocabulary=replace(plain.vocabulary, profile_source=source))
    assert sign_in(client, browser).full_name == "Trần Thị Hoa"
    with twin.fault("other_subject"), pytest.raises(SignInRefused) as refused:
        sign_in(client, browser)
    assert refused.value.reason_code == "subject_mismatch"


def test_the_breaker_opens_after_failures_and_says_when_to_come_back(twin: Twin, connect: Connect) -> None:
    client = connect(twin.issuer, limits=replace(QUICK, breaker_failures=3, breaker_open_s=60))
    with twin.fault("down"):
        for _ in range(3):
            with pytest.raises(ProviderUnavailable):
                client.begin(redirect_uri=REDIRECT_URI, level=1)
    with pytest.raises(ProviderUnavailable, match="circuit breaker") as away:
        client.begin(redirect_uri=REDIRECT_URI, level=1)
    assert 0 < away.value.retry_after_s <= 61


def test_a_new_key_is_found_without_a_restart(client: VneidClient, twin: Twin, browser: Browser) -> None:
    sign_in(client, browser)
    twin.admin("POST", "keys/rotate")
    assert sign_in(client, browser).personal_id == "000151000201"


def test_unknown_keys_do_not_make_us_hammer_the_provider(
    twin: Twin, connect: Connect, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect(twin.issuer, limits=replace(QUICK, jwks_refetch_s=3600))
    fetches: list[str] = []
    fetch = Metadata._get
    monkeypatch.setattr(Metadata, "_get", lambda self, call, url: fetches.append(call) or fetch(self, call, url))
    with twin.fault("unknown_kid"):
        for _ in range(3):
            with pytest.raises(SignInRefused, match="key_unknown"):
                sign_in(client, browser)
    assert fetches.count("jwks") == 1


def test_metadata_kept_from_before_serves_while_the_provider_is_away(
    twin: Twin, connect: Connect, browser: Browser
) -> None:
    client = connect(twin.issuer, limits=replace(QUICK, metadata_ttl_s=0))
    identity = sign_in(client, browser)
    with twin.fault("down"):
        url = client.logout_url(id_token=identity.id_token, post_logout_redirect_uri="http://x/", state="s")
    assert url.startswith(twin.issuer)
