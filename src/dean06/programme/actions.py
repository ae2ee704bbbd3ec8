"""Acts of the programme as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action

PURPOSE = "Theo dõi thực hiện công văn chỉ đạo về Đề án 06"
LEGAL_BASIS = "Quyết định 06/QĐ-TTg ngày 06/01/2022"

ACTIONS = {
    "programme.import_directive": "Nhập công văn",
    "programme.decide_contradiction": "Quyết định xử lý mâu thuẫn",
    "programme.submit_plan": "Gửi kế hoạch",
    "programme.receive_paper_plan": "Ghi nhận kế hoạch gửi bằng giấy",
    "programme.judge_plan": "Trả lời kế hoạch",
    "programme.report_progress": "Báo cáo tiến độ",
    "programme.judge_report": "Trả lời báo cáo tiến độ",
    "programme.raise_impediment": "Nêu khó khăn, vướng mắc",
    "programme.answer_impediment": "Trả lời khó khăn, vướng mắc",
    "programme.request_extension": "Đề nghị gia hạn",
    "programme.judge_extension": "Trả lời đề nghị gia hạn",
    "programme.record_inspection": "Ghi kết quả kiểm tra",
    "programme.send_reminder": "Nhắc hạn",
    "programme.hand_over": "Chuyển nhiệm vụ cho đơn vị kế thừa",
    "programme.draw_document": "Lập văn bản",
    "programme.export": "Xuất số liệu",
    "programme.download_evidence": "Tải minh chứng",
    "programme.refused": "Bị từ chối",
}


def register() -> None:
    """Tell the audit log how to name our acts."""
    for action, label in ACTIONS.items():
        register_action(action, label)
