"""What one running twin holds."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dean06.sandbox.national_portal.books import Books
from dean06.sandbox.national_portal.faults import Faults
from dean06.sandbox.national_portal.paper import paper

PAPER = paper()
BIRTH, BIRTH_NAME = "1.001193", "Đăng ký khai sinh"
STATUSES = {
    "1": "Mới đăng ký",
    "2": "Được tiếp nhận",
    "3": "Không được tiếp nhận",
    "4": "Đang xử lý",
    "5": "Yêu cầu bổ sung giấy tờ",
    "6": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "7": "Công dân yêu cầu rút hồ sơ",
    "8": "Dừng xử lý",
    "9": "Đã xử lý xong",
    "10": "Đã trả kết quả",
}


@dataclass
class Portal:
    """Books, switches, who may log in; ``people`` are the invented citizens by key."""

    books: Books
    faults: Faults
    username: str
    password: str
    admin_token: str
    agency: str
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)


def read_people(path: Path) -> dict[str, dict[str, Any]]:
    """Citizens from the shared file of invented people; ValueError when it is not marked fictional."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    if data.get("fictional") is not True:
        raise ValueError(f"{path}: not marked as fictional people")
    return {one["key"]: one for one in data["people"] if not one.get("posts")}


def birth_of(portal: Portal, person: dict[str, Any]) -> dict[str, Any]:
    """A dossier that registers an invented child of somebody's daughter."""
    name, number = person["full_name"], person["personal_id"]
    answers = {
        "applicant_name": name,
        "applicant_id": number,
        "applicant_address": "Thôn 1, xã Đức Thọ",
        "applicant_phone": "0912345678",
        "relation": "ong_ba",
        "child_name": "Nguyễn Hư Cấu",
        "child_born_on": "2026-11-01",
        "child_sex": "nu",
        "child_ethnic_group": "Kinh",
        "child_nationality": "Việt Nam",
        "birth_place": "Bệnh viện Đa khoa Đức Thọ",
        "origin": "Xã Đức Thọ",
        "mother_name": name,
        "mother_id": number,
        "mother_born_year": "1996",
        "mother_ethnic_group": "Kinh",
        "mother_nationality": "Việt Nam",
        "mother_address": "Thôn 1, xã Đức Thọ",
        "has_father": "false",
    }
    return {
        "MaTTHC": BIRTH,
        "TenTTHC": BIRTH_NAME,
        "KenhThucHien": "2",
        "ChuHoSo": name,
        "SoGiayToChuHoSo": number,
        "LoaiDoiTuong": "1",
        "SoDienThoai": "0912345678",
        "Email": "",
        "TrichYeuHoSo": "Đăng ký khai sinh cho Nguyễn Hư Cấu",
        "MaDonVi": portal.agency,
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "ToKhai": answers,
    }
