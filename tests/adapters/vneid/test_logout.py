"""Back-channel logout: real logout tokens, caught by a real listener, read by our side."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from urllib.parse import parse_qs

import pytest
from tests.adapters.vneid.registration import Connect, sign_in
from tests.sandbox.twin import AFTER_LOGOUT_URI, Browser, Twin, running_twin

from dean06.adapters.vneid import VneidClient
from dean06.kernel.ports.identity_provider import SignInRefused

WAIT_SECONDS = 15


class Listener:
    """Stands where our /backchannel-logout/ would; hands out the logout tokens as they arrive."""

    def __init__(self) -> None:
        self.tokens: Queue[str] = Queue()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                listener.tokens.put(parse_qs(body)["logout_token"][0])
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Tests speak through their assertions."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/backchannel-logout/"

    def next(self) -> str:
        return self.tokens.get(timeout=WAIT_SECONDS)


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture(scope="module")
def talking_twin(listener: Listener) -> Iterator[Twin]:
    with running_twin("--backchannel-logout-uri", listener.uri, "--signing-alg", "ES256") as twin:
        yield twin


@pytest.fixture
def client(talking_twin: Twin, connect: Connect) -> VneidClient:
    return connect(talking_twin.issuer)


def test_leaving_through_the_browser_reaches_the_back_channel(
    client: VneidClient, browser: Browser, listener: Listener
) -> None:
    identity = sign_in(client, browser)
    url = client.logout_url(id_token=identity.id_token, post_logout_redirect_uri=AFTER_LOGOUT_URI, state="x")
    assert browser.open(url, until=AFTER_LOGOUT_URI) == {"state": "x"}
    notice = client.read_logout_token(listener.next())
    assert (notice.issuer, notice.subject) == (identity.issuer, identity.subject)
    assert notice.session_id == identity.session_id
    assert notice.token_id
    assert notice.issued_at < notice.expires_at


def test_a_session_ended_at_the_provider_is_told(
    client: VneidClient, talking_twin: Twin, browser: Browser, listener: Listener
) -> None:
    identity = sign_in(client, browser, person="thuy")
    assert talking_twin.admin("DELETE", "sessions/thuy") == {"ended": 1}
    assert client.read_logout_token(listener.next()).session_id == identity.session_id


@pytest.mark.parametrize("fault", ["logout_nonce", "logout_no_event"])
def test_a_token_that_is_not_a_logout_token_is_refused(
    client: VneidClient, talking_twin: Twin, browser: Browser, listener: Listener, fault: str
) -> None:
    sign_in(client, browser, person="dat")
    with talking_twin.fault(fault):
        talking_twin.admin("DELETE", "sessions/dat")
    with pytest.raises(SignInRefused, match="not_a_logout_token"):
        client.read_logout_token(listener.next())


def test_a_replayed_token_is_recognisable(
    client: VneidClient, talking_twin: Twin, browser: Browser, listener: Listener
) -> None:
    sign_in(client, browser, person="dat")
    with talking_twin.fault("logout_replay"):
        talking_twin.admin("DELETE", "sessions/dat")
    first, second = (client.read_logout_token(listener.next()) for _ in range(2))
    assert first.token_id == second.token_id


def test_es256_serves_as_well(client: VneidClient, browser: Browser) -> None:
    assert sign_in(client, browser, level=2).assurance_level == 2


def test_an_algorithm_we_did_not_allow_is_refused(talking_twin: Twin, connect: Connect, browser: Browser) -> None:
    strict = connect(talking_twin.issuer, algorithms=("RS256",))
    with pytest.raises(SignInRefused, match="algorithm_refused"):
        sign_in(strict, browser)
