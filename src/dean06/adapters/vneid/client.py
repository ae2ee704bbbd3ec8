"""The relying party: implements ``kernel.ports.identity_provider`` on Authlib's OAuth client and joserfc."""

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx2
import structlog
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from prometheus_client import Counter

from dean06.adapters.vneid import tokens, wire
from dean06.adapters.vneid.metadata import OK, Metadata
from dean06.adapters.vneid.settings import VneidConfig
from dean06.adapters.vneid.transport import Door
from dean06.kernel.ports.identity_provider import (
    AuthorizationStart,
    Identity,
    LogoutNotice,
    Prompt,
    ProviderUnavailable,
    Reason,
    SignInRefused,
    refusal,
)

CREATED = 201
SECRET_BYTES = 32
VERIFIER_BYTES = 48
SIGN_INS = Counter("dean06_vneid_sign_ins", "Sign-ins finished at our side", ["outcome"])
log = structlog.get_logger("dean06.adapters.vneid")


class VneidClient:
    """One registration with one issuer. Thread-safe: Authlib's client keeps a token, so every call has its own."""

    def __init__(
        self,
        config: VneidConfig,
        *,
        transport: httpx2.BaseTransport | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """``now`` is the machine's time, not the platform's day: tokens live in the time of the two machines."""
        self._config = config
        self._now = now
        self._door = Door(config.limits, transport)
        self._metadata = Metadata(config, self._door)

    def begin(
        self,
        *,
        redirect_uri: str,
        level: int,
        max_age: int | None = None,
        prompt: Prompt | None = None,
        launch: str = "",
    ) -> AuthorizationStart:
        """See IdentityProvider.begin. The request is pushed (RFC 9126), so nothing of it can be changed on the way."""
        self._require_registered(redirect_uri)
        discovery = self._metadata.discovery()
        state, nonce = secrets.token_urlsafe(SECRET_BYTES), secrets.token_urlsafe(SECRET_BYTES)
        verifier = secrets.token_urlsafe(VERIFIER_BYTES)
        extra = {
            "max_age": str(max_age) if max_age is not None else None,
            "prompt": prompt,
            "login_hint": launch or None,
        }
        with self._oauth("par") as oauth:
            url, _ = oauth.create_authorization_url(
                discovery.authorization_endpoint,
                state=state,
                code_verifier=verifier,
                redirect_uri=redirect_uri,
                nonce=nonce,
                acr_values=self._config.vocabulary.acr_values(level),
                ui_locales="vi",
                **{name: value for name, value in extra.items() if value is not None},
            )
            if discovery.par_endpoint:
                url = self._push(oauth, url, discovery)
            elif self._config.require_par:
                raise ProviderUnavailable("discovery names no pushed authorization request endpoint")
        return AuthorizationStart(
            url=url,
            state=state,
            nonce=nonce,
            code_verifier=verifier,
            level=level,
            max_age=max_age,
            prompt=prompt,
            started_at=int(self._now()),
            launch=launch,
        )

    def complete(self, *, params: Mapping[str, str], start: AuthorizationStart, redirect_uri: str) -> Identity:
        """See IdentityProvider.complete. Nothing is sent to the provider before state and issuer are proven."""
        with _counted():
            self._require_registered(redirect_uri)
            if not 0 <= self._now() - start.started_at <= self._config.limits.start_lifetime_s:
                raise refusal(Reason.START_EXPIRED)
            code = wire.read_redirect(params, start, self._metadata.discovery())
            token = self._fetch_token(code, start, redirect_uri)
            checked = tokens.check_id_token(
                token["id_token"],
                start=start,
                access_token=token["access_token"],
                config=self._config,
                key_for=self._metadata.key_for,
                now=self._now(),
            )
            profile = wire.read_profile(self._profile_claims(checked, token), self._config.vocabulary)
            return Identity(
                subject=checked.subject,
                issuer=self._config.issuer,
                personal_id=profile.personal_id,
                full_name=profile.full_name,
                birth_on=profile.birth_on,
                sex=profile.sex,
                assurance_level=checked.level,
                auth_time=checked.auth_time,
                session_id=checked.session_id,
                id_token=token["id_token"],
            )

    def logout_url(self, *, id_token: str, post_logout_redirect_uri: str, state: str) -> str:
        """See IdentityProvider.logout_url."""
        endpoint = self._metadata.discovery().end_session_endpoint
        if not endpoint:
            raise ProviderUnavailable("discovery names no end session endpoint")
        values = {
            "id_token_hint": id_token,
            "post_logout_redirect_uri": post_logout_redirect_uri,
            "client_id": self._config.client_id,
            "state": state,
        }
        return wire.with_query(endpoint, values)

    def read_logout_token(self, token: str) -> LogoutNotice:
        """See IdentityProvider.read_logout_token."""
        try:
            return tokens.check_logout_token(
                token, config=self._config, key_for=self._metadata.key_for, now=self._now()
            )
        except SignInRefused as refused:
            log.warning("vneid.logout_token_refused", reason=refused.reason_code)
            raise

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._door.inner.close()

    def _require_registered(self, redirect_uri: str) -> None:
        if redirect_uri != self._config.redirect_uri:
            raise ValueError("redirect_uri is not the one registered with the provider")

    @contextmanager
    def _oauth(self, call: str, token: Mapping[str, Any] | None = None) -> Iterator[Any]:
        """Authlib's client for one call, over our door."""
        client = OAuth2Client(
            client_id=self._config.client_id,
            client_secret=self._config.client_secret,
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - the name of a method
            code_challenge_method="S256",
            scope=self._config.scope,
            token=dict(token) if token else None,
            transport=self._door.transport(call),
            timeout=self._door.timeout,
            follow_redirects=False,
        )
        # Authlib sends both halves unencoded; RFC 6749 2.3.1 wants them form-encoded first.
        client.register_client_auth_method(("client_secret_basic", _client_secret_basic))
        with client:
            yield client

    def _push(self, oauth: Any, url: str, discovery: wire.Discovery) -> str:
        """RFC 9126: post the request, get a reference."""
        response = oauth.post(
            discovery.par_endpoint,
            data=wire.query_of(url),
            auth=oauth.client_auth("client_secret_basic"),
            headers={"Accept": "application/json"},
        )
        body = wire.read_object(response.content, "pushed request answer")
        if response.status_code != CREATED:
            log.error("vneid.request_refused", status=response.status_code, error=_short(body.get("error")))
            raise refusal(Reason.REQUEST_REFUSED)
        reference = body.get("request_uri")
        if not isinstance(reference, str) or not reference:
            raise ProviderUnavailable("pushed request answer holds no request_uri")
        return wire.with_query(
            discovery.authorization_endpoint, {"client_id": self._config.client_id, "request_uri": reference}
        )

    def _fetch_token(self, code: str, start: AuthorizationStart, redirect_uri: str) -> dict[str, Any]:
        """Code for tokens. Never retried once sent: the code works once, and a second use looks like theft."""
        try:
            with self._oauth("token") as oauth:
                token: dict[str, Any] = oauth.fetch_token(
                    self._metadata.discovery().token_endpoint,
                    grant_type="authorization_code",
                    code=code,
                    redirect_uri=redirect_uri,
                    code_verifier=start.code_verifier,
                )
        except OAuthError as error:
            log.warning("vneid.code_refused", error=_short(error.error))
            reason = Reason.CODE_REFUSED if error.error == "invalid_grant" else Reason.REQUEST_REFUSED
            raise refusal(reason) from error
        except (ValueError, TypeError, httpx2.HTTPError) as error:
            raise ProviderUnavailable("token answer is not understood") from error
        if not isinstance(token.get("access_token"), str) or not isinstance(token.get("id_token"), str):
            raise refusal(Reason.TOKEN_MISSING)
        return token

    def _profile_claims(self, checked: tokens.Checked, token: Mapping[str, Any]) -> Mapping[str, Any]:
        """The claims about the person, from wherever this provider puts them; the subject must stay the same."""
        source = self._config.vocabulary.profile_source
        if source == "id_token":
            return checked.claims
        if source == "userinfo":
            with self._oauth(source, token) as oauth:
                response = oauth.get(self._metadata.discovery().userinfo_endpoint)
        else:
            path = f"{self._config.issuer.rstrip('/')}/{self._config.vocabulary.view_info_path}"
            response = self._door.get(source, wire.with_query(path, {"token_id": token["access_token"]}))
        if response.status_code != OK:
            raise ProviderUnavailable(f"{source}: status {response.status_code}")
        claims = wire.read_object(response.content, source)
        if claims.get("sub", None if source == "userinfo" else checked.subject) != checked.subject:
            raise refusal(Reason.SUBJECT_MISMATCH)
        return claims


def _client_secret_basic(client: Any, _method: str, uri: str, headers: Any, body: Any) -> tuple[str, Any, Any]:
    headers["Authorization"] = wire.basic_credentials(client.client_id, client.client_secret)
    return uri, headers, body


def _short(error: object) -> str:
    """An error code fit for a log line: the codes are short words, anything else is not repeated."""
    return error if isinstance(error, str) and error.isascii() and len(error) <= 60 else "unreadable"


@contextmanager
def _counted() -> Iterator[None]:
    try:
        yield
    except SignInRefused as refused:
        SIGN_INS.labels(refused.reason_code).inc()
        log.warning("vneid.sign_in_refused", reason=refused.reason_code)
        raise
    except ProviderUnavailable:
        SIGN_INS.labels("unavailable").inc()
        raise
    SIGN_INS.labels("ok").inc()
