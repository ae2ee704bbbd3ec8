"""The running twin: everything the endpoints share, and the decisions of a sign-in."""

import logging
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx2

from dean06.sandbox.vneid.faults import Fault, Faults
from dean06.sandbox.vneid.keys import KeyRing
from dean06.sandbox.vneid.people import Person
from dean06.sandbox.vneid.settings import Settings
from dean06.sandbox.vneid.store import AuthRequest, Grant, Interaction, Launch, Session, Store, new_secret
from dean06.sandbox.vneid.tokens import EVIL_ISSUER, Mint

LOGOUT_TIMEOUT_SECONDS = 5.0
LAUNCH_PREFIX = "mo:"
log = logging.getLogger("vneid-twin")


@dataclass
class Provider:
    """One twin. All state is in memory and belongs to one process."""

    settings: Settings
    faults: Faults = field(default_factory=Faults)

    def __post_init__(self) -> None:
        self.keys = KeyRing(self.settings.signing_alg)
        self.store = Store(code_seconds=self.settings.code_seconds)
        self.mint = Mint(self.settings, self.keys, self.faults)

    def needs_sign_in(self, request: AuthRequest, session: Session | None) -> bool:
        """True when the browser's session does not satisfy the request as it stands."""
        if session is None or request.prompt & {"login", "select_account"}:
            return True
        stale = request.max_age is not None and time.time() - session.auth_time > request.max_age
        return stale or session.level < request.level

    def has_agreed(self, request: AuthRequest, person: Person) -> bool:
        """Consent is asked once per person and remembered while the twin runs."""
        return "consent" not in request.prompt and person.key in self.store.agreed

    def sign_in(self, person: Person, level: int, previous: str) -> tuple[str, Session]:
        """Open a session in a new cookie; the previous cookie of the browser dies."""
        self.store.sessions.pop(previous)
        session = Session(sid=new_secret(), person=person, level=level, auth_time=int(time.time()))
        return self.store.sessions.add(session), session

    def answer(self, request: AuthRequest, session: Session) -> str:
        """The redirect that carries a fresh code (or the fault switched on) back to the relying party."""
        session.shared = True
        code = self.store.codes.add(
            Grant(
                request=request,
                person=session.person,
                sid=session.sid,
                level=session.level,
                auth_time=session.auth_time,
            )
        )
        if Fault.REUSED_CODE in self.faults and self.store.last_code:
            code = self.store.last_code
        self.store.last_code = code
        return self.redirect(request, {"code": code})

    def launch(self, session: Session, target: str) -> str:
        """Where the web view goes to open the mini-app at one of its addresses (OpenID Connect Core, 4)."""
        hint = self.store.launches.add(Launch(person=session.person, sid=session.sid), LAUNCH_PREFIX + new_secret())
        query = {"iss": self.settings.issuer, "login_hint": hint} | ({"target_link_uri": target} if target else {})
        return f"{self.settings.client.initiate_login_uri}?{urlencode(query)}"

    def refuse(self, request: AuthRequest, error: str, description: str) -> str:
        """The redirect that carries an error back."""
        return self.redirect(request, {"error": error, "error_description": description})

    def redirect(self, request: AuthRequest, values: dict[str, str]) -> str:
        """An authorization response with state and iss (RFC 9207)."""
        query = {**values, "state": request.state, "iss": self.settings.issuer}
        if Fault.WRONG_STATE in self.faults:
            query["state"] = "not-the-state-that-was-sent"
        if Fault.MIX_UP in self.faults:
            query["iss"] = EVIL_ISSUER
        if Fault.MISSING_ISS_PARAM in self.faults:
            del query["iss"]
        if not query["state"]:
            del query["state"]
        joiner = "&" if "?" in request.redirect_uri else "?"
        return f"{request.redirect_uri}{joiner}{urlencode(query)}"

    def next_step(self, interaction: Interaction, session: Session) -> str | None:
        """Where a person who has just signed in goes: back with an answer, or None when consent comes first."""
        if session.level < interaction.request.level:
            return self.refuse(
                interaction.request, "unmet_authentication_requirements", "account has not reached the level demanded"
            )
        if not interaction.is_agreed and not self.has_agreed(interaction.request, session.person):
            return None
        return self.answer(interaction.request, session)

    async def announce_logout(self, session: Session) -> None:
        """Post the logout token to the relying party, when it knows the session and has an address for it."""
        uri = self.settings.client.backchannel_logout_uri
        if not (uri and session.shared):
            return
        token = self.mint.logout_token(session)
        repeats = 2 if Fault.LOGOUT_REPLAY in self.faults else 1
        async with httpx2.AsyncClient(timeout=LOGOUT_TIMEOUT_SECONDS, trust_env=False) as client:
            for _ in range(repeats):
                try:
                    answer = await client.post(uri, data={"logout_token": token})
                    log.info("back-channel logout answered %s", answer.status_code)
                except httpx2.HTTPError as error:
                    log.warning("back-channel logout not delivered: %s", type(error).__name__)
