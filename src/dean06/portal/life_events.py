"""What happens in a life, and which pilots serve it. An editor's choice, so it is data; what works, manifests say."""

from dataclasses import dataclass

from dean06.kernel.manifest.api import all_pilots
from dean06.kernel.manifest.types import Pilot


@dataclass(frozen=True, kw_only=True)
class LifeEvent:
    """A card of the home page; ``words`` are what people type who mean it."""

    title: str
    text: str
    pilots: tuple[int, ...]
    words: str = ""


LIFE_EVENTS: tuple[LifeEvent, ...] = (
    LifeEvent(
        title="Sinh con",
        text="Khai sinh, thường trú và thẻ bảo hiểm y tế trong một lần nộp",
        pilots=(1, 3),
        words="em bé, trẻ em, BHYT, hộ khẩu",
    ),
    LifeEvent(
        title="Chuyển chỗ ở",
        text="Thường trú, tạm trú, khai báo lưu trú khi đi xe đường dài",
        pilots=(1, 5),
        words="tạm vắng, nhà trọ, hộ khẩu",
    ),
    LifeEvent(
        title="Giấy tờ",
        text="Bản sao chứng thực điện tử, phiếu lý lịch tư pháp trên điện thoại",
        pilots=(2, 16),
        words="sao y, công chứng, căn cước",
    ),
    LifeEvent(
        title="Đất và nhà",
        text="Dữ liệu người sử dụng đất, chủ sở hữu nhà ở",
        pilots=(19,),
        words="sổ đỏ, thửa đất, địa chính",
    ),
    LifeEvent(
        title="Khám bệnh",
        text="Kiosk tự phục vụ ở bệnh viện, sổ sức khỏe điện tử",
        pilots=(4, 17),
        words="BHYT, bảo hiểm y tế, khám chữa bệnh",
    ),
    LifeEvent(
        title="Việc làm",
        text="Sổ lao động điện tử, quá trình làm việc",
        pilots=(17,),
        words="thất nghiệp, bảo hiểm xã hội, lao động",
    ),
    LifeEvent(
        title="Đi lại, tham quan",
        text="Vé tàu xe, vé vào cửa bằng thẻ căn cước, cổng kiểm soát",
        pilots=(6, 7),
        words="xe buýt, xe khách, du lịch",
    ),
    LifeEvent(
        title="Đi học",
        text="Nhà trường, điểm, học phí không dùng tiền mặt",
        pilots=(15,),
        words="học sinh, học bạ, thời khóa biểu",
    ),
    LifeEvent(
        title="Học thêm và thi",
        text="Khóa học mở cho mọi người, phòng thi có giám sát",
        pilots=(9, 12),
        words="trực tuyến, chứng chỉ",
    ),
    LifeEvent(
        title="Làm ăn",
        text="Vay tín chấp, gian hàng du lịch và đặc sản",
        pilots=(8, 10),
        words="hộ nghèo, chính sách, bán hàng",
    ),
    LifeEvent(
        title="Hỏi luật, báo tin",
        text="Trợ giúp pháp lý, tố giác tội phạm, kể cả giấu tên",
        pilots=(13, 14),
        words="luật sư, công an, khiếu nại",
    ),
    LifeEvent(
        title="Góp sáng kiến",
        text="Thi đổi mới sáng tạo trên dữ liệu mở",
        pilots=(21,),
        words="cuộc thi, bình chọn",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """A life event as drawn: the pilots that work, with their addresses, and how many are planned."""

    title: str
    text: str
    built: tuple[Pilot, ...]
    planned: tuple[Pilot, ...]


def cards() -> list[Card]:
    """All cards, by what the manifests say today."""
    by_number = {pilot.number: pilot for pilot in all_pilots()}
    return [_card(event, tuple(by_number[number] for number in event.pilots)) for event in LIFE_EVENTS]


def _card(event: LifeEvent, pilots: tuple[Pilot, ...]) -> Card:
    return Card(
        title=event.title,
        text=event.text,
        built=tuple(pilot for pilot in pilots if pilot.is_built),
        planned=tuple(pilot for pilot in pilots if not pilot.is_built),
    )
