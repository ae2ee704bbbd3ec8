"""Slips by their short names: in addresses, on links, as files."""

from dean06.kernel.cases.types import SlipKind

LABELS = {
    SlipKind.RECEIPT: "Giấy tiếp nhận và hẹn trả",
    SlipKind.SUPPLEMENT: "Phiếu yêu cầu bổ sung",
    SlipKind.REFUSAL: "Phiếu từ chối",
    SlipKind.APOLOGY: "Văn bản xin lỗi, hẹn lại",
    SlipKind.STOP: "Thông báo dừng",
    SlipKind.CONTROL: "Phiếu kiểm soát",
}
FILE_NAMES = {
    SlipKind.RECEIPT: "giay-tiep-nhan",
    SlipKind.SUPPLEMENT: "phieu-bo-sung",
    SlipKind.REFUSAL: "phieu-tu-choi",
    SlipKind.APOLOGY: "xin-loi-hen-lai",
    SlipKind.STOP: "thong-bao-dung",
    SlipKind.CONTROL: "phieu-kiem-soat",
}
