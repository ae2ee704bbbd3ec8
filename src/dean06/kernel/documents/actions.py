"""Acts of documents as the audit log names them."""

from dean06.kernel.audit.api import register_action, register_field
from dean06.kernel.documents.issuing.disclosing import showable
from dean06.kernel.documents.kinds.catalogue import kinds

MAKE_KEY = "documents.make_key"
INSTALL_CERTIFICATE = "documents.install_certificate"
RETIRE_KEY = "documents.retire_key"
PROPOSE_ANCHOR = "documents.propose_anchor"
APPROVE_ANCHOR = "documents.approve_anchor"
WITHDRAW_ANCHOR = "documents.withdraw_anchor"
SIGN_FILE = "documents.sign_file"
MAKE_LASTING = "documents.make_lasting"
RENEW_FILE = "documents.renew_file"
ISSUE = "documents.issue"
WITHDRAW = "documents.withdraw"
OPEN_DOCUMENT = "documents.open"
INSPECT = "documents.inspect"
UPLOAD_OWN = "documents.upload_own"
DELETE_OWN = "documents.delete_own"
SHARE = "documents.share"
LOOK_AT_SHARE = "documents.look_at_share"

OFFER_TO_WALLET = "documents.offer_to_wallet"
AGREE_WITH_WALLET = "documents.agree_with_wallet"
ISSUE_TO_WALLET = "documents.issue_to_wallet"
ASK_WALLET = "documents.ask_wallet"
TAKE_ANSWER = "documents.take_answer"

ISSUE_MANY = "documents.issue_many"
SWEEP_STORE = "documents.sweep_store"
SEAL_REGISTER = "documents.seal_register"

LAW = "Luật Giao dịch điện tử 20/2023/QH15"
TO_WALLET = "Chủ giấy tờ đưa giấy tờ sang ví khác của mình"
ASKING_LAW = "Chủ giấy tờ xuất trình từ ví theo yêu cầu (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15)"
SWEEPING = "Không giữ tệp lâu hơn cần thiết"
SWEEPING_LAW = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15"
SEALING = "Niêm phong sổ để chứng minh từng dòng về sau"
SHARING_LAW = "Chủ giấy tờ đồng ý (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15)"
ISSUING = "Cấp và quản lý giấy tờ điện tử"
INSPECTING = "Kiểm tra giấy tờ theo yêu cầu của người cầm giấy"
KEEPING = "Chủ giấy tờ tự lưu trong ví"
FACTS = "documents.facts"

ACTIONS = {
    MAKE_KEY: "Tạo khoá ký của đơn vị",
    INSTALL_CERTIFICATE: "Đưa chứng thư số vào dùng",
    RETIRE_KEY: "Ngừng dùng khoá ký",
    PROPOSE_ANCHOR: "Đề nghị tin một chứng thư gốc",
    APPROVE_ANCHOR: "Đồng ý tin một chứng thư gốc",
    WITHDRAW_ANCHOR: "Thôi tin một chứng thư gốc",
    SIGN_FILE: "Ký giấy tờ bằng khoá của đơn vị",
    MAKE_LASTING: "Thêm dấu thời gian và bằng chứng vào giấy tờ đã ký",
    RENEW_FILE: "Đóng lại dấu thời gian cho giấy tờ đã ký",
    ISSUE: "Cấp giấy tờ điện tử",
    WITHDRAW: "Thu hồi giấy tờ điện tử",
    OPEN_DOCUMENT: "Mở giấy tờ trong ví theo hồ sơ",
    INSPECT: "Kiểm tra giấy tờ ở trang công khai",
    UPLOAD_OWN: "Tải giấy tờ của mình lên ví",
    DELETE_OWN: "Xoá giấy tờ của mình khỏi ví",
    OFFER_TO_WALLET: "Tạo mã đưa giấy tờ sang ví khác",
    AGREE_WITH_WALLET: "Đồng ý đưa giấy tờ sang ví khác",
    ISSUE_TO_WALLET: "Đưa giấy tờ sang ví khác",
    ASK_WALLET: "Hỏi giấy tờ trong ví của người đến",
    TAKE_ANSWER: "Nhận giấy tờ người giữ xuất trình từ ví",
    ISSUE_MANY: "Giao cấp nhiều giấy tờ một lần",
    SWEEP_STORE: "Xoá tệp không còn nơi nào giữ",
    SEAL_REGISTER: "Niêm phong sổ bằng một chữ ký số",
    SHARE: "Cho người khác xem giấy tờ trong ví",
    LOOK_AT_SHARE: "Xem giấy tờ được chủ giấy tờ cho xem",
}


def fact_code(kind: str, name: str) -> str:
    """One fact of a type of document, as consents and the audit log name it."""
    return f"documents.{kind}.{name}"


def register() -> None:
    """Tell the audit log how to name our acts, and every fact a document can show."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    register_field(FACTS, "Nội dung giấy tờ trong ví")
    named = {
        fact_code(kind.code, fact.name): f"{kind.name}: {fact.label.lower()}"
        for versions in kinds().by_code.values()
        for kind in versions
        for fact in showable(kind)
    }
    for code, label in named.items():
        register_field(code, label)
