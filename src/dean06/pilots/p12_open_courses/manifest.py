"""Pilot 12. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

from datetime import date

from dean06.kernel.base.actor import Role
from dean06.kernel.manifest.types import Deadline, DocumentType, PersonalData, Pilot, PilotRole, Reading, Status

PILOT = Pilot(
    number=12,
    slug="p12_open_courses",
    title=(
        "Triển khai nền tảng đào tạo, giáo dục trực tuyến đại chúng mở (MOOC) trên toàn quốc để nâng cao nhận "
        "thức, hỗ trợ triển khai Đề án 06/CP cho cán bộ, công chức, viên chức, giảm chi phí đào tạo truyền "
        "thống"
    ),
    short_title="Khóa học mở (MOOC)",
    group="III",
    narrative=Reading(
        lead=("Công an huyện",),
        force=("Các phòng, ban, ngành", "UBND huyện", "UBND các xã, thị trấn"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
    ),
    table=Reading(
        lead=("Cục Cảnh sát quản lý hành chính về trật tự xã hội",),
        lead_is_request=True,
        coordinate=("Phòng Văn hóa - Thông tin", "Công an huyện"),
        force=("Các phòng, ban, ngành",),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
    ),
    summary_vi=(
        "Khóa học trực tuyến cho 5.000 học viên: video, câu hỏi, gói bài giảng nhập từ ngoài, chứng nhận kiểm "
        "tra được, học được cả khi đường truyền kém."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="learner", title="Học viên", base=Role.CLERK),
        PilotRole(code="teacher", title="Người soạn khóa học", base=Role.CLERK),
        PilotRole(code="training_manager", title="Người quản lý đào tạo của đơn vị", base=Role.LEADER),
    ),
    document_types=(DocumentType(code="course_certificate", title="Chứng nhận hoàn thành khóa học"),),
    ports=("identity_provider", "document_signing"),
    personal_data=(
        PersonalData(
            field="Quá trình học và kết quả",
            purpose="Đào tạo cán bộ và cấp chứng nhận",
            legal_basis="Luật Cán bộ, công chức 80/2025/QH15",
            retention="Trong thời gian giữ chức vụ; chứng nhận lưu lâu dài",
        ),
    ),
)
