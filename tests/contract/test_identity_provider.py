"""What every implementation of the identity provider port owes, run against the twin over real sockets."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from tests.sandbox.fixtures import browser, shared_twin, twin
from tests.sandbox.twin import AFTER_LOGOUT_URI, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, Browser, Twin, free_port

from dean06.adapters.vneid import VneidClient, VneidConfig, load_vocabulary
from dean06.adapters.vneid.settings import DEFAULT_VOCABULARY
from dean06.kernel.ports.identity_provider import (
    AuthorizationStart,
    IdentityProvider,
    ProviderUnavailable,
    SignInRefused,
)

__all__ = ["browser", "shared_twin", "twin"]


def build(issuer: str) -> VneidClient:
    return VneidClient(
        VneidConfig(
            issuer=issuer,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            redirect_uri=REDIRECT_URI,
            vocabulary=load_vocabulary(DEFAULT_VOCABULARY),
        )
    )


@pytest.fixture
def provider(twin: Twin) -> Iterator[IdentityProvider]:
    client = build(twin.issuer)
    yield client
    client.close()


def complete(provider: IdentityProvider, browser: Browser, start: AuthorizationStart, person: str = "hoa", **values):
    params = browser.sign_in(start.url, person, **values)
    return provider.complete(params=params, start=start, redirect_uri=REDIRECT_URI)


def test_a_person_signs_in_with_every_fact_the_provider_vouches_for(provider, browser, twin):
    start = provider.begin(redirect_uri=REDIRECT_URI, level=2)
    identity = complete(provider, browser, start)
    assert identity.issuer == twin.issuer
    assert identity.personal_id == "000151000201"
    assert identity.full_name == "Trần Thị Hoa"
    assert identity.birth_on == date(1951, 4, 12)
    assert identity.sex == "female"
    assert identity.assurance_level == 2
    assert identity.subject
    assert "000151000201" not in identity.subject
    assert identity.session_id
    assert abs((datetime.now(UTC) - identity.auth_time).total_seconds()) < 60


def test_what_begins_survives_the_session_as_json(provider, browser):
    start = provider.begin(redirect_uri=REDIRECT_URI, level=1, max_age=600)
    kept = json.loads(json.dumps(dataclasses.asdict(start)))
    again = AuthorizationStart(**kept)
    assert again == start
    assert complete(provider, browser, again).assurance_level == 2


def test_the_browser_carries_a_reference_and_nothing_of_the_request(provider):
    start = provider.begin(redirect_uri=REDIRECT_URI, level=2)
    query = urlsplit(start.url).query
    assert "request_uri=" in query
    for secret in (start.state, start.nonce, start.code_verifier, "acr_values", "redirect_uri"):
        assert secret not in query


def test_every_start_is_unguessable_and_different(provider):
    one, other = (provider.begin(redirect_uri=REDIRECT_URI, level=1) for _ in range(2))
    for name in ("state", "nonce", "code_verifier"):
        assert getattr(one, name) != getattr(other, name)
        assert len(getattr(one, name)) >= 43


def test_the_subject_is_stable_and_sessions_differ(provider, twin):
    identities = []
    for _ in range(2):
        browser = Browser()
        identities.append(complete(provider, browser, provider.begin(redirect_uri=REDIRECT_URI, level=1)))
        browser.close()
    assert identities[0].subject == identities[1].subject
    assert identities[0].session_id != identities[1].session_id


def test_level_one_is_told_as_level_one(provider, browser):
    start = provider.begin(redirect_uri=REDIRECT_URI, level=1)
    assert complete(provider, browser, start, "minh").assurance_level == 1


def test_an_account_that_cannot_reach_the_level_is_refused_with_what_to_do(provider, browser):
    start = provider.begin(redirect_uri=REDIRECT_URI, level=2)
    with pytest.raises(SignInRefused) as refused:
        complete(provider, browser, start, "minh")
    assert refused.value.reason_code == "level_unreachable"
    assert "Công an xã" in refused.value.message_vi


def test_stepping_up_from_level_one_to_level_two(provider, browser):
    low = complete(provider, browser, provider.begin(redirect_uri=REDIRECT_URI, level=1), level="1")
    assert low.assurance_level == 1
    high = complete(provider, browser, provider.begin(redirect_uri=REDIRECT_URI, level=2))
    assert high.assurance_level == 2
    assert high.subject == low.subject


def test_a_second_sign_in_needs_no_page(provider, browser):
    complete(provider, browser, provider.begin(redirect_uri=REDIRECT_URI, level=1))
    answer = browser.open(provider.begin(redirect_uri=REDIRECT_URI, level=1).url)
    assert answer is not None
    assert "code" in answer


def test_prompt_login_and_max_age_ask_the_person_again(provider, browser):
    complete(provider, browser, provider.begin(redirect_uri=REDIRECT_URI, level=1))
    again = provider.begin(redirect_uri=REDIRECT_URI, level=1, prompt="login")
    assert browser.open(again.url) is None
    assert "/sign-in" in str(browser.page.url)
    answer = browser.press(person="hoa")
    identity = provider.complete(params=answer, start=again, redirect_uri=REDIRECT_URI)
    assert identity.auth_time is not None


def test_prompt_none_without_a_session_says_so(provider, browser):
    start = provider.begin(redirect_uri=REDIRECT_URI, level=1, prompt="none")
    with pytest.raises(SignInRefused) as refused:
        complete(provider, browser, start)
    assert refused.value.reason_code == "login_required"


def test_a_person_who_stops_is_told_so(provider, browser):
    start = provider.begin(redirect_uri=REDIRECT_URI, level=1)
    browser.open(start.url)
    answer = browser.press(cancel="1")
    with pytest.raises(SignInRefused) as refused:
        provider.complete(params=answer, start=start, redirect_uri=REDIRECT_URI)
    assert refused.value.reason_code == "person_cancelled"


def test_an_answer_works_once(provider, browser):
    start = provider.begin(redirect_uri=REDIRECT_URI, level=1)
    params = browser.sign_in(start.url)
    provider.complete(params=params, start=start, redirect_uri=REDIRECT_URI)
    with pytest.raises(SignInRefused) as refused:
        provider.complete(params=params, start=start, redirect_uri=REDIRECT_URI)
    assert refused.value.reason_code == "code_refused"


def test_an_answer_to_somebody_elses_start_is_refused(provider, browser):
    mine = provider.begin(redirect_uri=REDIRECT_URI, level=1)
    theirs = provider.begin(redirect_uri=REDIRECT_URI, level=1)
    params = browser.sign_in(theirs.url)
    with pytest.raises(SignInRefused) as refused:
        provider.complete(params=params, start=mine, redirect_uri=REDIRECT_URI)
    assert refused.value.reason_code == "state_mismatch"


@pytest.mark.parametrize("params", [{}, {"code": "x"}, {"state": ""}, {"state": "é", "code": "x"}])
def test_an_incomplete_answer_is_refused(provider, params):
    start = provider.begin(redirect_uri=REDIRECT_URI, level=1)
    with pytest.raises(SignInRefused):
        provider.complete(params=params, start=start, redirect_uri=REDIRECT_URI)


def test_leaving_ends_the_providers_session_too(provider, browser):
    identity = complete(provider, browser, provider.begin(redirect_uri=REDIRECT_URI, level=1))
    url = provider.logout_url(id_token=identity.id_token, post_logout_redirect_uri=AFTER_LOGOUT_URI, state="s-1")
    assert browser.open(url, until=AFTER_LOGOUT_URI) == {"state": "s-1"}
    assert browser.open(provider.begin(redirect_uri=REDIRECT_URI, level=1).url) is None


def test_nonsense_is_no_logout_token(provider):
    for token in ("", "x", "a.b.c", "a" * 100_000):
        with pytest.raises(SignInRefused):
            provider.read_logout_token(token)


def test_an_id_token_is_no_logout_token(provider, browser):
    identity = complete(provider, browser, provider.begin(redirect_uri=REDIRECT_URI, level=1))
    with pytest.raises(SignInRefused) as refused:
        provider.read_logout_token(identity.id_token)
    assert refused.value.reason_code == "not_a_logout_token"


def test_a_provider_that_is_away_is_unavailable_not_a_refusal():
    absent = build(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(ProviderUnavailable) as away:
        absent.begin(redirect_uri=REDIRECT_URI, level=1)
    assert away.value.retry_after_s > 0
    assert "VNeID" in away.value.message_vi
    absent.close()
