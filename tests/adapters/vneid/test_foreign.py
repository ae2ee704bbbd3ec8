"""Cross tests with implementations that are not ours, so a mistake made on both of our sides does not hide.

Names follow the OpenID Foundation's plans: oidcc-basic, oidcc-config, rp-initiated logout, and PAR from FAPI 2.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.adapters.vneid.registration import Connect, sign_in
from tests.foreign_node import find_node
from tests.sandbox.twin import AFTER_LOGOUT_URI, CLIENT_ID, REDIRECT_URI, ROOT, Browser, Twin, free_port, running

from dean06.kernel.ports.identity_provider import SignInRefused

HERE = Path(__file__).parent / "foreign"
PLAIN_SECRET = "a-secret-of-the-tests-with-32-characters"
ANSWER_SECONDS = 30


@pytest.fixture(scope="module")
def node() -> str:
    """Node.js and the two packages."""
    return find_node("oidc-provider", "openid-client")


@contextmanager
def foreign_provider(node: str, mode: str) -> Iterator[str]:
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    command = [node, str(HERE / "provider.mjs"), str(port), CLIENT_ID, PLAIN_SECRET, REDIRECT_URI, mode]
    with running(command, f"{issuer}/.well-known/openid-configuration"):
        yield issuer


def test_our_relying_party_refuses_a_provider_that_does_not_state_the_level(
    node: str, connect: Connect, browser: Browser
) -> None:
    with foreign_provider(node, "no-acr") as issuer:
        client = connect(issuer, client_secret=PLAIN_SECRET)
        with pytest.raises(SignInRefused, match="level_missing"):
            sign_in(client, browser)


def test_our_relying_party_signs_in_at_a_provider_that_is_not_ours(
    node: str, connect: Connect, browser: Browser
) -> None:
    with foreign_provider(node, "acr") as issuer:
        client = connect(issuer, client_secret=PLAIN_SECRET)
        identity = sign_in(client, browser, level=2, max_age=600)
        assert identity.full_name == "Trần Thị Hoa"
        assert identity.assurance_level == 2
        assert identity.subject == "hoa"
        assert client.logout_url(
            id_token=identity.id_token, post_logout_redirect_uri=AFTER_LOGOUT_URI, state="s"
        ).startswith(issuer)


def test_a_relying_party_that_is_not_ours_signs_in_at_the_twin(node: str, twin: Twin, browser: Browser) -> None:
    from tests.sandbox.twin import CLIENT_SECRET

    command = [node, str(HERE / "relying_party.mjs"), twin.issuer, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI]
    with subprocess.Popen(
        [*command, AFTER_LOGOUT_URI], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        address = json.loads(process.stdout.readline())["open"]
        answer = browser.sign_in(address, "thuy")
        spoken, _ = process.communicate(f"{REDIRECT_URI}?{urlencode(answer)}\n", timeout=ANSWER_SECONDS)
    assert process.returncode == 0
    verified = json.loads(spoken)
    assert verified["claims"]["acr"] == "urn:vneid:muc-do:2"
    assert verified["claims"]["HoVaTen"] == "Lê Thị Thanh Thủy"
    assert verified["userinfo"]["SoDinhDanh"] == "000195000203"
    assert browser.open(verified["logout"], until=AFTER_LOGOUT_URI) == {}
