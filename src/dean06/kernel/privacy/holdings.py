"""What is kept about persons, by kind: each package says how to hand it out and whether a law forbids deleting it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from dean06.kernel.audit import api as audit
from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.devices.models import Receipt
from dean06.kernel.identity.models import SignInSession, User
from dean06.kernel.messaging.models import Delivery, EmailAddress, InboxMessage, PhoneNumber, Wishes
from dean06.kernel.messaging.types import Channel, DeliveryState, MessageClass
from dean06.kernel.parties.models import Party, PostHolding
from dean06.kernel.parties.models.people import Sex
from dean06.kernel.privacy.models import Consent, DataRequest
from dean06.kernel.privacy.types import Holding
from dean06.kernel.registry import words
from dean06.kernel.registry.models import BatchLine

_holdings: dict[str, Holding] = {}

HOLD_PERSON = "Họ tên, số định danh, ngày sinh phải giữ khi còn tài khoản (Luật Căn cước 26/2023/QH15)."
HOLD_POSTS = "Ai giữ chức vụ nào là hồ sơ công vụ (Luật Lưu trữ 33/2024/QH15)."
HOLD_SIGN_INS = "Dấu vết đăng nhập phải giữ để bảo đảm an toàn (Nghị định 85/2016/NĐ-CP); hết thời hạn thì tự xoá."
HOLD_READINGS = "Phiếu đọc thẻ giữ trong thời hạn để giải quyết thắc mắc tại quầy; hết hạn thì tự xoá."
HOLD_LOG = "Nhật ký ai đã xem dữ liệu là bằng chứng của chính bà/ông và không ai xoá được (Luật 91/2025/QH15)."
HOLD_PROOF = "Bằng chứng đồng ý phải giữ để chứng minh việc đã dùng dữ liệu là đúng (Luật 91/2025/QH15)."
HOLD_LISTS = (
    "Kết quả đối chiếu là căn cứ của hồ sơ đang giải quyết; hết 30 ngày thì tự xoá (Luật Lưu trữ 33/2024/QH15)."
)
HOLD_DELIVERIES = "Dấu vết đã báo cho ai, qua đâu giữ trong thời hạn để giải quyết thắc mắc; hết hạn thì tự xoá."
HOLD_LETTERS = "Thông báo đã gửi là một phần của hồ sơ công việc (Luật Lưu trữ 33/2024/QH15)."


def register_holding(holding: Holding) -> None:
    """Add a kind of data; the same code replaces its earlier entry, so registering twice is harmless."""
    _holdings[holding.code] = holding


def holdings() -> tuple[Holding, ...]:
    """Every kind of data kept about persons, in the order registered."""
    return tuple(_holdings.values())


def find_holding(code: str) -> Holding | None:
    """The kind with this code."""
    return _holdings.get(code)


def everything(party_id: UUID) -> dict[str, Any]:
    """All that is kept about a person by code: label, words for the columns, rows, the law that forbids deleting it.

    The caller records the look.
    """
    return {
        one.code: {"label": one.label, "columns": one.columns, "rows": one.export(party_id), "hold": one.hold}
        for one in holdings()
    }


def register_kernel() -> None:
    """What the kernel itself keeps."""
    for code, (label, export, columns, hold) in KEPT.items():
        delete = DELETIONS.get(code)
        register_holding(Holding(code=code, label=label, export=export, columns=columns, hold=hold, delete=delete))


def _rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


def _person(party_id: UUID) -> list[dict[str, Any]]:
    kept = _rows(Party.objects.filter(pk=party_id).values("full_name", "personal_id", "birth_on", "sex"))
    return [row | {"sex": Sex(row["sex"]).label} for row in kept]


def _posts(party_id: UUID) -> list[dict[str, Any]]:
    rows = PostHolding.objects.filter(party_id=party_id).order_by("valid_from")
    return _rows(rows.values("post__title", "post__unit__name", "valid_from", "valid_until"))


def _accounts(party_id: UUID) -> list[dict[str, Any]]:
    return _rows(User.objects.filter(party_id=party_id).values("issuer", "subject", "created_at", "last_login"))


def _sign_ins(party_id: UUID) -> list[dict[str, Any]]:
    rows = SignInSession.objects.filter(user__party_id=party_id).order_by("started_at")
    return _rows(rows.values("level", "started_at", "last_seen_at", "ended_at"))


def _readings(party_id: UUID) -> list[dict[str, Any]]:
    rows = Receipt.objects.filter(subject_id=party_id).order_by("at")
    kept = _rows(rows.values("at", "purpose__title", "terminal__name", "unit_code", "facts"))
    return [row | {"facts": "; ".join(_fact(*fact) for fact in sorted(row["facts"].items()))} for row in kept]


def _fact(name: str, text: str) -> str:
    return f"{audit.field_label(f'card.{name}')}: {text}"


def _letters(party_id: UUID) -> list[dict[str, Any]]:
    rows = InboxMessage.objects.filter(party_id=party_id).order_by("id")
    return _rows(rows.values("message__subject", "message__body", "message__sender", "delivered_at"))


def _email(party_id: UUID) -> list[dict[str, Any]]:
    return _rows(EmailAddress.objects.filter(party_id=party_id).values("email", "asked_at", "confirmed_at"))


def _phone(party_id: UUID) -> list[dict[str, Any]]:
    return _rows(PhoneNumber.objects.filter(party_id=party_id).values("phone", "asked_at", "confirmed_at"))


def _wishes(party_id: UUID) -> list[dict[str, Any]]:
    """In words, as the page of wishes has them."""
    rows = _rows(Wishes.objects.filter(party_id=party_id).values("channels_off", "classes_off", "changed_at"))
    return [
        row
        | {
            "channels_off": [Channel(one).label for one in row["channels_off"]],
            "classes_off": [MessageClass(one).label for one in row["classes_off"]],
        }
        for row in rows
    ]


def _told(party_id: UUID) -> list[dict[str, Any]]:
    rows = Delivery.objects.filter(party_id=party_id).order_by("created_at")
    kept = _rows(rows.values("message__subject", "channel", "provider", "state", "created_at", "finished_at"))
    return [
        row | {"channel": Channel(row["channel"]).label, "state": DeliveryState(row["state"]).label} for row in kept
    ]


def _consents(party_id: UUID) -> list[dict[str, Any]]:
    rows = Consent.objects.filter(party_id=party_id).order_by("given_at")
    kept = _rows(rows.values("purpose", "recipient", "fields", "given_at", "valid_until", "withdrawn_at"))
    return [row | {"fields": [audit.field_label(code) for code in row["fields"]]} for row in kept]


def _requests(party_id: UUID) -> list[dict[str, Any]]:
    rows = DataRequest.objects.filter(party_id=party_id).order_by("received_at")
    return _rows(rows.values("code", "kind", "text", "received_at", "due_on", "state", "outcome", "answer"))


def _looks(party_id: UUID) -> list[dict[str, Any]]:
    """How many there are: they themselves come with their proofs in the log's own file."""
    return [{"count": AuditSubject.objects.filter(party_id=party_id).count()}]


