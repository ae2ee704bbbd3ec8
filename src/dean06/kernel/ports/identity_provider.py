"""What the platform asks of a national identity provider (VNeID), and what it promises in return.

The provider side SHALL prove every statement it passes on: a value of ``Identity`` has survived all checks of OpenID
Connect Core 3.1.3.7, RFC 9207 and, when they apply, ``max_age`` and the assurance level. It SHALL raise, never return a
partial answer. The calling side SHALL keep ``AuthorizationStart`` in the person's own session, use it once, never call
inside a database transaction, and check ``LogoutNotice.token_id`` against the tokens it has already seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Protocol

Sex = Literal["male", "female", ""]
Prompt = Literal["none", "login", "consent"]


class Reason(StrEnum):
    """Why a sign-in or a logout token was refused; stable words for logs, metrics and tests."""

    START_EXPIRED = "start_expired"
    STATE_MISMATCH = "state_mismatch"
    ISSUER_MISSING = "issuer_missing"
    ISSUER_MISMATCH = "issuer_mismatch"
    PERSON_CANCELLED = "person_cancelled"
    LOGIN_REQUIRED = "login_required"
    LEVEL_UNREACHABLE = "level_unreachable"
    CODE_MISSING = "code_missing"
    CODE_REFUSED = "code_refused"
    REQUEST_REFUSED = "request_refused"
    TOKEN_MISSING = "token_missing"  # noqa: S105 - a reason, not a secret
    TOKEN_MALFORMED = "token_malformed"  # noqa: S105 - a reason, not a secret
    ALGORITHM_REFUSED = "algorithm_refused"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE_INVALID = "signature_invalid"
    AUDIENCE_MISMATCH = "audience_mismatch"
    NONCE_MISMATCH = "nonce_mismatch"
    LAUNCH_MISMATCH = "launch_mismatch"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - a reason, not a secret
    TOKEN_FROM_FUTURE = "token_from_future"  # noqa: S105 - a reason, not a secret
    HASH_MISMATCH = "hash_mismatch"
    LEVEL_MISSING = "level_missing"
    LEVEL_UNKNOWN = "level_unknown"
    LEVEL_TOO_LOW = "level_too_low"
    AUTH_TIME_MISSING = "auth_time_missing"
    AUTH_TOO_OLD = "auth_too_old"
    SUBJECT_MISMATCH = "subject_mismatch"
    CLAIM_MISSING = "claim_missing"
    CLAIM_INVALID = "claim_invalid"
    NOT_A_LOGOUT_TOKEN = "not_a_logout_token"  # noqa: S105 - a reason, not a secret


_START_AGAIN = "Lần đăng nhập này không còn hiệu lực. Ông/bà bấm Đăng nhập để làm lại từ đầu."
_NOT_TRUSTED = (
    "Câu trả lời nhận được không đúng là của VNeID nên không được chấp nhận. Ông/bà đóng trang này, mở lại cổng dịch "
    "vụ và đăng nhập lại; nếu vẫn gặp, báo người quản trị kèm mã {reason}."
)
_NO_LEVEL = (
    "VNeID không xác nhận ông/bà đã đăng nhập ở mức nào nên chưa thể cho vào. Ông/bà đăng nhập lại; nếu vẫn gặp, báo "
    "người quản trị kèm mã {reason}."
)
_MESSAGES: dict[Reason, str] = {
    Reason.REQUEST_REFUSED: (
        "VNeID không nhận yêu cầu đăng nhập của cổng dịch vụ. Ông/bà thử lại; nếu vẫn gặp, báo người quản trị kèm mã "
        "{reason}."
    ),
    Reason.START_EXPIRED: _START_AGAIN,
    Reason.STATE_MISMATCH: _START_AGAIN,
    Reason.CODE_MISSING: _START_AGAIN,
    Reason.CODE_REFUSED: _START_AGAIN,
    Reason.LOGIN_REQUIRED: "Ông/bà chưa đăng nhập VNeID. Bấm Đăng nhập để tiếp tục.",
    Reason.LAUNCH_MISMATCH: (
        "Lần mở này không phải do ứng dụng VNeID trên máy này. Ông/bà mở ứng dụng VNeID rồi chọn lại dịch vụ."
    ),
    Reason.PERSON_CANCELLED: "Ông/bà đã dừng đăng nhập trên VNeID. Khi cần, bấm Đăng nhập để làm lại.",
    Reason.LEVEL_UNREACHABLE: (
        "Việc này cần tài khoản định danh điện tử mức 2. Ông/bà mang thẻ căn cước đến Công an xã để được cấp mức 2, "
        "hoặc làm trực tiếp tại bộ phận một cửa."
    ),
    Reason.LEVEL_TOO_LOW: (
        "Việc này cần đăng nhập ở mức 2 nhưng lần này ông/bà đăng nhập ở mức thấp hơn. Đăng nhập lại và chọn mức 2."
    ),
    Reason.LEVEL_MISSING: _NO_LEVEL,
    Reason.LEVEL_UNKNOWN: _NO_LEVEL,
    Reason.AUTH_TOO_OLD: "Việc này cần ông/bà vừa mới đăng nhập. Đăng nhập lại để tiếp tục.",
}


class SignInRefused(Exception):
    """The provider answered, and the answer must not be believed or says no. Nobody is signed in."""

    def __init__(self, reason_code: str, message_vi: str) -> None:
        """``reason_code``: a value of ``Reason``; ``message_vi``: what the person reads and can do next."""
        super().__init__(reason_code)
        self.reason_code = reason_code
        self.message_vi = message_vi


class ProviderUnavailable(Exception):
    """The provider cannot be reached, is failing, or answers out of protocol; trying later may help."""

    message_vi = "VNeID đang không trả lời. Ông/bà thử lại sau ít phút; cần gấp thì đến bộ phận một cửa."

    def __init__(self, detail: str, *, retry_after_s: int = 30) -> None:
        """``detail``: for the log, no personal data; ``retry_after_s``: seconds before another try makes sense."""
        super().__init__(detail)
        self.retry_after_s = retry_after_s


def refusal(reason: Reason) -> SignInRefused:
    """The refusal for a reason, with the words a person reads."""
    return SignInRefused(reason.value, _MESSAGES.get(reason, _NOT_TRUSTED).format(reason=reason.value))


@dataclass(frozen=True, kw_only=True)
class AuthorizationStart:
    """One sign-in that has begun. Only JSON types: ``asdict`` it into the session, ``AuthorizationStart(**data)`` back.

    ``url`` is where the browser goes; the rest binds the answer to this session. ``started_at`` is in epoch seconds.
    ``launch``: what the provider's application opened us with, empty for an ordinary sign-in.
    """

    url: str
    state: str
    nonce: str
    code_verifier: str
    level: int
    max_age: int | None
    prompt: str | None
    started_at: int
    launch: str = ""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A person as the provider vouches for them, every check passed.

    ``subject`` is unique and stable within ``issuer``; ``personal_id`` has 12 digits; ``birth_on`` is None when the
    provider does not say; ``assurance_level`` is at least the level demanded; ``auth_time`` (aware, UTC) is None only
    when neither ``max_age`` nor ``prompt="login"`` was asked; ``id_token`` is kept for ``logout_url``.
    """

    subject: str
    issuer: str
    personal_id: str
    full_name: str
    birth_on: date | None
    sex: Sex
    assurance_level: int
    auth_time: datetime | None
    session_id: str
    id_token: str


