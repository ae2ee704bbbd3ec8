"""Gateways of messages as they are read from the environment."""

import pytest

from dean06.config import env, messages

PROVIDER = "https://kho%C3%A1:b%40o@sms.example:8443/gui"


def test_nothing_is_sent_where_nobody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert messages.sms_settings(demo=False) == []
    assert messages.inbox_settings(demo=False) == {}


def test_a_demo_has_its_twins() -> None:
    first, second = messages.sms_settings(demo=True)
    assert (first["name"], second["name"]) == ("mot", "hai")
    assert first["url"].startswith("http://127.0.0.1:")
    assert first["key"] != second["key"]
    assert messages.inbox_settings(demo=True)["url"].endswith("/vneid")


def test_key_and_secret_stand_in_the_address_and_leave_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEAN06_SMS_URL", PROVIDER)
    monkeypatch.setenv("DEAN06_SMS_SENDER", "HUYEN")
    (provider,) = messages.sms_settings(demo=True)
    assert provider == {
        "name": "mot",
        "sender": "HUYEN",
        "url": "https://sms.example:8443/gui",
        "key": "khoá",
        "secret": "b@o",
    }


@pytest.mark.parametrize("url", ["https://sms.example/", "https://khoa@sms.example/", "sms.example", "https://[/"])
def test_what_lacks_a_part_is_told(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DEAN06_VNEID_INBOX_URL", url)
    with pytest.raises(env.ConfigurationError, match="DEAN06_VNEID_INBOX_URL"):
        messages.inbox_settings(demo=False)


def test_wallets_with_where_they_are_sent_back_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert messages.wallet_settings() == {}
    monkeypatch.setenv("DEAN06_WALLETS", "a=https://a.example/ve b=vi-b://ve a=https://a.example/ve?x=1")
    assert messages.wallet_settings() == {"a": ["https://a.example/ve", "https://a.example/ve?x=1"], "b": ["vi-b://ve"]}
    monkeypatch.setenv("DEAN06_WALLETS", "a")
    with pytest.raises(env.ConfigurationError, match="MÃ=ĐỊA_CHỈ"):
        messages.wallet_settings()
