"""Pilot 22. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=22,
    slug="p22_security_operations",
    title="Trung tâm Giám sát an ninh mạng SOC tỉnh",
    short_title="Giám sát an ninh mạng",
    group="V",
    narrative=Reading(),
    table=Reading(
        lead=("Phòng Văn hóa - Thông tin",),
        coordinate=("Công an huyện",),
        force=("Phòng Văn hóa - Thông tin",),
        deadline=Deadline(text="Triển khai ngay sau khi UBND đồng ý chủ trương"),
        platforms=("Trung tâm Giám sát an ninh mạng SOC",),
    ),
    summary_vi=(
        "Nhật ký của mọi hệ thống được thu về, chạy luật phát hiện của cộng đồng trên đó, sinh cảnh báo, vụ "
        "việc và báo cáo."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="analyst", title="Chuyên viên giám sát", base=Role.OPERATOR),
        PilotRole(code="incident_lead", title="Người chỉ huy xử lý sự cố", base=Role.COORDINATOR),
        PilotRole(code="system_owner", title="Chủ quản hệ thống", base=Role.CLERK),
    ),
    case_types=(CaseType(code="security_incident", title="Sự cố an toàn thông tin"),),
    document_types=(DocumentType(code="incident_report", title="Báo cáo sự cố"),),
    ports=("log_sources", "message_channels"),
    personal_data=(
        PersonalData(
            field="Tài khoản và địa chỉ mạng trong nhật ký",
            purpose="Phát hiện và xử lý sự cố",
            legal_basis="Luật An toàn thông tin mạng 86/2015/QH13; NĐ 85/2016/NĐ-CP",
            retention="Đề xuất 12 tháng cho nhật ký hệ thống",
            keep_days=365,
        ),
    ),
)