def _lists(party_id: UUID) -> list[dict[str, Any]]:
    """Lists of officers that name the person: until they are deleted, what was said of her and what came out."""
    number = Party.objects.filter(pk=party_id).values_list("personal_id", flat=True)[:1]
    rows = BatchLine.objects.filter(personal_id=number).order_by("batch__created_at", "number")
    where = ("batch__purpose_title", "batch__unit_name", "batch__created_at")
    return [_line(row) for row in rows.values(*where, "claim", "result", "differs", "unknown", "problem")]


def _line(row: dict[str, Any]) -> dict[str, Any]:
    problem = row.pop("problem")
    return row | {
        "claim": words.claimed(row["claim"]),
        "result": f"không đối chiếu được: {problem}" if problem else words.result(row["result"]),
        "differs": words.claim_names(row["differs"]),
        "unknown": words.claim_names(row["unknown"]),
    }


def _forget_email(party_id: UUID) -> Sequence[object]:
    return _delete(EmailAddress.objects.filter(party_id=party_id))


def _forget_phone(party_id: UUID) -> Sequence[object]:
    return _delete(PhoneNumber.objects.filter(party_id=party_id))


def _forget_wishes(party_id: UUID) -> Sequence[object]:
    return _delete(Wishes.objects.filter(party_id=party_id))


DELETIONS = {
    "messaging.email": _forget_email,
    "messaging.phone": _forget_phone,
    "messaging.wishes": _forget_wishes,
}


