"""What the agent says to the person at the reader, by code. The codes are what pages and tests rely on."""

STEPS: dict[str, str] = {
    "waiting": "Đặt thẻ lên đầu đọc.",
    "opening": "Giữ yên thẻ, đang mở thẻ.",
    "reading": "Giữ yên thẻ, đang đọc.",
    "signing": "Giữ yên thẻ, đang kiểm tra thẻ thật.",
    "done": "Đã đọc xong. Có thể lấy thẻ ra.",
    "cancelled": "Đã huỷ việc đọc thẻ.",
}

FAILURES: dict[str, str] = {
    "no_card": "Chưa thấy thẻ. Đặt thẻ lên đầu đọc rồi bấm đọc lại.",
    "card_removed": "Thẻ bị nhấc ra giữa chừng. Đặt thẻ lại và giữ yên cho tới khi đọc xong.",
    "not_an_id_card": "Đây không phải thẻ căn cước gắn chip. Hãy dùng thẻ căn cước.",
    "wrong_can": "Sai 6 số CAN. Xem lại 6 số in ở mặt trước thẻ rồi nhập lại.",
    "wrong_key": "Số thẻ, ngày sinh hoặc ngày hết hạn chưa khớp với thẻ. Kiểm tra rồi nhập lại.",
    "zone_needed": "Thẻ này không mở bằng 6 số CAN. Nhập số thẻ, ngày sinh, ngày hết hạn.",
    "not_enrolled": "Máy này chưa đăng ký với cổng dịch vụ nên không đọc thẻ. Báo người vận hành cấp mã đăng ký.",
    "foreign_order": "Lệnh đọc thẻ không phải của cổng mà máy này đã đăng ký nên không đọc. Báo người vận hành.",
    "order_expired": "Lượt đọc thẻ đã quá giờ hoặc đã dùng. Bấm đọc lại; nếu vẫn gặp, xem đồng hồ của máy này.",
    "bad_order": "Thông tin in trên thẻ chưa đủ hoặc chưa đúng dạng. Kiểm tra rồi đọc lại.",
    "no_reader": "Không thấy đầu đọc thẻ. Kiểm tra dây cắm rồi thử lại.",
    "no_software": (
        "Máy này chưa có phần mềm đọc thẻ. Báo người vận hành cài dịch vụ PC/SC (pcscd) và gói đọc thẻ theo hướng dẫn "
        "Đầu đọc thẻ căn cước."
    ),
    "no_service": "Dịch vụ đọc thẻ (pcscd) chưa chạy. Cắm đầu đọc, khởi động dịch vụ ấy rồi thử lại.",
    "reader_busy": "Chương trình khác đang dùng đầu đọc. Đóng chương trình đó rồi thử lại.",
    "failed": "Không đọc được thẻ. Đặt lại thẻ và thử lại; nếu vẫn lỗi, báo người vận hành.",
}

REFUSALS: dict[str, str] = {
    "wrong_host": "Địa chỉ gọi tới chương trình đọc thẻ không đúng.",
    "foreign_origin": "Trang này không được phép dùng đầu đọc thẻ.",
    "not_paired": "Trang chưa được ghép với đầu đọc. Nhập mã đang hiện ở chương trình đọc thẻ.",
    "wrong_code": "Mã ghép không đúng hoặc đã hết hạn. Nhập mã đang hiện ở chương trình đọc thẻ.",
    "locked": "Nhập sai mã nhiều lần. Chờ một phút rồi nhập mã mới đang hiện.",
    "flooded": "Gọi đầu đọc quá nhiều lần. Chờ vài giây rồi thử lại.",
    "too_large": "Dữ liệu gửi tới đầu đọc quá lớn.",
    "malformed": "Chương trình đọc thẻ không hiểu yêu cầu này.",
    "unknown": "Không có việc đọc thẻ này, hoặc kết quả đã được lấy.",
    "busy": "Đầu đọc đang đọc một thẻ khác. Chờ xong hoặc huỷ rồi thử lại.",
}


class Refused(Exception):
    """The agent will not do this; ``status`` is the HTTP status, ``code`` a key of ``REFUSALS``."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(REFUSALS[code])
        self.status = status
        self.code = code


class CardFailure(Exception):
    """A reading that came to nothing; ``code`` is a key of ``FAILURES``."""

    def __init__(self, code: str) -> None:
        super().__init__(FAILURES[code])
        self.code = code
