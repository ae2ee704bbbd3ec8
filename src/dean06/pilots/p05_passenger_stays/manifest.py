"""Pilot 5. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=5,
    slug="p05_passenger_stays",
    title="Triển khai nền tảng quản lý lưu trú trên xe khách đường dài",
    short_title="Lưu trú trên xe khách",
    group="II",
    narrative=Reading(
        lead=("Công an huyện",),
        coordinate=("Các đơn vị liên quan",),
        force=("Công an huyện", "Các doanh nghiệp kinh doanh dịch vụ vận tải"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("Phần mềm ASM", "VNeID"),
    ),
    table=Reading(
        lead=("Phòng Kinh tế - Hạ tầng",),
        coordinate=("Công an huyện", "Phòng Y tế", "Phòng Văn hóa - Thông tin"),
        force=("Công an huyện", "Phòng Kinh tế - Hạ tầng"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("VNeID",),
    ),
    summary_vi=(
        "Phụ xe quét thẻ hành khách kể cả khi không có sóng; danh sách đến hệ thống thông báo lưu trú một "
        "lần, đủ và đúng thứ tự; trường hợp trùng danh sách theo dõi được chuyển cho cán bộ."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="assistant", title="Phụ xe", base=Role.CITIZEN),
        PilotRole(code="carrier_manager", title="Quản lý nhà xe", base=Role.CITIZEN),
        PilotRole(code="officer", title="Cán bộ Công an", base=Role.CLERK),
    ),
    case_types=(CaseType(code="watch_match", title="Trường hợp trùng danh sách theo dõi"),),
    document_types=(DocumentType(code="passenger_list", title="Danh sách hành khách đã thông báo"),),
    ports=("stay_declaration", "watch_list", "population"),
    personal_data=(
        PersonalData(
            field="Họ tên, số định danh, chỗ nằm của hành khách",
            purpose="Thông báo lưu trú",
            legal_basis="Luật Cư trú 68/2020/QH14",
            retention="Trên thiết bị: đến khi gửi xong; trên máy chủ: theo quy định về thông báo lưu trú",
        ),
        PersonalData(
            field="Kết quả so với danh sách theo dõi",
            purpose="Phòng ngừa, phát hiện tội phạm",
            legal_basis="Luật Công an nhân dân 37/2018/QH14",
            retention="Không trùng: không lưu; trùng: theo hồ sơ nghiệp vụ",
            is_sensitive=True,
        ),
    ),
)