@dataclass(frozen=True, kw_only=True)
class LogoutNotice:
    """The provider says a session has ended. ``subject`` or ``session_id`` may be empty, never both.

    ``token_id`` with ``issuer`` identifies the token for ever: a second one with the same pair is a replay. It needs
    to be remembered until ``expires_at`` (aware, UTC).
    """

    issuer: str
    subject: str
    session_id: str
    token_id: str
    issued_at: datetime
    expires_at: datetime


class IdentityProvider(Protocol):
    """Sign-in by OpenID Connect, in four verbs. Implementations are safe to share between threads."""

    def begin(
        self,
        *,
        redirect_uri: str,
        level: int,
        max_age: int | None = None,
        prompt: Prompt | None = None,
        launch: str = "",
    ) -> AuthorizationStart:
        """Register a sign-in with the provider and return where to send the browser.

        ``level``: least assurance level (1 or 2); ``max_age``: seconds since the person last proved who they are;
        ``prompt="login"`` demands a new proof, ``"none"`` that nobody is asked anything. ``launch``: the one-time word
        the provider's application opened us with; ``complete`` then refuses (launch_mismatch) unless the provider
        vouches that it gave this word to this person in this browser. Raises ProviderUnavailable, SignInRefused
        (request_refused).
        """
        ...

    def complete(self, *, params: Mapping[str, str], start: AuthorizationStart, redirect_uri: str) -> Identity:
        """Turn the query of the redirect back into an Identity.

        ``params`` are as received, unchecked; ``start`` comes from the same person's session and must be forgotten
        whatever happens here. Raises SignInRefused for every doubt, ProviderUnavailable when the provider is away.
        """
        ...

    def logout_url(self, *, id_token: str, post_logout_redirect_uri: str, state: str) -> str:
        """Where to send the browser to end the provider's session too (OpenID Connect RP-Initiated Logout 1.0).

        Raises ProviderUnavailable; the caller has ended its own session before and then simply stays.
        """
        ...

    def read_logout_token(self, token: str) -> LogoutNotice:
        """Check a token posted to our back-channel logout address (OpenID Connect Back-Channel Logout 1.0, 2.6).

        The replay check on ``token_id`` is the caller's. Raises SignInRefused, ProviderUnavailable (no keys).
        """
        ...
