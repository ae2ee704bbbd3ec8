"""Reading a VietQR payload as a banking app does: fields, checksum, account, amount, words."""

from dataclasses import dataclass

POLYNOMIAL = 0x1021
ID_LENGTH, HEAD_LENGTH, CRC_LENGTH = 2, 4, 4


class NotReadable(Exception):
    """The app says it cannot read the code; Vietnamese."""


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """What the app fills in for the payer; ``amount`` 0: she types it."""

    account: str
    amount: int
    content: str


def scan(payload: str) -> Scanned:
    """The transfer a code asks for."""
    payload = payload.strip()
    if not payload.isascii() or checksum(payload[:-CRC_LENGTH]) != payload[-CRC_LENGTH:].upper():
        raise NotReadable("Mã QR bị hỏng (sai mã kiểm tra).")
    fields = _fields(payload)
    merchant = _fields(fields.get("38", ""))
    beneficiary, extra = _fields(merchant.get("01", "")), _fields(fields.get("62", ""))
    if merchant.get("00") != "A000000727" or not {"00", "01"} <= beneficiary.keys():
        raise NotReadable("Đây không phải mã VietQR chuyển tiền.")
    amount = fields.get("54", "0")
    return Scanned(
        account=f"{beneficiary['00']}.{beneficiary['01']}",
        amount=int(amount) if amount.isdigit() else 0,
        content=extra.get("08", ""),
    )


def checksum(text: str) -> str:
    """CRC-16 with polynomial 0x1021 and start 0xFFFF, bit by bit, four hexadecimal digits."""
    value = 0xFFFF
    for byte in text.encode("ascii", "replace"):
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ POLYNOMIAL if value & 0x8000 else value << 1
            value &= 0xFFFF
    return f"{value:04X}"


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        length = text[ID_LENGTH:HEAD_LENGTH]
        end = HEAD_LENGTH + int(length) if length.isdigit() else 0
        if not end or len(text) < end:
            raise NotReadable("Mã QR bị hỏng.")
        found[text[:ID_LENGTH]], text = text[HEAD_LENGTH:end], text[end:]
    return found
