"""The twin as an ASGI application: enrolment (RFC 7030), OCSP (RFC 6960), revocation lists, switches."""

import base64
import binascii
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from dean06.sandbox.ca import statuses
from dean06.sandbox.ca.authority import Authority, Period
from dean06.sandbox.ca.faults import Fault
from dean06.sandbox.doors import DOORS, stranger
from dean06.sandbox.switches import Switches

MAX_BODY_BYTES = 64 * 1024
OVERSIZED_BYTES = 4 * 1024 * 1024
CERTIFICATES = "application/pkcs7-mime; smime-type=certs-only"


def create_app(authority: Authority, credentials: str, admin_token: str) -> Starlette:
    """A twin around one authority; ``credentials``: user:password of whoever may enrol."""
    app = Starlette(
        routes=[
            Route("/.well-known/est/simpleenroll", _enrol, methods=["POST"]),
            Route("/.well-known/est/cacerts", _above),
            Route("/ocsp", _ocsp, methods=["POST"]),
            Route("/crl/{name}.crl", _list),
            Route("/admin/revoke", _revoke, methods=["POST"]),
            Route("/admin/issue", _issue, methods=["POST"]),
            Route("/admin/clock", _clock, methods=["POST"]),
            Route("/root.pem", _root),
            *DOORS,
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_misbehave)],
    )
    app.state.authority, app.state.credentials = authority, credentials
    app.state.faults, app.state.admin_token = Switches(Fault), admin_token
    return app


async def _enrol(request: Request) -> Response:
    expected = "Basic " + base64.b64encode(request.app.state.credentials.encode()).decode()
    if not hmac.compare_digest(request.headers.get("authorization", "").encode(), expected.encode()):
        return PlainTextResponse("", status_code=401, headers={"WWW-Authenticate": 'Basic realm="est"'})
    if Fault.LATER in request.app.state.faults:
        return PlainTextResponse("", status_code=202, headers={"Retry-After": "3600"})
    body = await request.body()
    try:
        csr = x509.load_der_x509_csr(base64.b64decode(body)) if len(body) <= MAX_BODY_BYTES else None
        made = request.app.state.authority.certify(csr) if csr else None
    except (ValueError, binascii.Error):
        made = None
    return _bundle([made]) if made else PlainTextResponse("not a request", status_code=400)


async def _above(request: Request) -> Response:
    authority: Authority = request.app.state.authority
    return _bundle([authority.issuing.certificate, authority.root.certificate])


def _bundle(certificates: list[x509.Certificate]) -> Response:
    """Certificates only, base64 as RFC 7030 wants it."""
    body = base64.encodebytes(pkcs7.serialize_certificates(certificates, Encoding.DER))
    return Response(body, headers={"Content-Type": CERTIFICATES, "Content-Transfer-Encoding": "base64"})


async def _ocsp(request: Request) -> Response:
    body = await request.body()
    if len(body) > MAX_BODY_BYTES:
        return PlainTextResponse("too large", status_code=413)
    answer = statuses.answer(request.app.state.authority, body, request.app.state.faults)
    return Response(answer, media_type="application/ocsp-response")


async def _list(request: Request) -> Response:
    authority: Authority = request.app.state.authority
    issuers = {"root": authority.root, "issuing": authority.issuing}
    issuer = issuers.get(request.path_params["name"])
    if issuer is None:
        return PlainTextResponse("", status_code=404)
    body = statuses.revocation_list(authority, issuer, request.app.state.faults)
    return Response(body, media_type="application/pkix-crl")


async def _root(request: Request) -> Response:
    """The root, for whoever is to believe it."""
    authority: Authority = request.app.state.authority
    return Response(authority.root.certificate.public_bytes(Encoding.PEM), media_type="application/x-pem-file")


async def _revoke(request: Request) -> Response:
    """POST {"serial": "hex", "reason": "keyCompromise", "at": seconds (optional)}."""
    if refused := stranger(request):
        return refused
    try:
        asked = json.loads(await request.body())
        serial, reason = int(asked["serial"], 16), x509.ReasonFlags(asked.get("reason", "keyCompromise"))
        at = datetime.fromtimestamp(float(asked.get("at", datetime.now(UTC).timestamp())), UTC)
    except (ValueError, KeyError, TypeError) as error:
        return JSONResponse({"error": str(error)}, status_code=422)
    request.app.state.authority.shelf.revoke(serial, reason.value, at)
    return JSONResponse({"revoked": asked["serial"]})


async def _issue(request: Request) -> Response:
    """POST {"request": base64, "begins": seconds, "ends": seconds}: a certificate of any period."""
    if refused := stranger(request):
        return refused
    try:
        asked = json.loads(await request.body())
        csr = x509.load_der_x509_csr(base64.b64decode(asked["request"]))
        begins, ends = (datetime.fromtimestamp(float(asked[name]), UTC) for name in ("begins", "ends"))
        made = request.app.state.authority.certify(csr, Period(begins=begins, ends=ends))
    except (ValueError, KeyError, TypeError) as error:
        return JSONResponse({"error": str(error)}, status_code=422)
    return JSONResponse({"certificate": base64.b64encode(made.public_bytes(Encoding.DER)).decode()})


async def _clock(request: Request) -> Response:
    """POST {"days": 800}: answers and lists from then on are of that many days ahead; 0 for now."""
    if refused := stranger(request):
        return refused
    try:
        days = timedelta(days=float(json.loads(await request.body())["days"]))
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        return JSONResponse({"error": str(error)}, status_code=422)
    request.app.state.authority.ahead = days
    return JSONResponse({"days": days.days})


async def _misbehave(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Faults below the protocol; health, switches and the root always behave."""
    if request.url.path.startswith(("/admin/", "/healthz", "/root.pem")):
        return await call_next(request)
    faults: Switches[Fault] = request.app.state.faults
    await faults.delay()
    bad = next((make() for fault, make in BAD_ANSWERS.items() if fault in faults), None)
    return bad or await call_next(request)


BAD_ANSWERS: dict[Fault, Callable[[], Response]] = {
    Fault.DOWN: lambda: PlainTextResponse("down", status_code=503),
    Fault.GARBLED: lambda: PlainTextResponse("<html>bảo trì hệ thống</html>"),
    Fault.OVERSIZED: lambda: PlainTextResponse(" " * OVERSIZED_BYTES),
    Fault.REDIRECT: lambda: RedirectResponse("/healthz", status_code=307),
}
