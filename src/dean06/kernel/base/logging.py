"""Structured logs without personal data: one JSON object a line in production, readable lines in a terminal.

Everything logged in the process, by us or by a library, passes ``without_personal_data`` on its way out: a careless
line loses its meaning, never a citizen's secret.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, Literal, cast

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

MASK = "***"
DEEPEST = 6
QUIET_LIBRARIES = ("procrastinate", "httpx", "httpcore", "pdfminer", "fontTools")

# Values under these keys are never written, whatever they look like.
PERSONAL_KEYS = frozenset(
    {"full_name", "given_name", "family_name", "person_name", "personal_id", "birth_on", "address", "email", "phone"}
    | {"password", "secret", "client_secret", "totp", "token", "id_token", "access_token", "refresh_token"}
    | {"authorization", "cookie", "cookies", "set_cookie", "csrfmiddlewaretoken", "code_verifier"}
    | {"claims", "payload", "form", "body"}
)

# A UUID may hold twelve digits in a row and must stay whole: it is matched first and kept.
_UUID = r"(?P<kept>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_IDENTITY_NUMBER = r"(?<!\d)(?:\d{12}|\d{9}|\d{3}(?: \d{3}){2,3})(?!\d)"
_PHONE = r"(?<!\d)(?:\+?84|0)[ .-]?\d{2,4}[ .-]?\d{3}[ .-]?\d{3,4}(?!\d)"
# 256 bits as a part of an address, in the clear or inside a query: who reads the log must not be able to open it.
_KEY_IN_ADDRESS = r"(?:(?<=/)|(?<=%2F))[\w-]{43}(?![\w-])"
_LOOKS_PERSONAL = re.compile("|".join((_UUID, _EMAIL, _KEY_IN_ADDRESS, _IDENTITY_NUMBER, _PHONE)), re.IGNORECASE)
_PERSONAL_LENGTHS = (9, 11, 12)  # a 12-digit number loses its leading 0 when kept as an integer


def configure(log_format: Literal["json", "console"] | str = "json", *, level: int = logging.INFO) -> None:
    """Send every log of the process to standard error in one form. May be called again; the last call counts."""
    shared = _shared_processors()
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(log_format)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET_LIBRARIES:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def request_id() -> str:
    """Id of the request being served, "" outside one. The shell's middleware binds it for the request's duration."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def without_personal_data(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Processor: mask numbers of people, e-mail addresses, secret addresses and everything under PERSONAL_KEYS."""
    del logger, method
    return cast(EventDict, {key: value if _is_meta(key) else _masked(key, value) for key, value in event.items()})


def mask(text: str) -> str:
    """The text with everything that looks like personal data replaced by ``MASK``."""
    return _LOOKS_PERSONAL.sub(lambda match: match.group("kept") or MASK, text)


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        without_personal_data,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _renderer(log_format: str) -> Processor:
    if log_format == "console":
        return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _is_meta(key: str) -> bool:
    """structlog's own entries, removed before anything is written."""
    return key in {"_record", "_from_structlog"}


def _masked(key: str, value: Any, depth: int = 0) -> Any:
    """The value fit to be written; containers are searched, unknown objects go through their text."""
    if key.lower().replace("-", "_") in PERSONAL_KEYS or depth > DEEPEST:
        return MASK
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return MASK if len(str(abs(value))) in _PERSONAL_LENGTHS else value
    if isinstance(value, Mapping):
        return {mask(str(inner)): _masked(str(inner), item, depth + 1) for inner, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked("", item, depth + 1) for item in value]
    return mask(str(value))
