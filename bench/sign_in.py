"""A sign-in through our relying party against the provider alone; our ID token check against one raw signature check.

Provider alone: the same requests to the same twin by the standard library's HTTP client, nothing verified. Both ways
take turns, so the load of the machine strikes both. Run: python -m bench.sign_in [--rounds 100]
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import structlog
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from tests.sandbox.twin import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, Browser, Twin, running_twin

from dean06.adapters.vneid import VneidClient, VneidConfig, load_vocabulary, tokens, wire
from dean06.adapters.vneid.settings import DEFAULT_VOCABULARY
from dean06.kernel.ports.identity_provider import AuthorizationStart

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
CHECKS = 500


class Bare:
    """The least a relying party can do: push, redeem, look at nothing."""

    def __init__(self, issuer: str) -> None:
        parts = urlsplit(issuer)
        self.issuer = issuer
        self.connection = http.client.HTTPConnection(parts.netloc)
        self.headers = {
            "Authorization": wire.basic_credentials(CLIENT_ID, CLIENT_SECRET),
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def post(self, path: str, **form: str) -> dict:
        self.connection.request("POST", urlsplit(self.issuer).path + path, urlencode(form), self.headers)
        return json.loads(self.connection.getresponse().read())

    def begin(self) -> str:
        pushed = self.post(
            "/ext/par/request",
            response_type="code",
            client_id=CLIENT_ID,
            scope="openid profile",
            redirect_uri=REDIRECT_URI,
            state="s" * 43,
            nonce="n" * 43,
            acr_values="urn:vneid:muc-do:2",
            code_challenge=CHALLENGE,
            code_challenge_method="S256",
        )
        query = urlencode({"client_id": CLIENT_ID, "request_uri": pushed["request_uri"]})
        return f"{self.issuer}/auth?{query}"

    def complete(self, code: str) -> dict:
        return self.post(
            "/token", grant_type="authorization_code", code=code, redirect_uri=REDIRECT_URI, code_verifier=VERIFIER
        )


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def connect(twin: Twin) -> VneidClient:
    return VneidClient(
        VneidConfig(
            issuer=twin.issuer,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            redirect_uri=REDIRECT_URI,
            vocabulary=load_vocabulary(DEFAULT_VOCABULARY),
        )
    )


def compare_sign_ins(twin: Twin, rounds: int) -> tuple[float, float]:
    """Median seconds (ours, bare) of a sign-in whose person is signed in at the provider already."""
    browser, client, bare = Browser(), connect(twin), Bare(twin.issuer)

    def ours() -> None:
        start = client.begin(redirect_uri=REDIRECT_URI, level=2)
        client.complete(params=browser.sign_in(start.url), start=start, redirect_uri=REDIRECT_URI)

    def alone() -> None:
        bare.complete(browser.sign_in(bare.begin())["code"])

    ours(), alone()
    pairs = [(seconds(ours), seconds(alone)) for _ in range(rounds)]
    browser.close(), client.close(), bare.connection.close()
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def compare_checks(twin: Twin) -> tuple[float, float]:
    """Median seconds (our whole ID token check, one raw signature check) for the twin's algorithm."""
    browser, client, bare = Browser(), connect(twin), Bare(twin.issuer)
    answer = bare.complete(browser.sign_in(bare.begin())["code"])
    start = AuthorizationStart(
        url="",
        state="s" * 43,
        nonce="n" * 43,
        code_verifier=VERIFIER,
        level=2,
        max_age=None,
        prompt=None,
        started_at=int(time.time()),
    )
    token = answer["id_token"]
    header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    key = client._metadata.key_for(header["kid"], header["alg"])
    raw = raw_check(token, key.public_key)

    def ours() -> None:
        tokens.check_id_token(
            token,
            start=start,
            access_token=answer["access_token"],
            config=client._config,
            key_for=client._metadata.key_for,
            now=time.time(),
        )

    pairs = [(seconds(ours), seconds(raw)) for _ in range(CHECKS)]
    browser.close(), client.close(), bare.connection.close()
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def raw_check(token: str, key: object) -> Callable[[], None]:
    """One signature check by the cryptography library and nothing else."""
    signed, _, encoded = token.rpartition(".")
    message, signature = signed.encode(), base64.urlsafe_b64decode(encoded + "==")
    if isinstance(key, ec.EllipticCurvePublicKey):
        halves = (int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
        der = encode_dss_signature(*halves)
        return lambda: key.verify(der, message, ec.ECDSA(hashes.SHA256()))
    return lambda: key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())


def report(what: str, ours: float, other: float) -> None:
    print(f"{what:<58} ours {ours * 1e6:9.0f} us   other {other * 1e6:9.0f} us   ratio {ours / other:5.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    # Log lines are part of our work: written, but not between the figures.
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(nowhere))
        measure(rounds)


def measure(rounds: int) -> None:
    for algorithm in ("RS256", "ES256"):
        with running_twin("--signing-alg", algorithm) as twin:
            report(f"sign-in, {algorithm}: our relying party : provider alone", *compare_sign_ins(twin, rounds))
            report(f"ID token, {algorithm}: all our checks : one raw signature", *compare_checks(twin))


if __name__ == "__main__":
    main()
