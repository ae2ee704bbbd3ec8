"""Pilot 20. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

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
    number=20,
    slug="p20_register_digitisation",
    title=(
        "Số hóa, tạo lập dữ liệu trên nền CSDLQG về dân cư như: hộ tịch, lao động xã hội, các tổ chức hội, "
        "đoàn thể phục vụ cải cách TTHC"
    ),
    narrative_title=(
        "Số hóa, tạo lập dữ liệu trên nền CSDLQG về dân cư như: lao động xã hội, các tổ chức hội, "
        "đoàn thể phục vụ cải cách TTHC"
    ),
    short_title="Số hóa sổ bộ",
    group="IV",
    narrative=Reading(
        lead=("Công an huyện",),
        coordinate=("Các phòng, ban, ngành, địa phương",),
        force=("Ban Chỉ đạo chuyển đổi số cấp xã", "Công an huyện"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("CSDLQG về dân cư",),
    ),
    table=Reading(
        lead=("Các phòng, ban, ngành",),
        coordinate=("Công an huyện",),
        force=("Tổ công tác triển khai Đề án 06", "Tổ chuyển đổi số cộng đồng"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("CSDLQG về dân cư",),
    ),
    summary_vi=(
        "Tệp Excel của bất cứ đơn vị nào trở thành sổ sạch gắn với người thật; mỗi lỗi được giải thích ngay "
        "trong tệp đã gửi lên."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="data_clerk", title="Cán bộ nhập liệu", base=Role.CLERK),
        PilotRole(code="register_owner", title="Người phụ trách sổ", base=Role.CLERK),
        PilotRole(code="reviewer", title="Người duyệt", base=Role.COORDINATOR),
    ),
    case_types=(CaseType(code="register_import", title="Lượt nhập sổ"),),
    document_types=(DocumentType(code="error_workbook", title="Tệp trả lại có giải thích lỗi"),),
    ports=("population",),
    personal_data=(
        PersonalData(
            field="Thông tin người trong sổ của đơn vị",
            purpose="Tạo lập dữ liệu theo lĩnh vực quản lý",
            legal_basis="Luật chuyên ngành của từng sổ; Luật Căn cước 26/2023/QH15",
            retention="Theo thời hạn của từng loại sổ; tệp gốc xóa sau khi đối chiếu xong",
        ),
    ),
)
