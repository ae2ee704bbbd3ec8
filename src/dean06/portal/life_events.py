"""What happens in a life, and which pilots and procedures serve it. An editor's choice, so it is data.

What works, manifests say; what a procedure asks and costs, its declaration says.
"""

from dataclasses import dataclass

from dean06.kernel.base.text import fold
from dean06.kernel.manifest.api import all_pilots
from dean06.kernel.manifest.types import Pilot


@dataclass(frozen=True, kw_only=True)
class LifeEvent:
    """A card of the home page; ``words`` are what people type who mean it, ``procedures`` codes of declared ones."""

    title: str
    text: str
    pilots: tuple[int, ...]
    procedures: tuple[str, ...] = ()
    words: str = ""

    @property
    def anchor(self) -> str:
        """Its place on the page of public services."""
        return "-".join(fold(self.title).replace(",", "").split())


LIFE_EVENTS: tuple[LifeEvent, ...] = (
    LifeEvent(
        title="Sinh con",
        text="Khai sinh, thường trú và thẻ bảo hiểm y tế trong một lần nộp",
        pilots=(1, 3),
        procedures=("lien_thong_khai_sinh", "khai_sinh", "the_bhyt_tre_em"),
        words="em bé, trẻ em, BHYT, hộ khẩu",
    ),
    LifeEvent(
        title="Chuyển chỗ ở",
        text="Thường trú, tạm trú, khai báo lưu trú khi đi xe đường dài",
        pilots=(1, 5),
        procedures=("thuong_tru", "tam_tru", "tam_vang", "luu_tru"),
        words="tạm vắng, nhà trọ, hộ khẩu",
    ),
    LifeEvent(
        title="Kết hôn",
        text="Đăng ký kết hôn tại xã nơi cư trú của một bên",
        pilots=(1, 3),
        procedures=("ket_hon",),
        words="cưới, vợ chồng, hộ tịch",
    ),
    LifeEvent(
        title="Người thân qua đời",
        text="Khai tử, xóa thường trú và trợ cấp mai táng trong một lần nộp",
        pilots=(1, 3),
        procedures=("lien_thong_khai_tu", "khai_tu", "xoa_thuong_tru", "mai_tang_phi"),
        words="mất, chết, báo tử, đám tang, tử tuất",
    ),
    LifeEvent(
        title="Giấy tờ",
        text="Bản sao chứng thực điện tử, phiếu lý lịch tư pháp trên điện thoại",
        pilots=(2, 16),
        procedures=("cap_doi_the_can_cuoc", "xac_nhan_so_cmnd", "ho_chieu", "ly_lich_tu_phap"),
        words="sao y, công chứng, căn cước, CCCD, CMND, passport",
    ),
    LifeEvent(
        title="Xe và lái xe",
        text="Đăng ký xe máy, đổi giấy phép lái xe, nộp phạt nguội",
        pilots=(1,),
        procedures=("dang_ky_mo_to", "doi_giay_phep_lai_xe", "nop_phat_nguoi"),
        words="bằng lái, biển số, cà vẹt, GPLX",
    ),
    LifeEvent(
        title="Đất và nhà",
        text="Dữ liệu người sử dụng đất, chủ sở hữu nhà ở",
        pilots=(19,),
        procedures=("bien_dong_dat_dai", "cap_dien_moi", "doi_chu_hop_dong_dien"),
        words="sổ đỏ, thửa đất, địa chính, điện lực",
    ),
    LifeEvent(
        title="Khám bệnh",
        text="Kiosk tự phục vụ ở bệnh viện, sổ sức khỏe điện tử",
        pilots=(4, 17),
        procedures=("gia_han_bhyt_ho_gia_dinh",),
        words="BHYT, bảo hiểm y tế, khám chữa bệnh",
    ),
    LifeEvent(
        title="Việc làm",
        text="Sổ lao động điện tử, quá trình làm việc",
        pilots=(17,),
        procedures=("tro_cap_that_nghiep",),
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
        procedures=("thi_tot_nghiep_thpt",),
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
        procedures=("dang_ky_thue", "con_dau", "con_dau_thu_nho"),
        words="hộ nghèo, chính sách, bán hàng, mã số thuế",
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
    """A life event as drawn: the pilots that work, those planned, and where its procedures are told ("": none)."""

    title: str
    text: str
    anchor: str
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
        anchor=event.anchor if event.procedures else "",
        built=tuple(pilot for pilot in pilots if pilot.is_built),
        planned=tuple(pilot for pilot in pilots if not pilot.is_built),
    )
