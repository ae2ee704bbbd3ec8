"""A certified copy of a birth notice in somebody's wallet, issued and signed by the commune, at the true time."""

from uuid import UUID

from tests.kernel.documents.wallet import UNIT, issue

from dean06.kernel.base.actor import Actor

FACTS = {
    "original_name": "Giấy chứng sinh",
    "original_issuer": "Bệnh viện Đa khoa Đức Thọ",
    "pages": "1",
    "original_sha256": "0" * 64,
    "certified_by": "Phạm Văn Hộ",
    "book_number": "12/2026",
}


def certified_copy(holder: Actor, reference: str = "thu:1") -> UUID:
    """Its unit has keys already."""
    return issue(holder, reference=reference, kind="ban_sao_chung_thuc", unit_code=UNIT, facts=FACTS)
