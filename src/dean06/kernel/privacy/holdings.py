"""What is kept about persons, by kind: each package says how to hand it out and whether a law forbids deleting it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.identity.models import SignInSession, User
from dean06.kernel.messaging.models import EmailAddress, InboxMessage
from dean06.kernel.parties.models import Party, PostHolding
from dean06.kernel.privacy.models import Consent, DataRequest
from dean06.kernel.privacy.types import Holding

_holdings: dict[str, Holding] = {}

HOLD_PERSON = "Họ tên, số định danh, ngày sinh phải giữ khi còn tài khoản (Luật Căn cước 26/2023/QH15)."
HOLD_POSTS = "Ai giữ chức vụ nào là hồ sơ công vụ (Luật Lưu trữ 33/2024/QH15)."
HOLD_SIGN_INS = "Dấu vết đăng nhập phải giữ để bảo đảm an toàn (Nghị định 85/2016/NĐ-CP); hết thời hạn thì tự xoá."
HOLD_LOG = "Nhật ký ai đã xem dữ liệu là bằng chứng của chính bà/ông và không ai xoá được (Luật 91/2025/QH15)."
HOLD_PROOF = "Bằng chứng đồng ý phải giữ để chứng minh việc đã dùng dữ liệu là đúng (Luật 91/2025/QH15)."
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
    """All that is kept about a person: label and rows by code. The caller records the look."""
    return {one.code: {"label": one.label, "rows": one.export(party_id)} for one in holdings()}


def register_kernel() -> None:
    """What the kernel itself keeps."""
    for holding in (
        Holding(code="parties.person", label="Thông tin trong sổ của hệ thống", export=_person, hold=HOLD_PERSON),
        Holding(code="parties.posts", label="Chức vụ", export=_posts, hold=HOLD_POSTS),
        Holding(code="identity.accounts", label="Tài khoản và các lần đăng nhập", export=_sign_ins, hold=HOLD_SIGN_INS),
        Holding(code="messaging.letters", label="Thông báo đã nhận", export=_letters, hold=HOLD_LETTERS),
        Holding(code="messaging.email", label="Địa chỉ thư điện tử", export=_email, delete=_forget_email),
        Holding(code="privacy.consents", label="Các lần đồng ý", export=_consents, hold=HOLD_PROOF),
        Holding(code="privacy.requests", label="Yêu cầu về dữ liệu", export=_requests, hold=HOLD_PROOF),
        Holding(code="audit.looks", label="Nhật ký ai đã xem, đã làm gì", export=_looks, hold=HOLD_LOG),
    ):
        register_holding(holding)


def _rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{key: _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return [_plain(item) for item in value] if isinstance(value, list) else str(value)


def _person(party_id: UUID) -> list[dict[str, Any]]:
    return _rows(
        Party.objects.filter(pk=party_id).values("full_name", "personal_id", "birth_on", "sex", "is_fictional")
    )


def _posts(party_id: UUID) -> list[dict[str, Any]]:
    rows = PostHolding.objects.filter(party_id=party_id).order_by("valid_from")
    return _rows(rows.values("post__title", "post__unit__name", "valid_from", "valid_until"))


def _sign_ins(party_id: UUID) -> list[dict[str, Any]]:
    accounts = User.objects.filter(party_id=party_id).values("issuer", "subject", "created_at", "last_login")
    sign_ins = SignInSession.objects.filter(user__party_id=party_id).order_by("started_at")
    return _rows(accounts) + _rows(sign_ins.values("level", "started_at", "last_seen_at", "ended_at", "end_reason"))


def _letters(party_id: UUID) -> list[dict[str, Any]]:
    rows = InboxMessage.objects.filter(party_id=party_id).order_by("id")
    return _rows(rows.values("message__subject", "message__body", "message__sender", "delivered_at"))


def _email(party_id: UUID) -> list[dict[str, Any]]:
    return _rows(EmailAddress.objects.filter(party_id=party_id).values("email", "asked_at", "confirmed_at"))


def _consents(party_id: UUID) -> list[dict[str, Any]]:
    rows = Consent.objects.filter(party_id=party_id).order_by("given_at")
    return _rows(rows.values("purpose", "recipient", "fields", "given_at", "valid_until", "withdrawn_at"))


def _requests(party_id: UUID) -> list[dict[str, Any]]:
    rows = DataRequest.objects.filter(party_id=party_id).order_by("received_at")
    return _rows(rows.values("code", "kind", "text", "received_at", "due_on", "state", "outcome", "answer"))


def _looks(party_id: UUID) -> list[dict[str, Any]]:
    """How many there are: they themselves come with their proofs in the log's own file."""
    return [{"count": AuditSubject.objects.filter(party_id=party_id).count()}]


def _forget_email(party_id: UUID) -> Sequence[object]:
    return _delete(EmailAddress.objects.filter(party_id=party_id))


def _delete(rows: QuerySet[Any]) -> list[object]:
    gone: list[Model] = list(rows)
    rows.delete()
    return [row.pk for row in gone]
