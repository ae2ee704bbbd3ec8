"""Refusals with a meaning. The message is Vietnamese and tells the person what to do; the code is for programs.

Pages and machine interfaces turn them into answers in one place (the ui middleware).
"""

from typing import ClassVar


class DomainError(Exception):
    """Base of all refusals: ``message`` for people, ``code`` for programs, ``field`` when one input is to blame."""

    default_code: ClassVar[str] = "domain_error"

    def __init__(self, message: str, *, code: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.field = field


class NotPermitted(DomainError):
    """The actor may not do this (403)."""

    default_code = "not_permitted"


class NotFound(DomainError):
    """No such thing, or not for this actor to know of (404)."""

    default_code = "not_found"


class Conflict(DomainError):
    """The thing changed meanwhile or is in a state that forbids the act (409)."""

    default_code = "conflict"


class Invalid(DomainError):
    """The input breaks a rule (422)."""

    default_code = "invalid"


class TooMany(DomainError):
    """A rate limit was reached; ``retry_after`` says after how many seconds to try again (429)."""

    default_code = "too_many"

    def __init__(self, message: str, *, code: str = "", field: str = "", retry_after: int = 0) -> None:
        super().__init__(message, code=code, field=field)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """Something outside does not answer; ``retry_after`` seconds are a guess, 0 when unknown (503)."""

    default_code = "unavailable"

    def __init__(self, message: str, *, code: str = "", field: str = "", retry_after: int = 0) -> None:
        super().__init__(message, code=code, field=field)
        self.retry_after = retry_after
