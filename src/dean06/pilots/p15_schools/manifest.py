"""Pilot 15. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=15,
    slug="p15_schools",
    title="Hệ thống quản lý trường học",
    narrative_title="Triển khai hệ thống quản lý trường học",
    short_title="Quản lý trường học",
    group="III",
    narrative=Reading(
        lead=("Công an huyện",),
        coordinate=("Doanh nghiệp", "Phòng Giáo dục và Đào tạo", "Phòng Văn hóa - Thông tin"),
        force=("Phòng Giáo dục và Đào tạo", "Các đơn vị liên quan", "Công an huyện", "Trung tâm RAR", "Các trường học"),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("Ứng dụng quản lý trường học",),
    ),
    table=Reading(
        lead=("Phòng Giáo dục và Đào tạo",),
        coordinate=("Phòng Văn hóa - Thông tin", "Ngân hàng Nhà nước", "Cơ quan quản lý thuế"),
        force=("Trung tâm RAR", "Các trường học"),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("Ứng dụng quản lý trường học",),
    ),
    summary_vi=(
        "Học sinh, giáo viên được xác thực, đăng nhập bằng VNeID; điểm theo quy định của Bộ; thời khóa biểu "
        "do máy xếp; học phí không dùng tiền mặt."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="teacher", title="Giáo viên", base=Role.CLERK),
        PilotRole(code="parent", title="Phụ huynh", base=Role.CITIZEN),
        PilotRole(code="pupil", title="Học sinh", base=Role.CITIZEN),
        PilotRole(code="principal", title="Hiệu trưởng", base=Role.LEADER),
        PilotRole(code="cashier", title="Kế toán trường", base=Role.CLERK),
    ),
    case_types=(CaseType(code="fee_exemption", title="Đề nghị miễn, giảm học phí"),),
    document_types=(
        DocumentType(code="transcript", title="Học bạ điện tử"),
        DocumentType(code="fee_receipt", title="Biên nhận học phí"),
    ),
    ports=("identity_provider", "population", "education_records", "payment_gateway"),
    personal_data=(
        PersonalData(
            field="Thông tin học sinh và cha mẹ",
            purpose="Quản lý nhà trường",
            legal_basis="Luật Giáo dục 43/2019/QH14; Luật Trẻ em 102/2016/QH13",
            retention="Theo thời hạn lưu trữ hồ sơ học sinh",
            is_sensitive=True,
        ),
        PersonalData(
            field="Điểm, nhận xét, điểm danh",
            purpose="Đánh giá học sinh",
            legal_basis="TT 22/2021/TT-BGDĐT; TT 27/2020/TT-BGDĐT",
            retention="Học bạ lưu theo quy định của ngành",
        ),
        PersonalData(
            field="Học phí",
            purpose="Thu và đối soát học phí",
            legal_basis="Luật Kế toán 88/2015/QH13",
            retention="Theo thời hạn lưu trữ chứng từ kế toán",
        ),
    ),
)
