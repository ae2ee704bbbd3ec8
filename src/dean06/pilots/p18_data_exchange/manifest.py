"""Pilot 18. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=18,
    slug="p18_data_exchange",
    title="Nền tảng tích hợp, chia sẻ dữ liệu tỉnh (LGSP)",
    narrative_title="Nền tảng tích hợp, chia sẻ dữ liệu huyện (LGSP)",
    short_title="Chia sẻ dữ liệu (LGSP)",
    group="III",
    narrative=Reading(
        lead=("Phòng Văn hóa - Thông tin",),
        coordinate=("Các đơn vị", "Công an huyện"),
        force=("Công an huyện", "Phòng Văn hóa - Thông tin", "Cán bộ kỹ thuật các đơn vị liên quan"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("Nền tảng tích hợp, chia sẻ dữ liệu huyện (LGSP)",),
    ),
    table=Reading(
        lead=("Phòng Văn hóa - Thông tin",),
        coordinate=("Văn phòng HĐND-UBND huyện", "Các đơn vị liên quan"),
        force=("Nhân sự kỹ thuật các đơn vị",),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("LGSP",),
    ),
    summary_vi=(
        "Hệ thống của cơ quan này gọi hệ thống của cơ quan kia qua cổng có phân quyền, chữ ký, dấu thời gian, "
        "chứng cứ và giám sát."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="member_admin", title="Quản trị đơn vị thành viên", base=Role.CLERK),
        PilotRole(code="gateway_operator", title="Người vận hành cổng", base=Role.OPERATOR),
        PilotRole(code="auditor", title="Người đối chiếu chứng cứ", base=Role.COORDINATOR),
    ),
    case_types=(CaseType(code="access_request", title="Đề nghị được gọi dịch vụ dữ liệu"),),
    document_types=(DocumentType(code="exchange_evidence", title="Chứng cứ trao đổi dữ liệu"),),
    ports=("data_exchange",),
    personal_data=(
        PersonalData(
            field="Nội dung thông điệp",
            purpose="Chuyển giữa hai cơ quan có thẩm quyền",
            legal_basis="NĐ 47/2020/NĐ-CP; Luật Dữ liệu 60/2024/QH15",
            retention="Nội dung không lưu; dấu vết băm và chữ ký lưu làm chứng cứ",
        ),
    ),
)
