"""A twin in this process, for looking closely at one endpoint."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

from starlette.testclient import TestClient
from tests.sandbox.twin import PEOPLE, ROOT

from dean06.sandbox.vneid.app import create_app
from dean06.sandbox.vneid.people import load_people, load_vocabulary
from dean06.sandbox.vneid.settings import Client, Settings

ISSUER = "https://sso.vneid.example/realms/citizen"
REDIRECT = "https://ductho.example/dang-nhap/xong/"
AFTER_LOGOUT = "https://ductho.example/"
LAUNCH = "https://ductho.example/p03/mo/"
SECRET = "a secret: 100%"
VERIFIER = "verifier-" + "v" * 55
CREDENTIALS = ("dean06", "a+secret%3A+100%25")
REQUEST = {
    "response_type": "code",
    "client_id": "dean06",
    "scope": "openid profile",
    "redirect_uri": REDIRECT,
    "state": "the-state",
    "nonce": "the-nonce",
    "code_challenge_method": "S256",
}


def settings(**changes: object) -> Settings:
    client = Client(
        client_id="dean06",
        client_secret=SECRET,
        redirect_uris=(REDIRECT,),
        post_logout_redirect_uris=(AFTER_LOGOUT,),
        initiate_login_uri=LAUNCH,
    )
    values = {
        "issuer": ISSUER,
        "client": client,
        "people": load_people(PEOPLE, date(2025, 11, 24)),
        "vocabulary": load_vocabulary(ROOT / "protocols/vneid/claims.toml"),
        "admin_token": "the-admin-token",
        # Elliptic keys are made at once, RSA keys take a while.
        "signing_alg": "ES256",
        **changes,
    }
    return Settings(**values)


def open_twin(**changes: object) -> TestClient:
    """A browser-like client of a fresh twin; redirects are looked at, not followed."""
    return TestClient(create_app(settings(**changes)), base_url=f"{ISSUER}/", follow_redirects=False)


def query(location: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(location).query, keep_blank_values=True))
