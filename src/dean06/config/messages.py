"""Gateways of messages as Django's settings have them: from the environment, or the twins of a demo."""

from urllib.parse import unquote, urlsplit, urlunsplit

from dean06.config import env, paths, sandbox

# Names of the providers in our tables; the twin of the demo calls its two the same.
FIRST, SECOND = "mot", "hai"


def sms_settings(*, demo: bool) -> list[dict[str, str]]:
    """The providers of text messages, the preferred one first; empty when none is named and this is no demo."""
    given = {FIRST: env.text("DEAN06_SMS_URL"), SECOND: env.text("DEAN06_SMS_SECOND_URL")}
    if demo and not any(given.values()):
        key, secret = paths.secret("sms-twin-key"), paths.secret("sms-twin-receipts")
        twin = sandbox.twin("sms").url
        ways = {name: {"url": f"{twin}/{name}", "key": f"{key}-{name}", "secret": f"{secret}-{name}"} for name in given}
    else:
        keys = {FIRST: "DEAN06_SMS_URL", SECOND: "DEAN06_SMS_SECOND_URL"}
        ways = {name: _split(keys[name], url) for name, url in given.items() if url}
    return [{"name": name, "sender": env.text("DEAN06_SMS_SENDER")} | way for name, way in ways.items()]


def inbox_settings(*, demo: bool) -> dict[str, str]:
    """The inbox of VNeID; empty when none is named and this is no demo."""
    given = env.text("DEAN06_VNEID_INBOX_URL")
    if demo and not given:
        key, secret = paths.secret("vneid-inbox-twin-key"), paths.secret("vneid-inbox-twin-receipts")
        return {"url": f"{sandbox.twin('vneid_inbox').url}/vneid", "key": key, "secret": secret}
    return _split("DEAN06_VNEID_INBOX_URL", given) if given else {}


def portal_settings(*, demo: bool) -> dict[str, str]:
    """The national portal that feeds this installation; empty when none is named and this is no demo."""
    given = env.text("DEAN06_NATIONAL_PORTAL_URL")
    if demo and not given:
        way = {
            "url": sandbox.twin("national_portal").url,
            "key": "dean06",
            "secret": paths.secret("portal-twin-password"),
        }
    else:
        way = _split("DEAN06_NATIONAL_PORTAL_URL", given) if given else {}
    if not way:
        return {}
    unit, statuses = env.text("DEAN06_NATIONAL_PORTAL_UNIT"), env.text("DEAN06_NATIONAL_PORTAL_STATUSES")
    return way | {"unit": unit, "statuses": statuses}


def _split(name: str, url: str) -> dict[str, str]:
    """``https://KEY:SECRET@host/path`` as address, key and secret. ConfigurationError when a part is missing."""
    try:
        parts = urlsplit(url)
        host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if not (host and parts.username and parts.password):
        raise env.ConfigurationError(
            f"{name} không dùng được: cần dạng https://KHOÁ:MẬT_KHẨU_BIÊN_NHẬN@máy_chủ/đường_dẫn"
        )
    return {
        "url": urlunsplit((parts.scheme, host, parts.path, "", "")),
        "key": unquote(parts.username),
        "secret": unquote(parts.password),
    }


def wallet_settings() -> dict[str, list[str]]:
    """Wallets of others that may ask a person to sign in, with the addresses she is sent back to."""
    found: dict[str, list[str]] = {}
    for pair in env.text("DEAN06_WALLETS").split():
        name, _, address = pair.partition("=")
        if not name or not urlsplit(address).scheme:
            raise env.ConfigurationError(f"DEAN06_WALLETS: “{pair}” phải có dạng MÃ=ĐỊA_CHỈ_QUAY_VỀ.")
        found.setdefault(name, []).append(address)
    return found
