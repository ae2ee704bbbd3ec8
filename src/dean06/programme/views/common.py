"""What several pages of the programme need: the day asked for, the actor, the way back."""

from datetime import date
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid, NotPermitted
from dean06.programme.rules.tracking import PROGRAMME_STARTED_ON
from dean06.programme.selectors.assignment import AssignmentPage, assignment_page
from dean06.ui.access import actor_of
from dean06.ui.formats import parse_day

DAY = "ngay"


def actor(request: HttpRequest) -> Actor:
    """Who asks."""
    return actor_of(request)


def day_asked(request: HttpRequest) -> date:
    """The day of ``?ngay=``, today without one; Invalid when it is no day, or lies before the programme or ahead."""
    wanted = request.GET.get(DAY, "").strip()
    today = clock.today()
    if not wanted:
        return today
    day = parse_day(wanted)
    if day is None:
        raise Invalid("Ngày xem chưa đúng. Ví dụ cách ghi: 15/12/2023.", field=DAY)
    if not PROGRAMME_STARTED_ON <= day <= today:
        raise Invalid(f"Chỉ xem được từ ngày {PROGRAMME_STARTED_ON:%d/%m/%Y} đến hôm nay.", field=DAY)
    return day


def request_key() -> str:
    """A key made with a form, so that sending it twice does the thing once."""
    return uuid4().hex


def own_task(request: HttpRequest, assignment_id: UUID) -> AssignmentPage:
    """The assignment somebody wants to report on. Opening the form for another unit's work is refused here; sending it
    is refused by the service, which leaves an entry of the attempt."""
    page = assignment_page(actor(request), assignment_id=assignment_id, as_of=clock.today())
    if request.method == "GET" and not page.is_mine:
        raise NotPermitted("Đơn vị của ông/bà không được phân công trong nhiệm vụ này.")
    return page


def ask_files_again(form: forms.Form, given: object) -> None:
    """A browser forgets chosen files when a form comes back: say so at the field rather than lose them silently."""
    if form.errors and given and "files" in form.fields and "files" not in form.errors:
        form.add_error("files", "Trình duyệt không giữ tệp khi biểu mẫu có lỗi. Hãy chọn lại tệp.")


def crumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The path to a page, from the board down."""
    return [("Bảng điều hành", reverse("programme:board")), *steps]
