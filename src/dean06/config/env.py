"""Typed reading of the environment: every key the platform understands is declared in ``KEYS``."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Key:
    """One environment variable: its name, default as text and what it is for (docs/operations/settings.md)."""

    name: str
    default: str
    purpose: str


KEYS: tuple[Key, ...] = (
    Key(name="DEAN06_STATE", default="./var", purpose="Directory of everything the installation keeps"),
    Key(name="DEAN06_DATABASE_URL", default="", purpose="PostgreSQL to use instead of the embedded one"),
    Key(name="DEAN06_SECRET_KEY", default="", purpose="Signing key of sessions; generated under the state if empty"),
    Key(name="DEAN06_PSEUDONYM_KEY", default="", purpose="Key of ids of people not yet known; never change it"),
    Key(name="DEAN06_HOST", default="127.0.0.1", purpose="Address the web server binds to"),
    Key(name="DEAN06_PORT", default="8600", purpose="Port of the web server"),
    Key(name="DEAN06_SANDBOX_PORT", default="8601", purpose="Port of the sandbox (VNeID twin)"),
    Key(name="DEAN06_SANDBOX_WITNESS_PORT", default="8602", purpose="Port of the twin of the audit log's witness"),
    Key(name="DEAN06_SANDBOX_POPULATION_PORT", default="8603", purpose="Port of the twin of the population register"),
    Key(name="DEAN06_SANDBOX_CA_PORT", default="8604", purpose="Port of the twin of the certificate authority"),
    Key(name="DEAN06_SANDBOX_TSA_PORT", default="8605", purpose="Port of the twin of the time-stamping authority"),
    Key(name="DEAN06_SANDBOX_SMS_PORT", default="8606", purpose="Port of the twin of the gateways for text messages"),
    Key(name="DEAN06_SANDBOX_VNEID_INBOX_PORT", default="8607", purpose="Port of the twin of the VNeID inbox"),
    Key(name="DEAN06_SANDBOX_BANK_PORT", default="8608", purpose="Port of the twin of the bank"),
    Key(
        name="DEAN06_SANDBOX_NATIONAL_PORTAL_PORT",
        default="8609",
        purpose="Port of the twin of the national public-service portal",
    ),
    Key(name="DEAN06_SANDBOX_JUDICIAL_PORT", default="8611", purpose="Port of the twin of the judicial register"),
    Key(name="DEAN06_SANDBOX_HOSPITAL_PORT", default="8612", purpose="Port of the twin of a hospital's system"),
    Key(name="DEAN06_SANDBOX_INSURANCE_PORT", default="8613", purpose="Port of the twin of social insurance"),
    Key(name="DEAN06_PUBLIC_URL", default="", purpose="Address people type; empty: http://HOST:PORT"),
    Key(name="DEAN06_WEB_WORKERS", default="2", purpose="Web server processes"),
    Key(name="DEAN06_WEB_THREADS", default="2", purpose="Threads in each web server process"),
    Key(name="DEAN06_DEMO", default="0", purpose="1: fictional people, sandbox, banner; never in production"),
    Key(name="DEAN06_BREAK_GLASS", default="0", purpose="1: allow the emergency operator account to sign in"),
    Key(name="DEAN06_LOG_FORMAT", default="json", purpose="json or console"),
    Key(name="DEAN06_VNEID_ISSUER", default="", purpose="OpenID issuer of VNeID; empty: the sandbox twin"),
    Key(name="DEAN06_VNEID_CLIENT_ID", default="dean06", purpose="Client identifier registered with VNeID"),
    Key(name="DEAN06_VNEID_CLIENT_SECRET", default="", purpose="Client secret; generated for the sandbox if empty"),
    Key(name="DEAN06_WITNESS_URL", default="", purpose="Submission prefix of the audit log's witness; empty: none"),
    Key(name="DEAN06_WITNESS_KEY", default="", purpose="Public key the witness signs with, as it gave it"),
    Key(name="DEAN06_WITNESS_NAME", default="", purpose="What people call the witness; empty: the name in its key"),
    Key(name="DEAN06_CSCA_DIR", default="", purpose="Certificates of card issuers; empty: csca under the state"),
    Key(name="DEAN06_READER_PORT", default="8610", purpose="Loopback port of the reader agent at every desk"),
    Key(
        name="DEAN06_POPULATION_URL", default="", purpose="Exchange server of the population register; empty: the twin"
    ),
    Key(
        name="DEAN06_POPULATION_CLIENT",
        default="VN/GOV/000.00.15.H56/dean06",
        purpose="Our subsystem, as the exchange server of the population register knows it",
    ),
    Key(name="DEAN06_BANK_URL", default="", purpose="Interface of the bank that collects; empty: the twin"),
    Key(name="DEAN06_BANK_TOKEN", default="", purpose="What the bank knows us by; generated for the sandbox if empty"),
    Key(
        name="DEAN06_BANK_NOTICE_SECRET",
        default="",
        purpose="Secret the bank signs notices with, two while it changes; generated for the sandbox if empty",
    ),
    Key(name="DEAN06_CA_URL", default="", purpose="EST root of the certificate authority; empty: the twin"),
    Key(name="DEAN06_CA_CREDENTIALS", default="", purpose="user:password for EST; generated for the sandbox if empty"),
    Key(
        name="DEAN06_CA_STATUS_URLS",
        default="",
        purpose="Prefixes of OCSP and list addresses that may be asked, apart by spaces; empty: the authority's own",
    ),
    Key(
        name="DEAN06_WALLETS",
        default="",
        purpose="Wallets that may ask a person to sign in: ID=ADDRESS they are sent back to, apart by spaces",
    ),
    Key(name="DEAN06_TSA_URL", default="", purpose="RFC 3161 time-stamping authority; empty: the twin"),
    Key(
        name="DEAN06_NATIONAL_PORTAL_URL",
        default="",
        purpose="https://USER:PASSWORD@host/path of the national portal that feeds us; empty: none",
    ),
    Key(
        name="DEAN06_NATIONAL_PORTAL_UNIT",
        default="000.01.00.H27",
        purpose="Agency code we log in as on the national portal",
    ),
    Key(
        name="DEAN06_NATIONAL_PORTAL_STATUSES",
        default="national",
        purpose="Whose list of statuses the national portal speaks",
    ),
    Key(name="DEAN06_JUDICIAL_URL", default="", purpose="Interface of the judicial register; empty: the twin"),
    Key(
        name="DEAN06_JUDICIAL_TOKEN",
        default="",
        purpose="What the judicial register knows us by; generated for the sandbox if empty",
    ),
    Key(
        name="DEAN06_JUDICIAL_KEY_FILE",
        default="",
        purpose="PEM file of the key the judicial register signs with; empty: the twin's",
    ),
    Key(name="DEAN06_INSURANCE_URL", default="", purpose="Interface of social insurance; empty: the twin"),
    Key(
        name="DEAN06_INSURANCE_TOKEN",
        default="",
        purpose="What social insurance knows us by; generated for the sandbox if empty",
    ),
    Key(
        name="DEAN06_INSURANCE_KEY_FILE",
        default="",
        purpose="PEM file of the key social insurance signs with; empty: the twin's",
    ),
    Key(name="DEAN06_EMAIL_URL", default="", purpose="smtp://user:password@host:port; empty: no e-mail"),
    Key(name="DEAN06_SMS_URL", default="", purpose="https://KEY:SECRET@host/path of the SMS provider; empty: none"),
    Key(name="DEAN06_SMS_SECOND_URL", default="", purpose="The same of the provider asked when the first is away"),
    Key(name="DEAN06_SMS_SENDER", default="DUCTHO", purpose="Name text messages come from, at most 11 characters"),
    Key(
        name="DEAN06_VNEID_INBOX_URL",
        default="",
        purpose="https://KEY:SECRET@host/path of VNeID's inbox; empty: none",
    ),
    Key(name="DEAN06_METRICS_TOKEN", default="", purpose="Token of a metrics scraper on another machine"),
    Key(name="DEAN06_CHROMIUM", default="", purpose="Browser for the journeys and pictures; empty: search PATH"),
)
_BY_NAME = {key.name: key for key in KEYS}


class ConfigurationError(Exception):
    """A setting cannot be used; the message (Vietnamese) says which and what to write instead."""


def text(name: str) -> str:
    """Value of a declared key, or its default."""
    return os.environ.get(name, "").strip() or _BY_NAME[name].default


def flag(name: str) -> bool:
    """True for 1/true/yes/on."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def number(name: str, *, least: int, most: int) -> int:
    """Whole number within bounds, else ConfigurationError."""
    return _convert(name, lambda value: _bounded(int(value), least, most), f"một số nguyên từ {least} đến {most}")


def path(name: str) -> Path:
    """Absolute path."""
    return Path(text(name)).expanduser().resolve()


def _bounded(value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise ValueError(value)
    return value


def _convert(name: str, convert: Callable[[str], int], wanted: str) -> int:
    value = text(name)
    try:
        return convert(value)
    except ValueError as error:
        raise ConfigurationError(f"{name}={value!r} không dùng được: cần {wanted}") from error
