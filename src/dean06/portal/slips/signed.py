"""Slips that carry the unit's signature: drawn and signed once, handed out as they were signed from then on."""

from dataclasses import replace

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.cases.types import SlipFacts, SlipKind
from dean06.kernel.documents import api as documents
from dean06.portal.slips.pdf import pdf_bytes
from dean06.portal.slips.sheet import Sheet
from dean06.ui.formats import moment

# The control slip goes on growing while the case goes round; whoever prints it signs it by hand.
UNSIGNED = frozenset({SlipKind.CONTROL, SlipKind.REGISTER})
SEAL = "Ký số bởi: {unit}, lúc {at}. Tệp này có giá trị khi phần mềm đọc PDF báo chữ ký hợp lệ."


def signed_slip(facts: SlipFacts, sheet: Sheet) -> bytes:
    """The file of a slip: signed with the key of the unit that gave it out, plain when the unit has none."""
    if facts.form.kind in UNSIGNED:
        return pdf_bytes(sheet)
    subject = f"cases.slip:{facts.code}:{facts.form.kind}:{facts.at:%Y%m%dT%H%M%S%f}"
    if (kept := documents.signed_file(subject)) is not None:
        return kept
    if documents.signer_of(facts.unit_code) is None:
        return pdf_bytes(sheet)
    seal = SEAL.format(unit=facts.unit_name, at=moment(clock.now()))
    drawn = pdf_bytes(replace(sheet, seal=seal))
    return documents.sign_file(SYSTEM, subject=subject, unit_code=facts.unit_code, pdf=drawn, reason=facts.form.title)
