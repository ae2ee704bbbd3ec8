"""What several pages of the programme need: the day asked for, the actor, the way back."""

from datetime import date
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid
from dean06.programme.rules.tracking import PROGRAMME_STARTED_ON
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


def crumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The path to a page, from the board down."""
    return [("Bảng điều hành", reverse("programme:board")), *steps]
