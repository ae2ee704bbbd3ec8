"""The messages themselves: a dossier read, a report written. Pure; protocols/national_portal has the forms."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from dean06.kernel.base.clock import VN_TZ, local
from dean06.kernel.ports.national_portal import Attachment, Dossier, Report, Unreadable

TIME: Final = "%Y%m%d%H%M%S"
ONLINE: Final = "2"
CITIZEN: Final = ("0", "1")  # the two sources differ; a business is "1" in one of them and carries no 12 digits
MOST_FILES, MOST_ANSWERS, LONGEST_NAME, LONGEST_FILE, DEEPEST = 50, 300, 200, 255, 6
UNFIT: Final = re.compile("[\x00\ud800-\udfff]")
NOT_A_DOSSIER = "Tin không phải là một hồ sơ theo mẫu."
PATTERNS: Final = {
    "MaHoSo": re.compile(r"[A-Z0-9.-]{3,60}"),
    "MaTTHC": re.compile(r"[0-9]\.[0-9]{6}"),
    "MaDonVi": re.compile(r"[A-Z0-9.]{3,40}"),
    "SoGiayToChuHoSo": re.compile(r"[0-9]{12}"),
    "NgayNopHoSo": re.compile(r"[0-9]{14}"),
    "TepDinhKemId": re.compile(r"[A-Za-z0-9_-]{1,80}"),
    "MaThanhPhanHoSo": re.compile(r"[a-z0-9_]{1,100}"),
    "MaBam": re.compile(r"[0-9a-f]{64}"),
}


def raw_of(dossier: object) -> str:
    """The words of a dossier, the same for the same content; in ASCII, so that they can be kept whatever they hold."""
    return json.dumps(dossier, sort_keys=True)


def read(raw: str) -> Dossier:
    """A dossier. Unreadable, with the field that is wrong."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Unreadable(NOT_A_DOSSIER) from error
    if not isinstance(told, dict):
        raise Unreadable(NOT_A_DOSSIER)
    _one_of(told, "KenhThucHien", (ONLINE,))
    _one_of(told, "LoaiDoiTuong", CITIZEN)
    return Dossier(
        code=_matching(told, "MaHoSo"),
        procedure=_matching(told, "MaTTHC"),
        agency=_matching(told, "MaDonVi"),
        personal_id=_matching(told, "SoGiayToChuHoSo"),
        full_name=_text(told, "ChuHoSo", LONGEST_NAME),
        is_identified=_one_of(told, "TaiKhoanDuocXacThucVoiVNeID", ("0", "1")) == "1",
        filed_at=_time(told, "NgayNopHoSo"),
        answers=_answers(told.get("ToKhai")),
        attachments=_files(told.get("TaiLieuNop")),
    )


def step(report: Report, code_of: Callable[[int], str]) -> dict[str, Any]:
    """CapNhatTienDoHoSoMC: who did what. ``code_of``: what the portal calls a status."""
    return {
        "MaHoSo": report.code,
        "SoThuTu": report.number,
        "NguoiXuLy": report.by_name,
        "ChucDanh": report.by_post,
        "ThoiDiemXuLy": written(report.at),
        "PhongBanXuLy": report.by_unit,
        "NoiDungXuLy": report.note,
        "TrangThai": code_of(report.status) if report.status else "",
    }


def status(report: Report, code_of: Callable[[int], str]) -> dict[str, Any]:
    """DongBoHoSoMC: the dossier as it stands."""
    return {
        "MaHoSo": report.code,
        "SoThuTu": report.number,
        "MaHoSoDonVi": report.our_code,
        "MaTTHC": report.procedure,
        "KenhThucHien": ONLINE,
        "TrangThaiHoSo": code_of(report.status) if report.status else "",
        "NgayTiepNhan": written(report.received_at),
        "NgayHenTra": written(report.due_at),
        "NgayKetThucXuLy": written(report.ended_at),
        "NgayTra": written(report.handed_over_at),
        "GhiChu": report.note,
        "DanhSachGiayToKetQua": [{"MaKetQua": report.result_number}] if report.result_number else [],
    }


def written(at: datetime | None) -> str:
    """An instant in Vietnamese time; "" for none."""
    return local(at).strftime(TIME) if at else ""


def _files(told: object) -> tuple[Attachment, ...]:
    if not isinstance(told, list) or len(told) > MOST_FILES or not all(isinstance(one, dict) for one in told):
        raise Unreadable(_wrong("TaiLieuNop"))
    return tuple(
        Attachment(
            file_id=_matching(one, "TepDinhKemId"),
            file_name=_text(one, "TenTepDinhKem", LONGEST_FILE),
            paper=_matching(one, "MaThanhPhanHoSo"),
            sha256=_matching(one, "MaBam"),
        )
        for one in told
    )


def _answers(told: object) -> Mapping[str, Any]:
    if not isinstance(told, dict) or len(told) > MOST_ANSWERS or not _is_fit(told, DEEPEST):
        raise Unreadable(_wrong("ToKhai"))
    return told


def _is_fit(value: object, depth: int) -> bool:
    """What can be kept: no character the database refuses, nothing deeper than any form."""
    match value:
        case str():
            return not UNFIT.search(value)
        case dict():
            return depth > 0 and all(_is_fit(key, depth) and _is_fit(one, depth - 1) for key, one in value.items())
        case list():
            return depth > 0 and all(_is_fit(one, depth - 1) for one in value)
    return True


def _text(told: Mapping[str, Any], name: str, longest: int) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= longest or UNFIT.search(value):
        raise Unreadable(_wrong(name))
    return value.strip()


def _matching(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not PATTERNS[name].fullmatch(value):
        raise Unreadable(_wrong(name))
    return value


def _one_of(told: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = told.get(name)
    if not isinstance(value, str) or value not in allowed:
        raise Unreadable(_wrong(name))
    return value


def _time(told: Mapping[str, Any], name: str) -> datetime:
    try:
        return datetime.strptime(_matching(told, name), TIME).replace(tzinfo=VN_TZ)
    except ValueError as error:
        raise Unreadable(_wrong(name)) from error


def _wrong(name: str) -> str:
    return f"Trường {name} thiếu hoặc không đúng mẫu."
