"""What browsers are told: cookies, transport, content security policy. No inline script or style anywhere."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from dean06.config import env


def _issuer_origin() -> str:
    issuer = env.text("DEAN06_VNEID_ISSUER") or f"http://127.0.0.1:{env.text('DEAN06_SANDBOX_PORT')}"
    parts = urlsplit(issuer)
    return f"{parts.scheme}://{parts.netloc}"


_IS_HTTPS = env.text("DEAN06_PUBLIC_URL").startswith("https://")
YEAR_SECONDS = 365 * 24 * 3600

SESSION_ENGINE = "dean06.kernel.identity.session_store"
SESSION_COOKIE_NAME = "__Host-dean06" if _IS_HTTPS else "dean06"
SESSION_COOKIE_SECURE = _IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # the way back from VNeID is a cross-site GET
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = _IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dean06.ui.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _IS_HTTPS else None
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = YEAR_SECONDS if _IS_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, _issuer_origin()],  # browsers apply it to the redirect to VNeID as well
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
