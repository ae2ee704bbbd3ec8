"""An identity provider that says what it is told to, and a browser without pages."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.identity import flow
from dean06.kernel.identity.middleware import ActorMiddleware
from dean06.kernel.identity.types import SignedIn
from dean06.kernel.ports.identity_provider import (
    AuthorizationStart,
    Identity,
    LogoutNotice,
    ProviderUnavailable,
    Reason,
    SignInRefused,
    refusal,
)

ISSUER = "https://vneid.test"
HOA = Identity(
    subject="sub-hoa",
    issuer=ISSUER,
    personal_id="000151000201",
    full_name="Trần Thị Hoa",
    birth_on=date(1951, 4, 12),
    sex="female",
    assurance_level=2,
    auth_time=None,
    session_id="sid-hoa",
    id_token="token-hoa",
)
LAM = replace(
    HOA,
    subject="sub-lam",
    personal_id="000086000113",
    full_name="Hồ Sỹ Lâm",
    birth_on=date(1986, 3, 9),
    sex="male",
    session_id="sid-lam",
    id_token="token-lam",
)


class FakeProvider:
    """Implements the port from a table: the code in the callback names the identity."""

    def __init__(self) -> None:
        self.people = {"hoa": HOA, "lam": LAM}
        self.notices: dict[str, LogoutNotice] = {}
        self.trouble: Exception | None = None
        self.begun: list[AuthorizationStart] = []
        self.known_since: datetime | None = None  # a session of its own in the browser: nobody is asked again
        self._numbers = itertools.count(1)

    def begin(self, *, redirect_uri, level, max_age=None, prompt=None, launch="") -> AuthorizationStart:
        self._stumble()
        number = next(self._numbers)
        start = AuthorizationStart(
            url=f"{ISSUER}/authorize?request_uri={number}",
            state=f"state-{number}",
            nonce=f"nonce-{number}",
            code_verifier="v" * 43,
            level=level,
            max_age=max_age,
            prompt=prompt,
            started_at=int(clock.now().timestamp()),
            launch=launch,
        )
        self.begun.append(start)
        return start

    def complete(self, *, params: Mapping[str, str], start: AuthorizationStart, redirect_uri: str) -> Identity:
        self._stumble()
        if params.get("code") not in self.people:
            raise refusal(Reason.CODE_REFUSED)
        known = self.known_since if start.prompt != "login" else None
        found = replace(self.people[params["code"]], auth_time=known or clock.now())
        if found.assurance_level < start.level:
            raise refusal(Reason.LEVEL_TOO_LOW)
        return found

    def logout_url(self, *, id_token: str, post_logout_redirect_uri: str, state: str) -> str:
        self._stumble()
        return f"{ISSUER}/logout?id_token_hint={id_token}&to={post_logout_redirect_uri}&state={state}"

    def read_logout_token(self, token: str) -> LogoutNotice:
        self._stumble()
        if token not in self.notices:
            raise refusal(Reason.SIGNATURE_INVALID)
        return self.notices[token]

    def announce(self, token: str, *, subject: str = "", sid: str = "", issuer: str = ISSUER) -> str:
        """Make a logout token."""
        now = clock.now()
        self.notices[token] = LogoutNotice(
            issuer=issuer,
            subject=subject,
            session_id=sid,
            token_id=f"jti-{token}",
            issued_at=now,
            expires_at=now + timedelta(minutes=2),
        )
        return token

    def is_away(self) -> None:
        self.trouble = ProviderUnavailable("connection refused")

    def refuses(self, reason: Reason) -> None:
        error = refusal(reason)
        self.trouble = SignInRefused(error.reason_code, error.message_vi)

    def _stumble(self) -> None:
        if self.trouble is not None:
            raise self.trouble


class Browser:
    """Cookie jar of one browser: the session key, and the messages a page would have shown."""

    def __init__(self) -> None:
        self.key: str | None = None
        self.shown: list[str] = []
        self.address = "192.0.2.1"

    def request(self, path: str = "/", **params: str) -> HttpRequest:
        request = RequestFactory().get(path, params, REMOTE_ADDR=self.address)
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(self.key)
        request._messages = CookieStorage(request)
        return request

    def keep(self, request: HttpRequest) -> None:
        """What the session middleware does after the answer."""
        if request.session.modified:
            request.session.save()
        self.key = request.session.session_key
        self.shown += [str(message) for message in get_messages(request)]

    def visit(self) -> Actor:
        """Ask for a page; the actor the view would see."""
        request = self.request()
        seen: list[Actor] = []

        def view(asked: HttpRequest) -> HttpResponse:
            seen.append(asked.actor)
            return HttpResponse()

        ActorMiddleware(view)(request)
        self.keep(request)
        return seen[0]

    def begin(self, provider: FakeProvider, *, next_url: str = "/", level: int = 1) -> str:
        """Start a sign-in in a tab; its state."""
        request = self.request()
        flow.begin_sign_in(request, next_url=next_url, level=level)
        self.keep(request)
        return provider.begun[-1].state

    def come_back(self, state: str, code: str) -> SignedIn:
        """The provider's redirect arrives; refusals keep what the session then holds."""
        request = self.request("/dang-nhap/xong/", state=state, code=code)
        try:
            return flow.finish_sign_in(request)
        finally:
            self.keep(request)

    def sign_in(self, provider: FakeProvider, code: str, *, level: int = 1) -> SignedIn:
        """Both halves."""
        return self.come_back(self.begin(provider, level=level), code)

    def wear(self, key: str):
        """Choose a hat."""
        request = self.request()
        try:
            return flow.choose_hat(request, key)
        finally:
            self.keep(request)

    def sign_out(self) -> str:
        """Leave."""
        request = self.request()
        url = flow.sign_out(request)
        self.keep(request)
        return url
