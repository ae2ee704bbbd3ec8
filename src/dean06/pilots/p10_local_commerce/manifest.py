"""Pilot 10. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=10,
    slug="p10_local_commerce",
    title=(
        "Phát triển du lịch gắn với phát triển đặc sản vùng miền, hỗ trợ người dân ứng dụng dữ liệu dân cư, "
        "định danh, xác thực điện tử trong phát triển kinh tế hộ gia đình, kinh tế số"
    ),
    short_title="Du lịch và đặc sản",
    group="II",
    narrative=Reading(
        lead=("Phòng Văn hóa - Thông tin",),
        coordinate=("Các đơn vị liên quan",),
        force=("Công an huyện", "Phòng Văn hóa - Thông tin"),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("VNeID", "CCCD gắn chip điện tử"),
    ),
    table=Reading(
        lead=("Cục Cảnh sát quản lý hành chính về trật tự xã hội",),
        lead_is_request=True,
        coordinate=("Phòng Văn hóa - Thông tin",),
        force=("Phòng Văn hóa - Thông tin", "Phòng Kinh tế - Hạ tầng"),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("VNeID", "Ứng dụng số khác"),
    ),
    summary_vi=(
        "Hộ kinh doanh đã xác thực bày bán đặc sản; đơn hàng tách theo người bán, thanh toán không dùng tiền "
        "mặt; người mua truy xuất được từ thửa đất đến tay mình."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="buyer", title="Người mua", base=Role.CITIZEN),
        PilotRole(code="seller", title="Hộ kinh doanh", base=Role.CITIZEN),
        PilotRole(code="verifier", title="Cán bộ xác minh người bán", base=Role.CLERK),
    ),
    case_types=(
        CaseType(code="seller_verification", title="Xác minh hộ kinh doanh"),
        CaseType(code="order_dispute", title="Khiếu nại đơn hàng"),
    ),
    document_types=(DocumentType(code="origin_label", title="Tem truy xuất nguồn gốc"),),
    ports=("identity_provider", "payment_gateway", "carrier"),
    personal_data=(
        PersonalData(
            field="Thông tin người bán",
            purpose="Xác minh hộ kinh doanh",
            legal_basis="NĐ 52/2013/NĐ-CP; NĐ 85/2021/NĐ-CP",
            retention="Trong thời gian bán hàng và thời hạn lưu chứng từ",
        ),
        PersonalData(
            field="Địa chỉ, điện thoại người nhận",
            purpose="Giao hàng",
            legal_basis="Hợp đồng mua bán",
            retention="Đề xuất 12 tháng sau khi giao",
            keep_days=365,
        ),
    ),
)
