"""Confirming or returning what a unit handed in: once, by somebody else, with a reason when returned."""

from typing import TYPE_CHECKING

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.programme.choices import Verdict

if TYPE_CHECKING:
    from dean06.programme.models import ExtensionRequest, ProgressReport, UnitPlan


def give(actor: Actor, submission: "UnitPlan | ProgressReport | ExtensionRequest", verdict: Verdict, note: str) -> None:
    """Write the verdict on a locked row. Raises Invalid, Conflict (already judged) or NotPermitted (own work)."""
    if verdict not in {Verdict.CONFIRMED, Verdict.RETURNED}:
        raise Invalid("Hãy chọn xác nhận hoặc trả lại.", field="verdict")
    if verdict == Verdict.RETURNED and not note.strip():
        raise Invalid("Hãy ghi lý do trả lại để đơn vị biết cần làm gì.", field="note")
    if submission.verdict != Verdict.PENDING:
        raise Conflict(_already(submission))
    if actor.user_id is not None and actor.user_id == _author(submission):
        raise NotPermitted("Người gửi không được tự xác nhận nội dung của mình.")
    submission.verdict = verdict
    submission.verdict_note = note.strip()
    submission.verdict_at = clock.now()
    submission.verdict_by_id = actor.user_id
    submission.save(update_fields=["verdict", "verdict_note", "verdict_at", "verdict_by"])


def _author(submission: "UnitPlan | ProgressReport | ExtensionRequest") -> object:
    return getattr(submission, "submitted_by_id", None) or getattr(submission, "requested_by_id", None)


def _already(submission: "UnitPlan | ProgressReport | ExtensionRequest") -> str:
    when = f"{clock.local(submission.verdict_at):%H:%M ngày %d/%m/%Y}" if submission.verdict_at else ""
    return f"Nội dung này đã được trả lời lúc {when}: {Verdict(submission.verdict).label.lower()}. Hãy tải lại trang."
