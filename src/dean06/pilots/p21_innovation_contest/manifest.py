"""Pilot 21. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=21,
    slug="p21_innovation_contest",
    title=(
        "Triển khai cuộc thi sáng kiến phát triển ứng dụng khai thác dữ liệu phục vụ xây dựng Chính phủ số, "
        "xã hội số và nền kinh tế số"
    ),
    short_title="Cuộc thi sáng kiến",
    group="V",
    narrative=Reading(
        lead=("Công an huyện",),
        coordinate=("Các chuyên gia tư vấn",),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
    ),
    table=Reading(
        lead=("Cục Cảnh sát quản lý hành chính về trật tự xã hội",),
        lead_is_request=True,
        coordinate=("Ban Tổ chức cuộc thi",),
        force=("Phòng Văn hóa - Thông tin",),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
    ),
    summary_vi=(
        "Dữ liệu mở được công bố an toàn; bài dự thi, giám khảo chấm kín, bình chọn mỗi người một phiếu, kết "
        "quả công khai."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="entrant", title="Người dự thi", base=Role.CITIZEN),
        PilotRole(code="juror", title="Giám khảo", base=Role.CLERK),
        PilotRole(code="organiser", title="Ban Tổ chức", base=Role.COORDINATOR),
        PilotRole(code="voter", title="Người bình chọn", base=Role.CITIZEN),
    ),
    case_types=(CaseType(code="contest_entry", title="Bài dự thi"),),
    document_types=(DocumentType(code="award", title="Giấy chứng nhận giải"),),
    ports=("identity_provider", "open_data"),
    personal_data=(
        PersonalData(
            field="Thông tin người dự thi",
            purpose="Xét giải, trao giải",
            legal_basis="Thể lệ cuộc thi; sự đồng ý",
            retention="Đề xuất 24 tháng sau khi trao giải",
            keep_days=730,
        ),
        PersonalData(
            field="Phiếu bình chọn",
            purpose="Bảo đảm mỗi người một phiếu",
            legal_basis="Thể lệ cuộc thi; sự đồng ý",
            retention="Dấu đã bầu xóa sau khi công bố; không lưu ai chọn bài nào",
        ),
    ),
)
