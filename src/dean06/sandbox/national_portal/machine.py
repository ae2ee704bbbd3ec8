"""The portal's interface for back offices (protocols/national_portal)."""

import hmac
import json
import secrets
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from dean06.sandbox.national_portal.books import Refused
from dean06.sandbox.national_portal.faults import Fault
from dean06.sandbox.national_portal.state import Portal

DONE, SESSION_OVER, UNKNOWN, WRONG, LATER = "00", "01", "02", "03", "99"
MAX_BODY_BYTES = 1024 * 1024
HUGE = 21 * 1024 * 1024
Said = dict[str, Any]


async def token(request: Request) -> Response:
    """A session for who knows the password."""
    portal: Portal = request.app.state.portal
    said = await _said(request)
    known = (portal.username.encode(), portal.password.encode())
    given = (str(said.get("username", "")).encode(), str(said.get("password", "")).encode())
    if not all(hmac.compare_digest(*pair) for pair in zip(known, given, strict=True)):
        return JSONResponse({"error_code": WRONG, "message": "sai tài khoản"}, status_code=401)
    session = secrets.token_urlsafe(16)
    portal.sessions.add(session)
    return _answer(portal, session=session)


async def service(request: Request) -> Response:
    """One of the services, for an open session."""
    portal: Portal = request.app.state.portal
    said = await _said(request)
    if Fault.BUSY in portal.faults:
        return _error(LATER, "hệ thống bận")
    if said.get("session") not in portal.sessions:
        return _error(SESSION_OVER, "phiên đã hết")
    if Fault.SESSION_OVER in portal.faults:
        portal.sessions.clear()
        return _error(SESSION_OVER, "phiên đã hết")
    run = SERVICES.get(str(said.get("service")))
    if run is None or not said.get("madonvi"):
        return _error(UNKNOWN, "không có dịch vụ này")
    try:
        return run(portal, said)
    except Refused as refusal:
        return _error(WRONG, str(refusal))


def _waiting(portal: Portal, said: Said) -> Response:
    is_again = Fault.DOUBLE in portal.faults
    letters = [one for one in portal.books.letters if is_again or not one.is_confirmed]
    listed = [{"MaThongDiep": one.id, "HoSo": one.body} for one in letters[: int(said.get("soLuong", 0))]]
    return _answer(portal, result=listed)


def _confirm(portal: Portal, said: Said) -> Response:
    found = next((one for one in portal.books.letters if one.id == said.get("maThongDiep")), None)
    if found is None:
        return _error(UNKNOWN, "không có thông điệp này")
    found.is_confirmed = True
    portal.books.save()
    return _answer(portal)


def _file(portal: Portal, said: Said) -> Response:
    kept = portal.books.dossiers.get(str(said.get("maHoSo")))
    listed = {one.get("TepDinhKemId") for one in kept.dossier.get("TaiLieuNop", [])} if kept else set()
    content = portal.books.files.get(str(said.get("tepDinhKemId")))
    if said.get("tepDinhKemId") not in listed or content is None or Fault.NO_FILE in portal.faults:
        return _error(UNKNOWN, "không có tệp này")
    data = bytes.fromhex(content)
    if Fault.WRONG_FILE in portal.faults:
        data += b"x"
    if Fault.HUGE_FILE in portal.faults:
        data = bytes(HUGE)
    return Response(data, media_type="application/octet-stream")


def _steps(portal: Portal, said: Said) -> Response:
    return _reports(portal, said, portal.books.note_step)


def _standings(portal: Portal, said: Said) -> Response:
    if said.get("isUpdating") != "True":
        raise Refused("hồ sơ của Cổng chỉ cập nhật, không tạo mới")
    return _reports(portal, said, portal.books.note_standing)


def _reports(portal: Portal, said: Said, note: Callable[[Said], None]) -> Response:
    if Fault.REFUSE_REPORTS in portal.faults:
        raise Refused("không nhận báo cáo")
    listed = said.get("data")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Refused("data không phải danh sách")
    for one in listed:
        note(one)
    if Fault.LOST_ANSWER in portal.faults:
        return PlainTextResponse("mất kết nối sau khi ghi", status_code=502)
    return _answer(portal)


SERVICES: dict[str, Callable[[Portal, Said], Response]] = {
    "LayHoSoCho": _waiting,
    "XacNhanHoSo": _confirm,
    "TaiTep": _file,
    "CapNhatTienDoHoSoMC": _steps,
    "DongBoHoSoMC": _standings,
}


async def _said(request: Request) -> Said:
    body = await request.body()
    try:
        said = json.loads(body) if len(body) <= MAX_BODY_BYTES else {}
    except ValueError:
        said = {}
    return said if isinstance(said, dict) else {}


def _answer(portal: Portal, **facts: object) -> Response:
    body = json.dumps({"error_code": DONE, "message": ""} | facts, ensure_ascii=False)
    if Fault.GARBLED in portal.faults:
        body = body[: len(body) // 2]
    if Fault.NOT_JSON in portal.faults:
        return PlainTextResponse("<html>bảo trì</html>", media_type="text/html")
    return Response(body.encode(), media_type="application/json")


def _error(code: str, words: str) -> Response:
    return JSONResponse({"error_code": code, "message": words})
