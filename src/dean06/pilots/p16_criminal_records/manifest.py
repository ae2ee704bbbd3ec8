"""Pilot 16. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=16,
    slug="p16_criminal_records",
    title="Thông tin lý lịch tư pháp công dân trên VNeID",
    narrative_title="Thông tin lý lịch tư pháp trên VNeID",
    short_title="Lý lịch tư pháp",
    group="III",
    narrative=Reading(
        lead=("Công an huyện",),
        coordinate=("Phòng Tư pháp", "Phòng Văn hóa - Thông tin"),
        force=("Công an huyện", "Phòng Tư pháp", "Phòng Văn hóa - Thông tin"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("VNeID",),
    ),
    table=Reading(
        lead=("Cục Cảnh sát quản lý hành chính về trật tự xã hội",),
        lead_is_request=True,
        coordinate=("Phòng Văn hóa - Thông tin", "Phòng Tư pháp"),
        force=("Tổ công tác triển khai Đề án 06", "Tổ chuyển đổi số cộng đồng"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("VNeID",),
    ),
    summary_vi=(
        "Người dân yêu cầu, nhận và xuất trình phiếu lý lịch tư pháp trên điện thoại dưới dạng giấy tờ kiểm "
        "tra được, chỉ lộ phần cần thiết."
    ),
    status=Status.BUILT,
    urls="dean06.pilots.p16_criminal_records.urls",
    api="dean06.pilots.p16_criminal_records.api_urls",
    figures="dean06.pilots.p16_criminal_records.selectors:figures",
    indicators=(
        Indicator(code="requests", label="Yêu cầu cấp phiếu đã tiếp nhận", unit_vi="yêu cầu"),
        Indicator(code="on_time", label="Yêu cầu giải quyết đúng hạn (10 ngày, 15 ngày khi xác minh)", unit_vi="%"),
        Indicator(code="issued", label="Phiếu đã ký cấp", unit_vi="phiếu"),
        Indicator(code="shared", label="Lần cho xem phiếu bằng mã, liên kết", unit_vi="lần"),
        Indicator(code="one_fact", label="Trong đó chỉ cho xem một mục", unit_vi="lần"),
    ),
    roles=(
        PilotRole(code="applicant", title="Người yêu cầu", base=Role.CITIZEN),
        PilotRole(code="handler", title="Cán bộ tra cứu", base=Role.CLERK),
        PilotRole(code="signer", title="Người ký phiếu", base=Role.LEADER),
        PilotRole(code="checker", title="Bên kiểm tra phiếu", base=Role.PUBLIC),
    ),
    case_types=(CaseType(code="record_request", title="Yêu cầu cấp phiếu lý lịch tư pháp"),),
    document_types=(
        DocumentType(code="phieu_ly_lich_tu_phap_1", title="Phiếu lý lịch tư pháp số 1"),
        DocumentType(code="phieu_ly_lich_tu_phap_2", title="Phiếu lý lịch tư pháp số 2"),
    ),
    ports=("identity_provider", "population", "judicial_register", "bank"),
    personal_data=(
        PersonalData(
            field="Thông tin án tích",
            purpose="Cấp phiếu theo yêu cầu của chính người đó",
            legal_basis="Luật Lý lịch tư pháp 28/2009/QH12 và các luật sửa đổi",
            retention="Kết luận trên phiếu lưu theo hồ sơ cấp phiếu; không sao sang kho khác",
            is_sensitive=True,
        ),
        PersonalData(
            field="Kết quả tra cứu: mục lý lịch tư pháp của người được hỏi và của người giống tên",
            purpose="Xác định đúng người, xét án tích còn hay đã xoá",
            legal_basis="Luật Lý lịch tư pháp 28/2009/QH12 và các luật sửa đổi",
            retention="Đề xuất: 90 ngày từ khi hồ sơ xong, để giải quyết khiếu nại",
            keep_days=90,
            is_sensitive=True,
        ),
        PersonalData(
            field="Quá trình cư trú, họ tên cha mẹ, vợ chồng",
            purpose="Tra cứu đúng người",
            legal_basis="Luật Lý lịch tư pháp 28/2009/QH12 và các luật sửa đổi",
            retention="Theo thời hạn hồ sơ cấp phiếu",
        ),
    ),
)
