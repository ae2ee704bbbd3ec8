"""Pilot 9. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=9,
    slug="p09_supervised_exams",
    title="Thi trực tuyến tập trung qua nền tảng công nghệ xác thực thẻ CCCD gắn chip điện tử",
    short_title="Thi trực tuyến có giám sát",
    group="II",
    narrative=Reading(
        lead=("Phòng Giáo dục và Đào tạo",),
        force=("Các trường học", "Công an huyện", "Phòng Giáo dục và Đào tạo"),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("CCCD gắn chip điện tử",),
    ),
    table=Reading(
        lead=("Phòng Giáo dục và Đào tạo",),
        coordinate=("Công an huyện",),
        force=("Doanh nghiệp",),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("CCCD gắn chip điện tử",),
    ),
    summary_vi=(
        "Thí sinh được kiểm tra bằng thẻ gắn chip, làm đề của riêng mình, bài được lưu liên tục không mất câu "
        "trả lời nào; chấm, thống kê và kết quả có chữ ký số."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="candidate", title="Thí sinh", base=Role.CITIZEN),
        PilotRole(code="invigilator", title="Giám thị", base=Role.CLERK),
        PilotRole(code="exam_author", title="Người ra đề", base=Role.CLERK),
        PilotRole(code="exam_board", title="Hội đồng thi", base=Role.LEADER),
    ),
    case_types=(CaseType(code="mark_review", title="Yêu cầu phúc khảo"),),
    document_types=(DocumentType(code="exam_result", title="Giấy báo kết quả thi"),),
    ports=("population", "document_signing"),
    personal_data=(
        PersonalData(
            field="Danh tính thí sinh đọc từ thẻ",
            purpose="Xác định đúng người dự thi",
            legal_basis="Luật Giáo dục 43/2019/QH14; quy chế của kỳ thi",
            retention="Theo thời hạn lưu trữ hồ sơ thi",
        ),
        PersonalData(
            field="Bài làm và điểm",
            purpose="Chấm và công bố kết quả",
            legal_basis="Quy chế của kỳ thi",
            retention="Theo thời hạn lưu trữ hồ sơ thi",
        ),
    ),
)
