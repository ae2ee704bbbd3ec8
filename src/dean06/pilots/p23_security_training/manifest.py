"""Pilot 23. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=23,
    slug="p23_security_training",
    title="Tổ chức đào tạo, tập huấn an ninh, an toàn, bảo mật thông tin cho người sử dụng cuối",
    short_title="Tập huấn an toàn thông tin",
    group="V",
    narrative=Reading(
        lead=("Công an huyện",),
        coordinate=("Các chuyên gia tư vấn",),
        force=("Cán bộ, công chức, viên chức", "Lực lượng vũ trang"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
    ),
    table=Reading(
        lead=("Cục Cảnh sát quản lý hành chính về trật tự xã hội",),
        lead_is_request=True,
        coordinate=("Phòng Văn hóa - Thông tin",),
        force=("Cán bộ, công chức, viên chức",),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
    ),
    summary_vi=(
        "Khóa học và diễn tập lừa đảo qua mạng cho cán bộ; điểm số mở hoặc khóa những việc một người được làm "
        "trên hệ thống."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="trainee", title="Cán bộ được tập huấn", base=Role.CLERK),
        PilotRole(code="trainer", title="Người tổ chức tập huấn", base=Role.COORDINATOR),
        PilotRole(code="unit_head", title="Thủ trưởng đơn vị", base=Role.LEADER),
    ),
    case_types=(CaseType(code="phishing_exercise", title="Đợt diễn tập lừa đảo qua mạng"),),
    document_types=(DocumentType(code="training_certificate", title="Chứng nhận tập huấn"),),
    ports=("message_channels",),
    personal_data=(
        PersonalData(
            field="Kết quả học và diễn tập của cán bộ",
            purpose="Bảo đảm người dùng hệ thống biết tự bảo vệ",
            legal_basis="Luật An ninh mạng 24/2018/QH14; NĐ 85/2016/NĐ-CP",
            retention="Trong thời gian giữ chức vụ",
        ),
    ),
)
