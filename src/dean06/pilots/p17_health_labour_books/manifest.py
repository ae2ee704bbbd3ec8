"""Pilot 17. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

from datetime import date

from dean06.kernel.base.actor import Role
from dean06.kernel.manifest.types import (
    CaseType,
    Deadline,
    DocumentType,
    Indicator,
    PersonalData,
    Pilot,
    PilotRole,
    Reading,
    Status,
)

PILOT = Pilot(
    number=17,
    slug="p17_health_labour_books",
    title="Triển khai tích hợp thông tin Sổ sức khỏe điện tử, Sổ lao động điện tử trên VNeID",
    short_title="Sổ sức khỏe, sổ lao động",
    group="III",
    narrative=Reading(
        lead=("Công an huyện",),
        coordinate=("Phòng Y tế", "Phòng Lao động - Thương binh và Xã hội", "Phòng Văn hóa - Thông tin"),
        force=("Công an huyện", "Phòng Lao động - Thương binh và Xã hội", "Phòng Y tế", "Phòng Văn hóa - Thông tin"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("VNeID",),
    ),
    table=Reading(
        lead=("Cục Cảnh sát quản lý hành chính về trật tự xã hội",),
        lead_is_request=True,
        coordinate=("Phòng Lao động - Thương binh và Xã hội", "Phòng Y tế", "Phòng Văn hóa - Thông tin"),
        force=("Tổ công tác triển khai Đề án 06", "Tổ chuyển đổi số cộng đồng"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("VNeID",),
    ),
    summary_vi=(
        "Hồ sơ sức khỏe và lao động của mỗi người theo chuẩn của ngành, được xem và chia sẻ khi người đó đồng "
        "ý, rút lại được."
    ),
    status=Status.BUILT,
    urls="dean06.pilots.p17_health_labour_books.urls",
    api="dean06.pilots.p17_health_labour_books.api_urls",
    figures="dean06.pilots.p17_health_labour_books.selectors.figures:figures",
    indicators=(
        Indicator(code="books", label="Người có sổ sức khỏe", unit_vi="người"),
        Indicator(code="shares", label="Lần chia sẻ sổ sức khỏe đang có hiệu lực", unit_vi="lần"),
        Indicator(code="looks", label="Lượt cơ sở y tế xem sổ sức khỏe", unit_vi="lượt"),
        Indicator(code="broken", label="Trong đó mở khẩn cấp", unit_vi="lượt"),
        Indicator(code="unjudged", label="Lượt mở khẩn cấp chờ xem xét", unit_vi="lượt"),
        Indicator(code="review_days", label="Số ngày xem xét một lượt mở khẩn cấp (trung vị)", unit_vi="ngày"),
    ),
    roles=(
        PilotRole(code="holder", title="Người có sổ", base=Role.CITIZEN),
        PilotRole(code="clinician", title="Nhân viên y tế", base=Role.CLERK),
        PilotRole(code="reviewer", title="Cán bộ xem xét lượt mở khẩn cấp", base=Role.CLERK),
        PilotRole(code="labour_officer", title="Cán bộ lao động", base=Role.CLERK),
        PilotRole(code="recipient", title="Bên được chia sẻ", base=Role.CITIZEN),
    ),
    case_types=(CaseType(code="record_correction", title="Yêu cầu sửa thông tin trong sổ"),),
    document_types=(
        DocumentType(code="health_book", title="Sổ sức khỏe điện tử"),
        DocumentType(code="labour_book", title="Sổ lao động điện tử"),
    ),
    ports=("identity_provider",),
    personal_data=(
        PersonalData(
            field="Dữ liệu sức khỏe",
            purpose="Chăm sóc sức khỏe, theo yêu cầu của người có sổ",
            legal_basis="Luật Khám bệnh, chữa bệnh 15/2023/QH15; sự đồng ý",
            retention="Theo thời hạn hồ sơ bệnh án; quyền chia sẻ hết khi rút",
            is_sensitive=True,
        ),
        PersonalData(
            field="Chia sẻ sổ sức khỏe, lượt xem, lý do mở khẩn cấp",
            purpose="Chứng minh ai được xem, ai đã xem và vì sao",
            legal_basis="Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15",
            retention="Cùng thời hạn với sổ",
            is_sensitive=True,
        ),
        PersonalData(
            field="Quá trình lao động, đóng bảo hiểm",
            purpose="Giao dịch việc làm theo yêu cầu của người có sổ",
            legal_basis="Bộ luật Lao động 45/2019/QH14; sự đồng ý",
            retention="Suốt quá trình lao động; quyền chia sẻ hết khi rút",
            is_sensitive=True,
        ),
    ),
)
