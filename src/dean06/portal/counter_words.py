"""A receipt in the words of the page."""

from dataclasses import dataclass
from datetime import date

from dean06.kernel.devices import api as devices
from dean06.kernel.devices.types import CardFact, ReceiptInfo
from dean06.ui.formats import day
from dean06.ui.words import capital

SEXES = {"female": "Nữ", "male": "Nam"}
DAYS = frozenset({CardFact.BIRTH_ON, CardFact.EXPIRES_ON})
ORDER = (
    CardFact.FULL_NAME,
    CardFact.PERSONAL_ID,
    CardFact.BIRTH_ON,
    CardFact.AGE,
    CardFact.SEX,
    CardFact.NATIONALITY,
    CardFact.EXPIRES_ON,
)
LIFE_WORDS = "người này được ghi là đã mất hoặc mất tích"
NOT_COMPARED = {
    devices.AWAY: "Cơ sở dữ liệu dân cư không trả lời nên chưa đối chiếu được. Đọc thẻ lại sau ít phút nếu cần.",
    devices.UNBOUND: "Hệ thống chưa nối với cơ sở dữ liệu dân cư nên chưa đối chiếu được.",
    devices.LIMITED: "Đã hỏi cơ sở dữ liệu dân cư quá nhiều lần nên chưa đối chiếu được. Chờ rồi đọc thẻ lại.",
    devices.DENIED: "Vai đang dùng không được hỏi cơ sở dữ liệu dân cư nên chưa đối chiếu được. Báo người vận hành.",
    devices.NOBODY: "Cơ sở dữ liệu dân cư không có số định danh này. Hỏi lại người dân, báo Công an xã.",
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page says of a comparison: tone of the box, headline, what differs."""

    tone: str
    text: str
    differs: tuple[str, ...] = ()


def rows(receipt: ReceiptInfo) -> list[tuple[str, str]]:
    """Label and value of every fact kept; a portrait is not shown."""
    return [
        (capital(devices.FACT_LABELS[fact]), _value(fact, receipt.facts[fact]))
        for fact in ORDER
        if fact in receipt.facts
    ]


def comparison(receipt: ReceiptInfo) -> Shown | None:
    """How the card stands against the register; None when there was nothing to compare."""
    if receipt.compared is None:
        return None
    outcome = str(receipt.compared["outcome"])
    if outcome == devices.SAME:
        return Shown(tone="success", text="Khớp với cơ sở dữ liệu dân cư.")
    if outcome == devices.DIFFERENT:
        names = receipt.compared["differs"]
        told = tuple(map(_difference, names)) if isinstance(names, list) else ()
        return Shown(tone="danger", text="Thẻ khác với cơ sở dữ liệu dân cư. Làm rõ trước khi đi tiếp.", differs=told)
    return Shown(tone="danger" if outcome == devices.NOBODY else "warning", text=NOT_COMPARED[outcome])


def is_capped(receipt: ReceiptInfo) -> bool:
    """Whether its holder reaches level 1 at most, whoever looks at her face: the register did not say the same."""
    return (receipt.compared or {}).get("outcome") != devices.SAME


def _difference(name: object) -> str:
    return LIFE_WORDS if name == devices.LIFE else devices.FACT_LABELS[CardFact(str(name))]


def _value(fact: CardFact, text: str) -> str:
    if fact in DAYS:
        return day(date.fromisoformat(text))
    return SEXES.get(text, "Chưa rõ") if fact is CardFact.SEX else text
