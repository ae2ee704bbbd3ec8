"""Pilot 3. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

from datetime import date

from dean06.kernel.base.actor import Role
from dean06.kernel.manifest.types import (
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
    number=3,
    slug="p03_vneid_services",
    title="Triển khai cung cấp dịch vụ công trực tuyến trên VNeID",
    short_title="Dịch vụ công trên VNeID",
    group="I",
    narrative=Reading(
        lead=("Công an huyện",),
        deadline=Deadline(text="Trong năm 2023", on=date(2023, 12, 31)),
        platforms=("VNeID",),
    ),
    table=Reading(
        lead=("Cục Cảnh sát quản lý hành chính về trật tự xã hội",),
        lead_is_request=True,
        coordinate=("Phòng Văn hóa - Thông tin",),
        force=("Tổ công tác triển khai Đề án 06", "Tổ chuyển đổi số cộng đồng"),
        deadline=Deadline(text="Trong năm 2023", on=date(2023, 12, 31)),
        platforms=("VNeID",),
    ),
    summary_vi=(
        "Người dân đăng nhập bằng VNeID ở đúng mức mà từng dịch vụ đòi hỏi; tờ khai điền sẵn từ dữ liệu dân "
        "cư; trạng thái hồ sơ được gửi ngược về VNeID."
    ),
    status=Status.BUILT,
    urls="dean06.pilots.p03_vneid_services.urls",
    figures="dean06.pilots.p03_vneid_services.selectors:figures",
    indicators=(
        Indicator(
            code="cases_in_app",
            label="Hồ sơ nộp trong ứng dụng VNeID",
            unit_vi="hồ sơ",
        ),
        Indicator(
            code="share_in_app",
            label="Tỷ lệ hồ sơ trực tuyến nộp trong VNeID",
            unit_vi="%",
        ),
        Indicator(
            code="level_2_in_app",
            label="Hồ sơ nộp trong VNeID ở mức 2",
            unit_vi="hồ sơ",
        ),
        Indicator(
            code="services_in_app",
            label="Dịch vụ mở được trong VNeID",
            unit_vi="dịch vụ",
            selector="dean06.pilots.p03_vneid_services.selectors:services_open",
        ),
    ),
    roles=(
        PilotRole(code="applicant", title="Người dùng VNeID", base=Role.CITIZEN),
        PilotRole(code="handler", title="Cán bộ thụ lý", base=Role.CLERK),
    ),
    document_types=(DocumentType(code="status_notice", title="Thông báo trạng thái hồ sơ trên VNeID"),),
    ports=("identity_provider", "population", "vneid_inbox"),
    personal_data=(
        PersonalData(
            field="Thông tin định danh từ VNeID",
            purpose="Xác thực người nộp và điền sẵn tờ khai",
            legal_basis="Luật Căn cước 26/2023/QH15; NĐ 69/2024/NĐ-CP",
            retention="Theo thời hạn lưu trữ của hồ sơ dùng đến thông tin đó",
        ),
        PersonalData(
            field="Nơi mở phiên và nơi nộp hồ sơ (trong VNeID hay trên cổng), mức xác thực lúc nộp",
            purpose="Thống kê tỷ lệ sử dụng dịch vụ công trên VNeID; gửi tin về đúng nơi người nộp đã dùng",
            legal_basis="Quyết định 06/QĐ-TTg; NĐ 42/2022/NĐ-CP",
            retention="Theo thời hạn lưu trữ của hồ sơ",
        ),
    ),
)
