"""Pilot 7. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=7,
    slug="p07_chip_ticketing",
    title=("Triển khai sử dụng CCCD gắn chip điện tử thanh toán vé tàu, xe, trung tâm thương mại không dùng tiền mặt"),
    short_title="Thẻ gắn chip trả tiền vé",
    group="II",
    narrative=Reading(
        lead=("Phòng Kinh tế - Hạ tầng",),
        coordinate=("Doanh nghiệp",),
        force=("Các bến xe, nhà ga, nhà khách, trung tâm thương mại", "Công an huyện", "Phòng Kinh tế - Hạ tầng"),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("CCCD gắn chip điện tử", "Phần mềm quản lý vé tàu, xe"),
    ),
    table=Reading(
        lead=("Phòng Kinh tế - Hạ tầng",),
        coordinate=("Công an huyện", "Phòng Kinh tế - Hạ tầng"),
        force=("Doanh nghiệp",),
        deadline=Deadline(text="Quý I/2024", on=date(2024, 3, 31)),
        platforms=("Thẻ CCCD gắn chip điện tử",),
    ),
    summary_vi=(
        "Khách chạm thẻ, thẻ được kiểm tra, tiền vé trừ từ tài khoản đã liên kết; nhân viên soát vé kiểm tra "
        "được; hoàn tiền và đối soát hằng ngày khớp đến từng đồng."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="rider", title="Hành khách", base=Role.CITIZEN),
        PilotRole(code="inspector", title="Nhân viên soát vé", base=Role.CLERK),
        PilotRole(code="merchant", title="Đơn vị bán vé", base=Role.CLERK),
        PilotRole(code="accountant", title="Kế toán đối soát", base=Role.CLERK),
    ),
    case_types=(CaseType(code="refund_request", title="Yêu cầu hoàn tiền vé"),),
    document_types=(
        DocumentType(code="ticket", title="Vé điện tử"),
        DocumentType(code="payment_receipt", title="Biên nhận thanh toán"),
    ),
    ports=("transport_ticketing", "payment_gateway"),
    personal_data=(
        PersonalData(
            field="Tài khoản thanh toán đã liên kết với thẻ",
            purpose="Trừ tiền vé",
            legal_basis="Sự đồng ý của chủ tài khoản; NĐ 52/2024/NĐ-CP",
            retention="Đến khi hủy liên kết",
            is_sensitive=True,
        ),
        PersonalData(
            field="Chuyến đi và giao dịch vé",
            purpose="Cung cấp dịch vụ, hoàn tiền, đối soát",
            legal_basis="Hợp đồng vận chuyển; Luật Kế toán 88/2015/QH13",
            retention="Theo thời hạn lưu trữ chứng từ kế toán",
        ),
    ),
)
