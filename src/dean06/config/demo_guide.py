"""What the demo says once it runs: where to go, who can sign in and what each of them sees first."""

import tomllib

from dean06.config import paths, sandbox

SHOWN = (
    ("leader", "Lãnh đạo: bảng điều hành, quyết định mâu thuẫn"),
    ("coordinator", "Cơ quan theo dõi: nhập công văn, xác nhận tiến độ"),
    ("culture_clerk", "Cán bộ đơn vị: gửi kế hoạch, báo cáo tiến độ"),
    ("tung_anh_clerk", "Một cửa: tiếp nhận hồ sơ, đọc thẻ, chứng thực bản sao"),
    ("record_clerk", "Công an tỉnh: tra cứu lý lịch tư pháp"),
    ("doctor", "Bác sĩ: mở sổ sức khỏe được chia sẻ, mở khẩn cấp"),
    ("labour_clerk", "Cán bộ lao động: xác nhận quá trình làm việc"),
    ("operator", "Vận hành: tiến trình, công việc lỗi, sao lưu"),
    ("hoa", "Công dân: ví giấy tờ, sổ sức khỏe, trả phí, ai đã xem dữ liệu của mình"),
    ("hung", "Công dân: sổ lao động, xin xác nhận năm làm nghề"),
)


def text() -> str:
    """The guide, in Vietnamese, for the terminal."""
    people = {person["key"]: person for person in tomllib.loads(sandbox.PEOPLE.read_text(encoding="utf-8"))["people"]}
    lines = [f"    {people[key]['full_name']:<24} {does}" for key, does in SHOWN if key in people]
    return "\n".join(
        [
            "",
            f"  Đức Thọ số đang chạy:  {sandbox.public_url()}",
            "",
            "  Đăng nhập bằng VNeID (bản thử nghiệm), chọn một người hư cấu:",
            *lines,
            "",
            "  Đọc thẻ ở quầy (vai cán bộ Hồ Sỹ Lâm), cửa sổ khác:  .venv/bin/dean06 reader --sandbox-card hoa",
            "",
            f"  Ứng dụng VNeID hư cấu trên điện thoại:  {sandbox.twin('vneid').url}/ung-dung/",
            "",
            f"  Điện thoại hư cấu nhận SMS:  {sandbox.twin('sms').url}/",
            f"  Thông báo VNeID hư cấu:      {sandbox.twin('vneid_inbox').url}/",
            "",
            f"  Cổng Dịch vụ công quốc gia hư cấu (nộp ở đó, xử lý ở đây):  {sandbox.twin('national_portal').url}",
            "",
            f"  Bệnh viện hư cấu (gửi hồ sơ vào sổ sức khỏe, hỏi sổ):  {sandbox.twin('hospital').url}",
            "",
            f"  Trả tiền bằng VietQR ở trang ngân hàng hư cấu:  {sandbox.twin('bank').url}",
            "",
            f"  Nhật ký: {paths.state() / 'logs'}    Dừng: Ctrl-C    Làm lại từ đầu: make demo FRESH=1",
            "",
        ]
    )
