"""Pilot 4. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

from datetime import date

from dean06.kernel.base.actor import Role
from dean06.kernel.manifest.types import (
    CaseType,
    Deadline,
    DocumentType,
    PersonalData,
    Pilot,
    PilotRole,
    Reading,
    Status,
)

PILOT = Pilot(
    number=4,
    slug="p04_hospital_kiosk",
    title="Khám chữa bệnh sử dụng sinh trắc học, kiosk tự phục vụ",
    short_title="Kiosk khám chữa bệnh",
    group="II",
    narrative=Reading(
        lead=("Phòng Y tế",),
        coordinate=("Các bệnh viện", "Phòng Văn hóa - Thông tin", "Công an huyện", "Các đơn vị liên quan"),
        force=("Công an huyện", "Phòng Văn hóa - Thông tin", "Phòng Y tế", "Doanh nghiệp"),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("Phần mềm quản lý bệnh viện", "Kiosk tự động hóa tại bệnh viện"),
    ),
    table=Reading(
        lead=("Phòng Y tế",),
        coordinate=(
            "Công an huyện",
            "Bảo hiểm xã hội huyện",
            "Phòng Y tế",
            "Phòng Văn hóa - Thông tin",
            "Doanh nghiệp",
        ),
        force=("Phòng Y tế",),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("Thẻ CCCD gắn chip điện tử",),
    ),
    summary_vi=(
        "Người bệnh tự đăng ký khám tại kiosk: đọc thẻ gắn chip, kiểm tra bảo hiểm, đối chiếu khuôn mặt hoặc "
        "có cán bộ xác nhận, lấy số thứ tự; bệnh viện nhận được thông tin cả khi hệ thống quốc gia gián đoạn."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="patient", title="Người bệnh", base=Role.CITIZEN),
        PilotRole(code="desk", title="Nhân viên tiếp đón", base=Role.CLERK),
        PilotRole(code="hospital_admin", title="Quản trị kiosk của bệnh viện", base=Role.CLERK),
    ),
    case_types=(CaseType(code="kiosk_registration", title="Lượt đăng ký khám tại kiosk"),),
    document_types=(DocumentType(code="queue_ticket", title="Phiếu số thứ tự"),),
    ports=("population", "social_insurance", "hospital"),
    personal_data=(
        PersonalData(
            field="Thông tin đọc từ thẻ căn cước gắn chip",
            purpose="Nhận đúng người bệnh",
            legal_basis="Luật Khám bệnh, chữa bệnh 15/2023/QH15; Luật Căn cước 26/2023/QH15",
            retention="Chuyển sang hệ thống bệnh viện rồi xóa khỏi kiosk trong ngày",
        ),
        PersonalData(
            field="Ảnh khuôn mặt để đối chiếu",
            purpose="Xác nhận người cầm thẻ là chủ thẻ",
            legal_basis="Sự đồng ý của người bệnh; Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15",
            retention="Không lưu: xóa ngay sau khi đối chiếu",
            keep_days=0,
            is_sensitive=True,
        ),
        PersonalData(
            field="Mã thẻ và quyền lợi bảo hiểm y tế",
            purpose="Xác định quyền lợi khi khám",
            legal_basis="Luật Bảo hiểm y tế",
            retention="Theo hồ sơ bệnh án của bệnh viện",
            is_sensitive=True,
        ),
    ),
)
