"""Pilot 11. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

from dean06.kernel.base.actor import Role
from dean06.kernel.manifest.types import Deadline, DocumentType, PersonalData, Pilot, PilotRole, Reading, Status

PILOT = Pilot(
    number=11,
    slug="p11_staff_comms",
    title="Truyền thông nội bộ cho toàn bộ cán bộ, công chức, viên chức cơ quan nhà nước",
    short_title="Truyền thông nội bộ",
    group="III",
    narrative=Reading(
        lead=("Phòng Văn hóa - Thông tin",),
        coordinate=("Công an huyện",),
        force=("Phòng Văn hóa - Thông tin", "Các cơ quan liên quan"),
        deadline=Deadline(text="Thực hiện thường xuyên"),
        platforms=("Văn bản chỉ đạo", "Cổng thông tin điện tử", "Mạng xã hội"),
    ),
    table=Reading(
        lead=("Phòng Văn hóa - Thông tin",),
        coordinate=("Công an huyện",),
        force=("Phòng Văn hóa - Thông tin", "Các cơ quan liên quan"),
        deadline=Deadline(text="Thường xuyên"),
        platforms=("Hệ thống giải quyết TTHC",),
    ),
    summary_vi=(
        "Một thông báo đến được mọi cán bộ trên kênh họ dùng; đã đọc, đã hiểu (câu hỏi ngắn) được theo dõi và "
        "nhắc lên cấp trên khi chậm."
    ),
    status=Status.NOT_BUILT,
    roles=(
        PilotRole(code="editor", title="Người soạn thông báo", base=Role.CLERK),
        PilotRole(code="reader", title="Cán bộ nhận thông báo", base=Role.CLERK),
        PilotRole(code="unit_head", title="Thủ trưởng đơn vị", base=Role.LEADER),
    ),
    document_types=(DocumentType(code="briefing", title="Thông báo nội bộ"),),
    ports=("message_channels",),
    personal_data=(
        PersonalData(
            field="Kênh liên lạc công vụ của cán bộ",
            purpose="Gửi thông báo công vụ",
            legal_basis="Luật Cán bộ, công chức 80/2025/QH15",
            retention="Trong thời gian giữ chức vụ",
        ),
        PersonalData(
            field="Đã đọc và kết quả câu hỏi",
            purpose="Biết ai chưa nhận được thông tin",
            legal_basis="Quy chế làm việc của cơ quan",
            retention="Đề xuất 12 tháng",
            keep_days=365,
        ),
    ),
)
