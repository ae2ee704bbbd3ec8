"""What happened in the fictional district: the history the demo is seeded with. Every line is invented."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Act = Literal["plan", "plan_ok", "plan_back", "report", "ok", "back", "decide", "stuck", "answer", "extend", "inspect"]


@dataclass(frozen=True)
class Line:
    """On a day somebody did something about an assignment (0: the whole directive), in these words."""

    on: date
    who: str
    act: Act
    number: int = 0
    words: str = ""
    percent: int = 0


RECEIVED_ON = date(2023, 11, 27)
REORGANISED_ON = date(2025, 7, 1)

STORY: tuple[Line, ...] = (
    Line(date(2023, 11, 28), "culture_clerk", "plan", words="Kế hoạch triển khai các mô hình do phòng chủ trì"),
    Line(date(2023, 11, 29), "leader", "decide", 5, "Giao một đầu mối theo bảng phụ lục để rõ trách nhiệm"),
    Line(date(2023, 11, 29), "leader", "decide", 3, "Thống nhất theo phụ lục thuyết minh, cơ quan tại địa bàn chủ trì"),
    Line(date(2023, 11, 30), "police_clerk", "plan", words="Kế hoạch của Công an huyện và phần việc của Tổ công tác"),
    Line(date(2023, 11, 30), "health_clerk", "plan", words="Kế hoạch đặt kiosk tại bệnh viện"),
    Line(date(2023, 11, 30), "coordinator", "plan_ok", words="culture_clerk"),
    Line(date(2023, 12, 1), "education_clerk", "plan", words="Kế hoạch thi trực tuyến và quản lý trường học"),
    Line(date(2023, 12, 1), "environment_clerk", "plan", words="Kế hoạch làm sạch dữ liệu đất đai, chưa có lộ trình"),
    Line(date(2023, 12, 1), "coordinator", "plan_ok", words="health_clerk"),
    Line(date(2023, 12, 4), "coordinator", "plan_back", words="environment_clerk"),
    Line(date(2023, 12, 4), "justice_clerk", "plan", words="Kế hoạch phối hợp cấp thông tin lý lịch tư pháp"),
    Line(date(2023, 12, 5), "coordinator", "plan_ok", words="education_clerk"),
    Line(
        date(2023, 12, 6), "environment_clerk", "plan", words="Kế hoạch làm sạch dữ liệu đất đai, có lộ trình từng xã"
    ),
    Line(date(2023, 12, 7), "culture_clerk", "report", 11, "Mở chuyên mục trên cổng thông tin, 6 tin bài", 20),
    Line(date(2023, 12, 7), "coordinator", "ok", 11),
    Line(date(2023, 12, 8), "police_clerk", "report", 3, "Hướng dẫn 1.240 người tạo tài khoản mức 2", 40),
    Line(date(2023, 12, 8), "coordinator", "ok", 3),
    Line(date(2023, 12, 8), "coordinator", "plan_ok", words="environment_clerk"),
    Line(date(2023, 12, 11), "health_clerk", "report", 4, "Khảo sát 2 điểm đặt kiosk, chọn bệnh viện đa khoa", 15),
    Line(date(2023, 12, 12), "coordinator", "ok", 4),
    Line(
        date(2023, 12, 12), "infrastructure_clerk", "stuck", 5, "3 nhà xe chưa có máy đọc thẻ, chưa rõ nguồn kinh phí"
    ),
    Line(date(2023, 12, 13), "culture_clerk", "report", 18, "Khảo sát 9 hệ thống cần kết nối", 25),
    Line(date(2023, 12, 14), "coordinator", "back", 18, "Chưa kèm danh sách hệ thống đã khảo sát"),
    Line(date(2023, 12, 14), "coordinator", "answer", 5, "Nhà xe tự trang bị; Công an huyện cho mượn 2 máy đọc thẻ"),
    Line(date(2023, 12, 15), "police_clerk", "report", 3, "Tiếp nhận 312 hồ sơ qua VNeID", 70),
    Line(date(2023, 12, 18), "coordinator", "ok", 3),
    Line(date(2023, 12, 19), "culture_clerk", "report", 18, "Danh sách 9 hệ thống và phương án kết nối", 35),
    Line(date(2023, 12, 20), "coordinator", "ok", 18),
    Line(date(2023, 12, 21), "infrastructure_clerk", "report", 5, "12 trong 15 nhà xe đã dùng phần mềm", 60),
    Line(date(2023, 12, 22), "coordinator", "ok", 5),
    Line(date(2023, 12, 25), "culture_clerk", "extend", 18, "Chờ thẩm định an toàn thông tin", 0),
    Line(date(2023, 12, 26), "coordinator", "ok", 0, "extend"),
    Line(date(2023, 12, 27), "police_clerk", "report", 23, "Tập huấn 420 cán bộ, có bài kiểm tra", 100),
    Line(date(2023, 12, 28), "coordinator", "ok", 23),
    Line(date(2023, 12, 28), "police_clerk", "report", 3, "Hoàn thành chỉ tiêu nộp hồ sơ qua VNeID năm 2023", 100),
    Line(date(2023, 12, 29), "coordinator", "ok", 3),
    Line(date(2023, 12, 29), "infrastructure_clerk", "report", 5, "Đủ 15 nhà xe thông báo lưu trú", 100),
    Line(date(2024, 1, 3), "coordinator", "ok", 5),
    Line(date(2024, 1, 9), "coordinator", "inspect", 4, "Kiosk đã lắp, chưa nối phần mềm bệnh viện"),
    Line(date(2024, 1, 15), "health_clerk", "report", 4, "Nối thử phần mềm bệnh viện, 85 lượt", 55),
    Line(date(2024, 1, 16), "coordinator", "ok", 4),
    Line(date(2024, 2, 20), "education_clerk", "report", 9, "Thi thử tại 4 trường, 612 thí sinh", 50),
    Line(date(2024, 2, 21), "coordinator", "ok", 9),
    Line(date(2024, 3, 6), "education_clerk", "report", 15, "22 trường đối khớp học sinh với dữ liệu dân cư", 65),
    Line(date(2024, 3, 7), "coordinator", "ok", 15),
    Line(date(2024, 3, 20), "health_clerk", "report", 4, "Kiosk vận hành chính thức, 2.130 lượt", 100),
    Line(date(2024, 3, 21), "coordinator", "ok", 4),
    Line(date(2024, 3, 27), "education_clerk", "report", 9, "Thi chính thức 9 trường, 2.480 thí sinh", 100),
    Line(date(2024, 3, 28), "coordinator", "ok", 9),
    Line(date(2024, 4, 10), "culture_clerk", "report", 18, "Trục liên thông hoạt động với 9 hệ thống", 100),
    Line(date(2024, 4, 11), "coordinator", "ok", 18),
    Line(date(2024, 6, 12), "environment_clerk", "report", 19, "Đối khớp 31.000 thửa tại 7 xã", 45),
    Line(date(2024, 6, 13), "coordinator", "ok", 19),
    Line(date(2024, 10, 9), "environment_clerk", "report", 19, "Đối khớp 58.000 thửa tại 13 xã", 80),
    Line(date(2024, 10, 10), "coordinator", "ok", 19),
    Line(date(2024, 12, 20), "environment_clerk", "report", 19, "Hoàn thành 16 xã, thị trấn", 100),
    Line(date(2024, 12, 23), "coordinator", "ok", 19),
    Line(date(2026, 10, 20), "culture_clerk", "report", 11, "Bản tin nội bộ hằng tuần, 38 kỳ", 60),
    Line(date(2026, 10, 21), "coordinator", "ok", 11),
    Line(date(2026, 11, 16), "culture_clerk", "report", 10, "46 hộ kinh doanh đưa sản phẩm lên sàn", 70),
)
