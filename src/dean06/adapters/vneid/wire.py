"""Encoding and decoding of what travels, nothing else: pure functions, no network, no clock."""

import base64
import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit

from dean06.adapters.vneid.settings import Vocabulary
from dean06.kernel.base.addresses import is_safe_url
from dean06.kernel.ports.identity_provider import AuthorizationStart, ProviderUnavailable, Reason, Sex, refusal

MAX_NAME_LENGTH = 200
_PERSONAL_ID = re.compile(r"[0-9]{12}")
_YEAR_ONLY = re.compile(r"[0-9]{4}")
# Errors of the authorization response, as OpenID Connect Core 3.1.2.6 and its "unmet" extension name them.
_ERRORS = {
    "access_denied": Reason.PERSON_CANCELLED,
    "login_required": Reason.LOGIN_REQUIRED,
    "interaction_required": Reason.LOGIN_REQUIRED,
    "consent_required": Reason.LOGIN_REQUIRED,
    "account_selection_required": Reason.LOGIN_REQUIRED,
    "unmet_authentication_requirements": Reason.LEVEL_UNREACHABLE,
}
_BUSY = {"temporarily_unavailable", "server_error"}


@dataclass(frozen=True, kw_only=True)
class Discovery:
    """The parts of the provider's metadata we use; optional endpoints are empty when absent."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    par_endpoint: str
    userinfo_endpoint: str
    end_session_endpoint: str
    sends_issuer: bool


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Who the person is, in our words."""

    personal_id: str
    full_name: str
    birth_on: date | None
    sex: Sex


def read_object(body: bytes, what: str) -> dict[str, Any]:
    """A JSON object, or ProviderUnavailable naming what was expected."""
    try:
        value = json.loads(body)
    except ValueError as error:
        raise ProviderUnavailable(f"{what} is not JSON") from error
    if not isinstance(value, dict):
        raise ProviderUnavailable(f"{what} is not a JSON object")
    return value


def read_discovery(body: bytes, issuer: str) -> Discovery:
    """OpenID Connect Discovery 1.0, 4.3: the issuer must be the one asked, endpoints must be safe addresses."""
    data = read_object(body, "discovery")
    if data.get("issuer") != issuer:
        raise refusal(Reason.ISSUER_MISMATCH)

    def endpoint(name: str, *, is_required: bool = False) -> str:
        value = data.get(name, "")
        if not value and not is_required:
            return ""
        if not isinstance(value, str) or not is_safe_url(value):
            raise ProviderUnavailable(f"discovery: {name} is missing or unsafe")
        return value

    return Discovery(
        issuer=issuer,
        authorization_endpoint=endpoint("authorization_endpoint", is_required=True),
        token_endpoint=endpoint("token_endpoint", is_required=True),
        jwks_uri=endpoint("jwks_uri", is_required=True),
        par_endpoint=endpoint("pushed_authorization_request_endpoint"),
        userinfo_endpoint=endpoint("userinfo_endpoint"),
        end_session_endpoint=endpoint("end_session_endpoint"),
        sends_issuer=data.get("authorization_response_iss_parameter_supported") is True,
    )


def basic_credentials(client_id: str, client_secret: str) -> str:
    """Authorization header of client_secret_basic; both halves form-encoded first (RFC 6749 2.3.1)."""
    pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
    return "Basic " + base64.b64encode(pair.encode("ascii")).decode("ascii")


def query_of(url: str) -> dict[str, str]:
    """The query parameters of an address."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def with_query(url: str, values: Mapping[str, str]) -> str:
    """The address with parameters added."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(values)}"


def read_redirect(params: Mapping[str, str], start: AuthorizationStart, discovery: Discovery) -> str:
    """The code of an authorization response, once state and issuer (RFC 9207) are ours; SignInRefused otherwise."""
    if not same(params.get("state", ""), start.state):
        raise refusal(Reason.STATE_MISMATCH)
    issuer = params.get("iss")
    if issuer is None and discovery.sends_issuer:
        raise refusal(Reason.ISSUER_MISSING)
    if issuer is not None and issuer != discovery.issuer:
        raise refusal(Reason.ISSUER_MISMATCH)
    if error := params.get("error"):
        if error in _BUSY:
            raise ProviderUnavailable(f"authorization: {error}")
        raise refusal(_ERRORS.get(error, Reason.REQUEST_REFUSED))
    if not params.get("code"):
        raise refusal(Reason.CODE_MISSING)
    return params["code"]


def read_profile(claims: Mapping[str, Any], vocabulary: Vocabulary) -> Profile:
    """The configured claims in our words. A missing or malformed number or name is a refusal, never a blank person."""
    personal_id = _text(claims, vocabulary.claims["personal_id"])
    if not _PERSONAL_ID.fullmatch(personal_id):
        raise refusal(Reason.CLAIM_INVALID)
    full_name = " ".join(unicodedata.normalize("NFC", _text(claims, vocabulary.claims["full_name"])).split())
    if not full_name or len(full_name) > MAX_NAME_LENGTH:
        raise refusal(Reason.CLAIM_INVALID)
    sex = claims.get(vocabulary.claims["sex"], "")
    return Profile(
        personal_id=personal_id,
        full_name=full_name,
        birth_on=_birth(claims.get(vocabulary.claims["birth_on"]), vocabulary.date_format),
        sex=vocabulary.sex.get(unicodedata.normalize("NFC", sex), "") if isinstance(sex, str) else "",
    )


def half_hash(value: str) -> str:
    """Left half of SHA-256, base64url: at_hash (OpenID Connect Core 3.1.3.6)."""
    digest = hashlib.sha256(value.encode("ascii", errors="replace")).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode("ascii")


def same(one: str, other: str) -> bool:
    """Equal and not empty, in constant time."""
    return bool(other) and hmac.compare_digest(one.encode(), other.encode())


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if value is None or value == "":
        raise refusal(Reason.CLAIM_MISSING)
    if not isinstance(value, str):
        raise refusal(Reason.CLAIM_INVALID)
    return value.strip()


def _birth(value: object, date_format: str) -> date | None:
    """A full date, or None when only a year or nothing is known (older people often have just a year)."""
    if value is None or value == "" or (isinstance(value, str) and _YEAR_ONLY.fullmatch(value.strip())):
        return None
    if not isinstance(value, str):
        raise refusal(Reason.CLAIM_INVALID)
    try:
        return datetime.strptime(value.strip(), date_format).date()  # noqa: DTZ007 - a birth date has no time zone
    except ValueError as error:
        raise refusal(Reason.CLAIM_INVALID) from error
