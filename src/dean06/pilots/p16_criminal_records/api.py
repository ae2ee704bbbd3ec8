"""The door of the judicial register: open to anybody, and nothing comes in but what the register signed."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from dean06.kernel.base import ratelimit
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Invalid, Unavailable
from dean06.kernel.identity import api as identity
from dean06.kernel.ports.judicial_register import AnswerRefused, RegisterFailed
from dean06.pilots.p16_criminal_records.services import sending
from dean06.ui.pages import machine

ANSWER_LIMIT = ratelimit.Limit(name="p16.answer", count=300, seconds=60)
LARGEST_ANSWER = 200 * 1024
NOT_SIGNED = "Câu trả lời không được cơ sở dữ liệu lý lịch tư pháp ký, hoặc đã cũ."


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Câu trả lời của cơ sở dữ liệu lý lịch tư pháp")
def receive_answer(request: HttpRequest) -> HttpResponse:
    """200 when taken, now or before; else a problem document (RFC 9457): 404 no such order, 409 another person's."""
    ratelimit.hit(ANSWER_LIMIT, identity.client_address(request))
    if len(request.body) > LARGEST_ANSWER:
        raise Invalid("Câu trả lời quá lớn.", code="oversized")
    try:
        is_news = sending.bring(request.body.decode("ascii", errors="replace"))
    except AnswerRefused as refused:
        raise Invalid(NOT_SIGNED, code=refused.why) from refused
    except RegisterFailed as failed:
        raise Unavailable("Chưa đọc được khoá của cơ sở dữ liệu lý lịch tư pháp.", code="no_key") from failed
    response = JsonResponse({"repeat": not is_news})
    response["Cache-Control"] = "no-store"
    return response
