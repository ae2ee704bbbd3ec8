"""Pilot 13. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=13,
    slug="p13_crime_reports",
    title="Triển khai tố giác tội phạm qua ứng dụng VNeID",
    short_title="Tố giác tội phạm",
    group="III",
    narrative=Reading(
        lead=("Công an huyện",),
        coordinate=("Phòng Văn hóa - Thông tin",),
        force=(
            "Công an huyện",
            "Phòng Văn hóa - Thông tin",
            "Tổ công tác triển khai Đề án 06",
            "Tổ chuyển đổi số cộng đồng",
        ),
        deadline=Deadline(text="Thực hiện thường xuyên"),
        platforms=("VNeID",),
    ),
    table=Reading(
        lead=("Cục Cảnh sát quản lý hành chính về trật tự xã hội",),
        lead_is_request=True,
        coordinate=("Công an huyện", "Phòng Văn hóa - Thông tin"),
        force=("Tổ công tác triển khai Đề án 06", "Tổ chuyển đổi số cộng đồng"),
        deadline=Deadline(text="Thường xuyên"),
        platforms=("VNeID",),
    ),
    summary_vi=(
        "Tin tố giác có tên hoặc ẩn danh, mã hóa để chỉ cán bộ được giao đọc được; gửi chứng cứ và trao đổi "
        "hai chiều bằng mã biên nhận."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="reporter", title="Người tố giác", base=Role.PUBLIC),
        PilotRole(code="duty_officer", title="Cán bộ trực tiếp nhận", base=Role.CLERK),
        PilotRole(code="investigator", title="Cán bộ được giao", base=Role.CLERK),
    ),
    case_types=(CaseType(code="crime_report", title="Tin tố giác về tội phạm"),),
    document_types=(DocumentType(code="report_receipt", title="Biên nhận tin tố giác"),),
    ports=("identity_provider",),
    personal_data=(
        PersonalData(
            field="Danh tính người tố giác (khi nêu tên)",
            purpose="Tiếp nhận, xác minh, bảo vệ người tố giác",
            legal_basis="Bộ luật Tố tụng hình sự 101/2015/QH13",
            retention="Theo hồ sơ nguồn tin về tội phạm",
            is_sensitive=True,
        ),
        PersonalData(
            field="Nội dung tin và chứng cứ",
            purpose="Giải quyết nguồn tin về tội phạm",
            legal_basis="Bộ luật Tố tụng hình sự 101/2015/QH13",
            retention="Theo hồ sơ nguồn tin về tội phạm",
            is_sensitive=True,
        ),
    ),
)
