"""A mini-app opened from the application: silent for the right person in the right browser, once, and nobody else."""

from collections.abc import Iterator

import pytest
from tests.contract.test_identity_provider import build
from tests.sandbox.fixtures import browser, shared_twin, twin
from tests.sandbox.twin import LAUNCH_URI, REDIRECT_URI, Browser, Twin

from dean06.adapters.vneid import VneidClient
from dean06.kernel.ports.identity_provider import Identity, SignInRefused

__all__ = ["browser", "shared_twin", "twin"]

CASE = "http://127.0.0.1:8600/p03/tin/00000000-0000-7000-8000-000000000000/"


@pytest.fixture
def provider(twin: Twin) -> Iterator[VneidClient]:
    client = build(twin.issuer)
    yield client
    client.close()


def unlock(twin: Twin, phone: Browser, person: str = "hoa", **values: str) -> None:
    """The person unlocks the application and has let the service know who she is before."""
    phone.client.post(f"{twin.issuer}/ung-dung/mo-khoa", data={"person": person, **values})
    phone.client.post(f"{twin.issuer}/ung-dung/mo", data={"target": "", "decision": "agree"})


def tap(twin: Twin, phone: Browser, target: str = "") -> dict[str, str]:
    """The service is tapped; what our entrance is opened with."""
    opened = phone.client.post(f"{twin.issuer}/ung-dung/mo", data={"target": target})
    found = phone._follow(opened, LAUNCH_URI)
    assert found is not None, phone.page.text
    return found


def answer(provider: VneidClient, phone: Browser, launch: str, **wish: object) -> Identity:
    """Our entrance in that browser: begin, go, come back, without a page in between."""
    start = provider.begin(redirect_uri=REDIRECT_URI, level=1, prompt="none", launch=launch, **wish)
    params = phone.open(start.url)
    assert params is not None, "a page was shown"
    return provider.complete(params=params, start=start, redirect_uri=REDIRECT_URI)


def refused(provider: VneidClient, phone: Browser, launch: str) -> str:
    with pytest.raises(SignInRefused) as refusal:
        answer(provider, phone, launch)
    return refusal.value.reason_code


def test_the_application_opens_the_service_and_nobody_is_asked(provider, twin, browser):
    unlock(twin, browser)
    opened = tap(twin, browser, CASE)
    assert opened["iss"] == twin.issuer
    assert opened["target_link_uri"] == CASE
    assert answer(provider, browser, opened["login_hint"]).personal_id == "000151000201"


def test_the_level_is_that_of_the_phone(provider, twin, browser):
    unlock(twin, browser, level="1")
    assert answer(provider, browser, tap(twin, browser)["login_hint"]).assurance_level == 1


def test_a_launch_works_once(provider, twin, browser):
    unlock(twin, browser)
    launch = tap(twin, browser)["login_hint"]
    answer(provider, browser, launch)
    assert refused(provider, browser, launch) == "login_required"


def test_somebody_elses_launch_signs_in_neither_him_nor_me(provider, twin, browser):
    """Login CSRF: Đạt sends his own launch to Hoa, whose browser is signed in at the provider too."""
    his = Browser()
    unlock(twin, his, "dat")
    unlock(twin, browser)
    assert refused(provider, browser, tap(twin, his)["login_hint"]) == "login_required"
    his.close()


def test_a_launch_in_a_browser_without_cookies_leads_nowhere(provider, twin, browser):
    unlock(twin, browser)
    stranger = Browser()
    assert refused(provider, stranger, tap(twin, browser)["login_hint"]) == "login_required"
    stranger.close()


def test_an_invented_launch_is_nobodys(provider, twin, browser):
    unlock(twin, browser)
    assert refused(provider, browser, "mo:invented") == "login_required"


def test_whoever_signed_in_since_is_not_the_one_who_was_launched(provider, twin, browser):
    unlock(twin, browser)
    launch = tap(twin, browser)["login_hint"]
    unlock(twin, browser, "dat")
    assert refused(provider, browser, launch) == "login_required"


def test_a_hint_that_is_no_launch_vouches_for_nothing(provider, twin, browser):
    """Anybody may write a hint into the address; the silent answer alone does not make it a launch."""
    unlock(twin, browser)
    assert refused(provider, browser, "hoa") == "launch_mismatch"


@pytest.mark.parametrize("fault", ["missing_launch", "other_launch"])
def test_a_token_that_vouches_for_no_or_another_launch_is_refused(provider, twin, browser, fault):
    unlock(twin, browser)
    launch = tap(twin, browser)["login_hint"]
    with twin.fault(fault):
        assert refused(provider, browser, launch) == "launch_mismatch"


def test_an_ordinary_sign_in_never_counts_as_launched(provider, twin, browser):
    start = provider.begin(redirect_uri=REDIRECT_URI, level=1)
    params = browser.sign_in(start.url)
    identity = provider.complete(params=params, start=start, redirect_uri=REDIRECT_URI)
    assert (start.launch, identity.personal_id) == ("", "000151000201")
