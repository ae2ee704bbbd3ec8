"""Content of the style page: fictional, of the length and shape real content has."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django import forms

from dean06.ui import parts
from dean06.ui.forms import DayField, UploadField

MEGABYTE = 1024 * 1024

Row = tuple[str, str, date | None, str, int | None]

PILOT_ROWS: list[Row] = [
    ("Triển khai 25 dịch vụ công thiết yếu", "Công an huyện", date(2023, 12, 30), "done", 1284),
    ("Số hóa, chứng thực bản sao điện tử", "Phòng Tư pháp", date(2023, 12, 15), "due_soon", 96),
    ("Khám chữa bệnh sử dụng sinh trắc học, kiosk tự phục vụ", "Phòng Y tế", date(2024, 3, 31), "in_progress", 412),
    ("Quản lý lưu trú trên xe khách đường dài", "Công an huyện", date(2023, 12, 1), "overdue", 38),
    ("Cho vay tín chấp đối với hộ nghèo, người có công", "Ngân hàng Chính sách xã hội", None, "not_built", None),
    ("Thi cử có giám sát bằng định danh điện tử", "Phòng Giáo dục và Đào tạo", date(2024, 6, 30), "not_started", 0),
    ("Khóa học trực tuyến mở", "Phòng Giáo dục và Đào tạo", date(2024, 6, 30), "not_started", 0),
]

EVENTS = [
    parts.Event(
        at=datetime(2023, 12, 4, 2, 15, tzinfo=UTC),
        title="Nộp kế hoạch thực hiện",
        text="Kế hoạch 12 trang, kèm phân công của 3 xã.",
        who="Nguyễn Thị Mẫu, Phòng Y tế",
        tone="info",
    ),
    parts.Event(
        at=datetime(2023, 12, 6, 8, 40, tzinfo=UTC),
        title="Công an huyện trả lại để bổ sung",
        text="Chưa nêu chỉ tiêu từng tháng.",
        who="Trần Văn Ví Dụ, Công an huyện",
        tone="warning",
    ),
    parts.Event(at=date(2023, 12, 8), title="Xác nhận kế hoạch", who="Công an huyện", tone="success"),
]

FILES = [
    parts.File(name="Kế hoạch thực hiện mô hình số 4.pdf", url="#tep-1", size=1_260_000, note="nộp ngày 04/12/2023"),
    parts.File(name="Biên bản kiểm tra kiosk tại Bệnh viện đa khoa.docx", url="#tep-2", size=48_300),
]

TREND = [12, 40, 38, 121, 160, 260, 412]

BAD_ANSWERS = {
    "sai-title": "",
    "sai-unit": "pyt",
    "sai-due": "31/02/2023",
    "sai-pace": "",
    "sai-note": "Máy đọc thẻ về chậm hai tuần.",
}


def table(rows: Iterable[Row]) -> parts.Table:
    """Pilots as a table of values."""
    return parts.Table(
        caption="Các mô hình điểm",
        columns=[
            parts.Column("Mô hình"),
            parts.Column("Chủ trì"),
            parts.Column("Thời hạn"),
            parts.Column("Tình trạng"),
            parts.Column("Lượt dùng", kind="num"),
        ],
        rows=[[parts.Link(t, "#"), unit, due, parts.Status(code), count] for t, unit, due, code, count in rows],
    )


class SampleForm(forms.Form):
    """One of every kind of question."""

    title = forms.CharField(
        label="Nội dung công việc",
        help_text="Một câu, nói rõ làm gì và cho ai.",
        error_messages={"required": "Hãy ghi nội dung công việc."},
    )
    unit = forms.ChoiceField(
        label="Đơn vị chủ trì",
        choices=[("", "Chọn đơn vị"), ("pyt", "Phòng Y tế"), ("vhtt", "Phòng Văn hóa - Thông tin")],
        error_messages={"required": "Hãy chọn đơn vị chủ trì."},
    )
    due = DayField(label="Thời hạn hoàn thành", help_text="Ví dụ: 15/12/2023")
    pace = forms.ChoiceField(
        label="Tiến độ so với kế hoạch",
        choices=[("on", "Đúng tiến độ"), ("slow", "Chậm, tự khắc phục được"), ("stuck", "Chậm, cần hỗ trợ")],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn một mức tiến độ."},
    )
    groups = forms.MultipleChoiceField(
        label="Lực lượng tham gia",
        choices=[("to", "Tổ công tác thôn, tổ dân phố"), ("doan", "Đoàn thanh niên")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    evidence = UploadField(label="Tài liệu minh chứng", max_bytes=10 * MEGABYTE, accept=(".pdf", ".docx"))
    note = forms.CharField(label="Khó khăn, vướng mắc", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    agreed = forms.BooleanField(
        label="Số liệu trên đã được lãnh đạo đơn vị kiểm tra",
        error_messages={"required": "Hãy xác nhận số liệu đã được kiểm tra."},
    )
