"""Addresses an adapter may be told to call."""

import pytest

from dean06.kernel.base.addresses import is_safe_url


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://sso.example/x", True),
        ("http://127.0.0.1:8601", True),
        ("http://[::1]:8601", True),
        ("http://localhost", True),
        ("http://127.0.0.1.evil.example", False),
        ("http://sso.example", False),
        ("https://", False),
        ("ftp://127.0.0.1", False),
        ("https://[", False),
        ("javascript:alert(1)", False),
    ],
)
def test_plain_http_stays_on_this_machine(url: str, is_safe: bool) -> None:
    assert is_safe_url(url) is is_safe
