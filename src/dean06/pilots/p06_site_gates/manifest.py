"""Pilot 6. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

from datetime import date

from dean06.kernel.base.actor import Role
from dean06.kernel.manifest.types import CaseType, Deadline, PersonalData, Pilot, PilotRole, Reading, Status

PILOT = Pilot(
    number=6,
    slug="p06_site_gates",
    title="Triển khai hệ thống camera AI, giải pháp kiểm soát ra/vào tại điểm du lịch, khu du lịch",
    narrative_title="Triển khai hệ thống camera AI kiểm soát ra/vào tại điểm du lịch, khu du lịch",
    short_title="Kiểm soát ra/vào khu du lịch",
    group="II",
    narrative=Reading(
        lead=("Phòng Văn hóa - Thông tin",),
        coordinate=("Doanh nghiệp", "Sở Thông tin và Truyền thông", "Công an huyện"),
        force=("Các điểm du lịch, khu du lịch", "Công an huyện", "Phòng Văn hóa - Thông tin"),
        deadline=Deadline(text="Giai đoạn 01: Quý I/2024", on=date(2024, 3, 31)),
        platforms=("VNeID",),
    ),
    table=Reading(
        lead=("Phòng Văn hóa - Thông tin",),
        coordinate=("Công an huyện", "Phòng Văn hóa - Thông tin"),
        force=("Doanh nghiệp",),
        deadline=Deadline(text="Giai đoạn 01 trước Quý I/2024", on=date(2024, 1, 1), bound="exclusive"),
        platforms=("VNeID",),
    ),
    summary_vi=(
        "Camera đếm lượt vào, ra theo từng cổng; thẻ gắn chip được kiểm tra tại cổng; số người vượt sức chứa "
        "thì báo động."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="gatekeeper", title="Nhân viên cổng", base=Role.CLERK),
        PilotRole(code="site_manager", title="Quản lý điểm du lịch", base=Role.CLERK),
        PilotRole(code="officer", title="Cán bộ Công an", base=Role.CLERK),
    ),
    case_types=(CaseType(code="capacity_alarm", title="Báo động vượt sức chứa"),),
    ports=("camera", "population"),
    personal_data=(
        PersonalData(
            field="Lượt kiểm tra thẻ tại cổng",
            purpose="Kiểm soát an ninh trật tự",
            legal_basis="Luật Căn cước 26/2023/QH15; Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15",
            retention="Đề xuất 30 ngày, do đơn vị quản lý quyết định",
            keep_days=30,
        ),
    ),
)
