"""Outside systems a pilot may name as `ports`: module name under kernel.ports -> what people call it.

A port's module appears with the first pilot that is built on it; a guard test holds built pilots to that.
"""

PORTS: dict[str, str] = {
    "identity_provider": "VNeID (đăng nhập)",
    "population": "Cơ sở dữ liệu quốc gia về dân cư",
    "national_portal": "Cổng Dịch vụ công quốc gia",
    "one_stop": "Hệ thống thông tin giải quyết thủ tục hành chính tỉnh",
    "vneid_wallet": "VNeID (ví giấy tờ)",
    "document_signing": "Dịch vụ ký số và dấu thời gian",
    "payment_gateway": "Cổng thanh toán và ngân hàng",
    "bank": "Ngân hàng thu phí (thông báo, sao kê, hoàn tiền)",
    "bank_core": "Hệ thống của ngân hàng",
    "social_insurance": "Bảo hiểm xã hội Việt Nam",
    "hospital": "Phần mềm quản lý bệnh viện",
    "stay_declaration": "Phần mềm thông báo lưu trú (ASM)",
    "watch_list": "Danh sách đối tượng cần theo dõi của cơ quan Công an",
    "camera": "Camera tại điểm kiểm soát",
    "transport_ticketing": "Phần mềm quản lý vé",
    "judicial_register": "Cơ sở dữ liệu lý lịch tư pháp",
    "labour_records": "Dữ liệu lao động, bảo hiểm xã hội",
    "education_records": "Cơ sở dữ liệu ngành giáo dục",
    "land_registry": "Cơ sở dữ liệu quốc gia về đất đai",
    "data_exchange": "Nền tảng tích hợp, chia sẻ dữ liệu (LGSP)",
    "telephony": "Tổng đài điện thoại",
    "sms": "Tin nhắn SMS",
    "vneid_inbox": "VNeID (hộp thông báo)",
    "message_channels": "Kênh nhắn tin (thư điện tử, tin nhắn, Zalo)",
    "law_base": "Cơ sở dữ liệu quốc gia về pháp luật",
    "open_data": "Cổng dữ liệu mở",
    "log_sources": "Nhật ký của các hệ thống được giám sát",
    "carrier": "Đơn vị vận chuyển",
}
