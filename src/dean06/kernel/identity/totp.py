"""One-time codes by time (RFC 6238): each code good once, one step early or late; the secret sealed at rest."""

import base64
import hmac
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

STEP_SECONDS = 30
STEPS_TOLERATED = 1
ISSUER = "De an 06"
_INFO = b"dean06 break-glass totp"


def new_secret() -> str:
    """A fresh secret in base32, 160 bits."""
    return pyotp.random_base32()


def uri(secret: str, holder: str) -> str:
    """What an authenticator application scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=holder, issuer_name=ISSUER)


def matching_step(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """The time step whose code this is, newer than ``after`` (the last one used); None when there is none."""
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(present - STEPS_TOLERATED, present + STEPS_TOLERATED + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()) and step > after:
            found = step
    return found


def seal(secret: str) -> str:
    """The secret encrypted under a key derived from the installation's own; a copy of the table alone is worthless."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The secret again; None when the installation's key has changed since (then the account must be made anew)."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_INFO).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
