"""Pilot 8. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=8,
    slug="p08_unsecured_loans",
    title="Triển khai cho vay tín chấp công dân: hộ nghèo, người có công",
    short_title="Cho vay tín chấp",
    group="II",
    narrative=Reading(
        coordinate=(
            "Ngân hàng Chính sách xã hội",
            "Các ngân hàng thương mại",
            "Công an huyện",
            "Phòng Lao động - Thương binh và Xã hội",
            "Ngân hàng Nhà nước",
        ),
        force=(
            "Ngân hàng Chính sách xã hội",
            "Các ngân hàng thương mại",
            "Công an huyện",
            "Phòng Lao động - Thương binh và Xã hội",
        ),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("Hệ thống CSDLQG về dân cư",),
    ),
    table=Reading(
        lead=("Ngân hàng Nhà nước",),
        coordinate=("Công an huyện", "Phòng Văn hóa - Thông tin", "Phòng Lao động - Thương binh và Xã hội"),
        force=("Ngân hàng Chính sách xã hội", "Các ngân hàng thương mại"),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("Dữ liệu dân cư",),
    ),
    summary_vi=(
        "Đối tượng vay được chứng minh từ sổ gốc (hộ nghèo, người có công); tổ vay vốn và xã xét duyệt; lịch "
        "trả nợ, thu nợ, nợ quá hạn và báo cáo cho ngân hàng."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="borrower", title="Người vay", base=Role.CITIZEN),
        PilotRole(code="group_leader", title="Tổ trưởng tổ tiết kiệm và vay vốn", base=Role.CITIZEN),
        PilotRole(code="commune_officer", title="Cán bộ xã xác nhận", base=Role.CLERK),
        PilotRole(code="credit_officer", title="Cán bộ tín dụng", base=Role.CLERK),
    ),
    case_types=(CaseType(code="loan_application", title="Hồ sơ vay vốn"),),
    document_types=(
        DocumentType(code="eligibility_confirmation", title="Xác nhận đối tượng vay"),
        DocumentType(code="repayment_schedule", title="Lịch trả nợ"),
    ),
    ports=("population", "bank_core", "payment_gateway"),
    personal_data=(
        PersonalData(
            field="Tình trạng hộ nghèo, người có công",
            purpose="Xác định đúng đối tượng vay",
            legal_basis="NĐ 78/2002/NĐ-CP; sự đồng ý của người vay",
            retention="Theo thời hạn hồ sơ tín dụng",
            is_sensitive=True,
        ),
        PersonalData(
            field="Khoản vay, lịch trả, dư nợ",
            purpose="Cho vay và thu nợ",
            legal_basis="Luật Các tổ chức tín dụng 32/2024/QH15; hợp đồng vay",
            retention="Theo thời hạn hồ sơ tín dụng",
            is_sensitive=True,
        ),
    ),
)