def _delete(rows: QuerySet[Any]) -> list[object]:
    gone: list[Model] = list(rows)
    rows.delete()
    return [row.pk for row in gone]


Export = Callable[[UUID], list[dict[str, Any]]]
KEPT: dict[str, tuple[str, Export, dict[str, str], str]] = {
    "parties.person": (
        "Thông tin trong sổ của hệ thống",
        _person,
        {"full_name": "Họ và tên", "personal_id": "Số định danh", "birth_on": "Ngày sinh", "sex": "Giới tính"},
        HOLD_PERSON,
    ),
    "parties.posts": (
        "Chức vụ",
        _posts,
        {"post__title": "Chức vụ", "post__unit__name": "Đơn vị", "valid_from": "Từ ngày", "valid_until": "Đến ngày"},
        HOLD_POSTS,
    ),
    "identity.accounts": (
        "Tài khoản",
        _accounts,
        {"issuer": "Nơi cấp", "subject": "Mã tài khoản", "created_at": "Lập lúc", "last_login": "Dùng gần nhất"},
        HOLD_SIGN_INS,
    ),
    "identity.sign_ins": (
        "Các lần đăng nhập",
        _sign_ins,
        {"level": "Mức", "started_at": "Bắt đầu", "last_seen_at": "Thao tác cuối", "ended_at": "Kết thúc"},
        HOLD_SIGN_INS,
    ),
    "devices.readings": (
        "Các lần đọc thẻ căn cước",
        _readings,
        {
            "at": "Lúc",
            "purpose__title": "Để làm gì",
            "terminal__name": "Đầu đọc",
            "unit_code": "Đơn vị",
            "facts": "Dữ liệu giữ lại",
        },
        HOLD_READINGS,
    ),
    "messaging.letters": (
        "Thông báo đã nhận",
        _letters,
        {
            "message__subject": "Tiêu đề",
            "message__body": "Nội dung",
            "message__sender": "Người gửi",
            "delivered_at": "Lúc",
        },
        HOLD_LETTERS,
    ),
    "messaging.email": (
        "Địa chỉ thư điện tử",
        _email,
        {"email": "Địa chỉ", "asked_at": "Đưa lúc", "confirmed_at": "Xác nhận lúc"},
        "",
    ),
    "messaging.phone": (
        "Số điện thoại nhận tin",
        _phone,
        {"phone": "Số", "asked_at": "Đưa lúc", "confirmed_at": "Xác nhận lúc"},
        "",
    ),
    "messaging.wishes": (
        "Cách nhận tin",
        _wishes,
        {"channels_off": "Kênh đã tắt", "classes_off": "Loại tin đã tắt", "changed_at": "Chọn lúc"},
        "",
    ),
    "messaging.deliveries": (
        "Các lần báo ra ngoài hộp thư",
        _told,
        {
            "message__subject": "Tiêu đề",
            "channel": "Qua kênh",
            "provider": "Nhà cung cấp",
            "state": "Trạng thái",
            "created_at": "Lúc",
            "finished_at": "Xong lúc",
        },
        HOLD_DELIVERIES,
    ),
    "privacy.consents": (
        "Các lần đồng ý",
        _consents,
        {
            "recipient": "Cho ai",
            "purpose": "Để làm gì",
            "fields": "Dữ liệu nào",
            "given_at": "Từ lúc",
            "valid_until": "Đến lúc",
            "withdrawn_at": "Rút lúc",
        },
        HOLD_PROOF,
    ),
    "privacy.requests": (
        "Yêu cầu về dữ liệu",
        _requests,
        {
            "code": "Mã",
            "text": "Nội dung",
            "received_at": "Gửi lúc",
            "due_on": "Hạn",
            "answer": "Trả lời",
        },
        HOLD_PROOF,
    ),
    "registry.lists": (
        "Danh sách đã đối chiếu với cơ sở dữ liệu dân cư",
        _lists,
        {
            "batch__purpose_title": "Để làm gì",
            "batch__unit_name": "Đơn vị",
            "batch__created_at": "Lúc",
            "claim": "Đã so những gì",
            "result": "Kết quả",
            "differs": "Khác",
            "unknown": "Không có để so",
        },
        HOLD_LISTS,
    ),
    "audit.looks": ("Nhật ký ai đã xem, đã làm gì", _looks, {"count": "Số dòng (tải riêng kèm bằng chứng)"}, HOLD_LOG),
}
