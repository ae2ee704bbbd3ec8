"""Pilot 2. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=2,
    slug="p02_certified_documents",
    title=("Lưu trữ, chứng thực các giấy tờ, tài liệu điện tử phục vụ người dân, doanh nghiệp tham gia môi trường số"),
    short_title="Giấy tờ điện tử và chứng thực",
    group="I",
    narrative=Reading(
        lead=("Công an huyện", "Các phòng, ban, ngành"),
        coordinate=("Doanh nghiệp", "Phòng Văn hóa - Thông tin"),
        force=(
            "Công an huyện",
            "Các phòng, ban, ngành",
            "Tổ công tác triển khai Đề án 06",
            "Ban Chỉ đạo chuyển đổi số cấp xã",
        ),
        deadline=Deadline(text="Trong năm 2023", on=date(2023, 12, 31)),
        platforms=("VNeID", "CCCD gắn chip điện tử", "Phần mềm chuyên ngành chứng thực điện tử"),
    ),
    table=Reading(
        lead=("Cục Cảnh sát quản lý hành chính về trật tự xã hội",),
        lead_is_request=True,
        coordinate=("Phòng Văn hóa - Thông tin", "Các phòng, ban, ngành, địa phương", "Doanh nghiệp"),
        force=("Tổ công tác triển khai Đề án 06", "Tổ chuyển đổi số cộng đồng"),
        deadline=Deadline(text="Trong năm 2023", on=date(2023, 12, 31)),
        platforms=("VNeID", "Hệ thống giải quyết TTHC tỉnh", "Phần mềm chuyên ngành chứng thực điện tử"),
    ),
    summary_vi=(
        "Người dân giữ giấy tờ trong kho của mình; cán bộ chứng thực bản sao điện tử có chữ ký số mà ai cũng "
        "kiểm tra được; bản đó dùng lại cho thủ tục khác, không phải xuất trình lại."
    ),
    status=Status.BUILT,
    urls="dean06.pilots.p02_certified_documents.urls",
    figures="dean06.pilots.p02_certified_documents.selectors:figures",
    indicators=(
        Indicator(code="certified", label="Bản sao điện tử đã chứng thực từ bản chính", unit_vi="bản"),
        Indicator(code="refused", label="Bản chính bị từ chối, có lý do", unit_vi="bản"),
        Indicator(code="in_wallets", label="Bản chứng thực đã vào ví của người yêu cầu", unit_vi="bản"),
        Indicator(code="not_asked_again", label="Giấy tờ lấy từ ví, không phải nộp lại", unit_vi="giấy tờ"),
    ),
    roles=(
        PilotRole(code="holder", title="Người có giấy tờ", base=Role.CITIZEN),
        PilotRole(code="certifier", title="Cán bộ chứng thực", base=Role.CLERK),
        PilotRole(code="signer", title="Người ký chứng thực", base=Role.LEADER),
        PilotRole(code="checker", title="Bên kiểm tra bản chứng thực", base=Role.PUBLIC),
    ),
    case_types=(CaseType(code="certify_copy", title="Chứng thực bản sao điện tử từ bản chính"),),
    document_types=(
        DocumentType(code="certified_e_copy", title="Bản sao chứng thực điện tử"),
        DocumentType(code="stored_document", title="Giấy tờ do người dân lưu giữ"),
    ),
    ports=("identity_provider", "bank"),
    personal_data=(
        PersonalData(
            field="Bản điện tử của giấy tờ",
            purpose="Lưu giữ và dùng lại theo yêu cầu của người có giấy tờ",
            legal_basis="NĐ 45/2020/NĐ-CP; sự đồng ý của người dân",
            retention="Đến khi người dân xóa; bản chứng thực theo thời hạn lưu trữ sổ chứng thực",
        ),
        PersonalData(
            field="Sổ chứng thực",
            purpose="Chịu trách nhiệm về việc chứng thực",
            legal_basis="NĐ 23/2015/NĐ-CP; NĐ 45/2020/NĐ-CP",
            retention="Theo thời hạn lưu trữ sổ chứng thực",
        ),
        PersonalData(
            field="Lịch hẹn chứng thực",
            purpose="Sắp xếp người đến quầy",
            legal_basis="NĐ 118/2025/NĐ-CP",
            retention="180 ngày sau giờ hẹn; đề xuất của hệ thống",
            keep_days=180,
        ),
    ),
)
