"""Pilot 19. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=19,
    slug="p19_land_holders",
    title=(
        "Quản lý thông tin người sử dụng đất, chủ sở hữu nhà ở, tài sản gắn liền với đất thông qua CSDLQG về "
        "dân cư, VNeID theo chỉ đạo của Tổ công tác triển khai Đề án 06/CP Trung ương"
    ),
    narrative_title=(
        "Quản lý thông tin người sử dụng đất, chủ sở hữu nhà ở, tài sản gắn liền với đất thông qua "
        "CSDLQG về dân cư, VNeID theo chỉ đạo của Tổ công tác triển khai Đề án 06/CP"
    ),
    short_title="Người sử dụng đất",
    group="IV",
    narrative=Reading(
        lead=("Phòng Tài nguyên và Môi trường",),
        coordinate=("UBND các xã, thị trấn", "Công an huyện"),
        force=(
            "Tổ công tác triển khai Đề án 06 Chính phủ",
            "Tổ chuyển đổi số cộng đồng",
            "Công an huyện",
            "Phòng Tài nguyên và Môi trường",
            "Phòng Văn hóa - Thông tin",
        ),
        deadline=Deadline(text="Năm 2024", on=date(2024, 12, 31)),
        platforms=("VNeID", "CSDLQG về dân cư", "CSDLQG về đất đai"),
    ),
    table=Reading(
        lead=("Phòng Tài nguyên và Môi trường",),
        coordinate=("Công an huyện", "Phòng Văn hóa - Thông tin"),
        force=("Tổ công tác triển khai Đề án 06", "Tổ chuyển đổi số cộng đồng"),
        deadline=Deadline(text="Năm 2024", on=date(2024, 12, 31)),
        platforms=("VNeID", "CSDLQG về dân cư", "CSDLQG về đất đai"),
    ),
    summary_vi=(
        "Sổ địa chính được làm sạch với dữ liệu dân cư trên quy mô lớn; thửa đất xem trên bản đồ; giấy chứng "
        "nhận vào kho giấy tờ của chủ đất."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="holder", title="Người sử dụng đất", base=Role.CITIZEN),
        PilotRole(code="land_officer", title="Cán bộ địa chính", base=Role.CLERK),
        PilotRole(code="data_officer", title="Cán bộ làm sạch dữ liệu", base=Role.CLERK),
    ),
    case_types=(CaseType(code="holder_correction", title="Chỉnh thông tin người sử dụng đất"),),
    document_types=(DocumentType(code="land_certificate", title="Giấy chứng nhận quyền sử dụng đất (bản điện tử)"),),
    ports=("population", "land_registry", "vneid_wallet"),
    personal_data=(
        PersonalData(
            field="Người sử dụng đất và giấy tờ nhân thân đã dùng",
            purpose="Khớp sổ địa chính với dữ liệu dân cư",
            legal_basis="Luật Đất đai 31/2024/QH15",
            retention="Lâu dài theo hồ sơ địa chính",
        ),
        PersonalData(
            field="Thửa đất, quyền, hạn chế",
            purpose="Quản lý đất đai và cấp giấy chứng nhận",
            legal_basis="Luật Đất đai 31/2024/QH15",
            retention="Lâu dài theo hồ sơ địa chính",
        ),
    ),
)
