"""Our registration with a provider under test."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.sandbox.twin import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, Browser

from dean06.adapters.vneid import Limits, VneidClient, VneidConfig, load_vocabulary
from dean06.adapters.vneid.settings import DEFAULT_VOCABULARY
from dean06.kernel.ports.identity_provider import Identity

# Short enough for tests, long enough for a busy machine.
QUICK = Limits(connect_s=2, read_s=2, total_s=2, jwks_refetch_s=0)

Connect = Callable[..., VneidClient]


def config(issuer: str, **changes: Any) -> VneidConfig:
    """The registration every test uses, with changes."""
    base = VneidConfig(
        issuer=issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        redirect_uri=REDIRECT_URI,
        vocabulary=load_vocabulary(DEFAULT_VOCABULARY),
        limits=QUICK,
    )
    return replace(base, **changes)


def sign_in(client: VneidClient, browser: Browser, *, level: int = 1, person: str = "hoa", **wishes: Any) -> Identity:
    """A whole sign-in."""
    start = client.begin(redirect_uri=REDIRECT_URI, level=level, **wishes)
    params = browser.sign_in(start.url, person)
    return client.complete(params=params, start=start, redirect_uri=REDIRECT_URI)
