"""Pilot 14. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=14,
    slug="p14_legal_aid",
    title="Triển khai tuyên truyền chính sách, hỗ trợ pháp lý qua ứng dụng VNeID, Call Center",
    short_title="Hỗ trợ pháp lý",
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
        platforms=("VNeID", "Call Center"),
    ),
    table=Reading(
        lead=("Cục Cảnh sát quản lý hành chính về trật tự xã hội",),
        lead_is_request=True,
        coordinate=("Phòng Văn hóa - Thông tin",),
        force=("Tổ công tác triển khai Đề án 06", "Tổ chuyển đổi số cộng đồng"),
        deadline=Deadline(text="Thường xuyên"),
        platforms=("VNeID",),
    ),
    summary_vi=(
        "Câu hỏi được trả lời từ cơ sở văn bản pháp luật, tìm được cả khi gõ không dấu; vụ việc chuyển cho "
        "luật sư, trợ giúp viên; trung tâm cuộc gọi trên tổng đài thật."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="asker", title="Người hỏi", base=Role.CITIZEN),
        PilotRole(code="agent", title="Nhân viên tổng đài", base=Role.CLERK),
        PilotRole(code="legal_aid_officer", title="Trợ giúp viên pháp lý", base=Role.CLERK),
    ),
    case_types=(
        CaseType(code="legal_question", title="Câu hỏi chính sách, pháp luật"),
        CaseType(code="legal_aid_request", title="Yêu cầu trợ giúp pháp lý"),
    ),
    document_types=(DocumentType(code="legal_answer", title="Văn bản trả lời"),),
    ports=("identity_provider", "law_base", "telephony"),
    personal_data=(
        PersonalData(
            field="Câu hỏi, vụ việc và giấy tờ kèm theo",
            purpose="Trả lời và trợ giúp pháp lý",
            legal_basis="Luật Trợ giúp pháp lý 11/2017/QH14",
            retention="Theo thời hạn hồ sơ vụ việc trợ giúp pháp lý",
            is_sensitive=True,
        ),
        PersonalData(
            field="Số điện thoại và ghi âm cuộc gọi",
            purpose="Gọi lại, nâng chất lượng trả lời",
            legal_basis="Sự đồng ý của người gọi; Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15",
            retention="Đề xuất: ghi âm 90 ngày",
            keep_days=90,
        ),
    ),
)
