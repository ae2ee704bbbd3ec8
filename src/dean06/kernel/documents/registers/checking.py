"""Judging a proof: the sheet as any signed file is judged, then the row against what the sheet says."""

import io
import json

import pypdf

from dean06.kernel.documents.checking import verify_pdf
from dean06.kernel.documents.models import RegisterSeal
from dean06.kernel.documents.registers.proof import RowProof, read_proof
from dean06.kernel.documents.registers.statement import Statement, statement_in
from dean06.kernel.documents.registers.types import SealVerdict
from dean06.kernel.documents.store.scanning import UNREADABLE
from dean06.kernel.documents.verifying.verdict import Outcome, Verdict

BROKEN = "Tệp bằng chứng hỏng hoặc không đúng mẫu."
NO_STATEMENT = "Biên bản trong tệp không phải là biên bản niêm phong sổ do hệ thống ký."
SHEET_CHANGED = "Biên bản niêm phong đã bị sửa hoặc chữ ký trên đó không dùng được."
OTHER_SIGNER = "Người ký biên bản không phải là đơn vị ghi trong đó."
NOT_INCLUDED = "Dòng này không có trong sổ đã niêm phong: nội dung, vị trí hoặc bằng chứng đã bị sửa."
OTHER_ROOT = "Biên bản này khác biên bản hệ thống đang giữ cho cùng lần niêm phong."
WHOLE_ROW = "Nội dung"
MOST_COLUMNS = 60


def verify_proof(data: bytes) -> SealVerdict:
    """Who sealed a row, when, whether it is intact and included. Never raises for any bytes.

    Asks the authorities of our roots outside, so never inside a transaction.
    """
    proof = read_proof(data)
    if proof is None:
        return _refused(BROKEN)
    verdict = verify_pdf(proof.sheet)
    if len(verdict.signatures) != 1 or verdict.findings or not verdict.signatures[0].is_intact:
        return _refused(SHEET_CHANGED, *verdict.reasons)
    statement = statement_on(proof.sheet)
    if statement is None:
        return _refused(NO_STATEMENT)
    return _judged(proof, statement, verdict)


def statement_on(sheet: bytes) -> Statement | None:
    """The statement in a sheet's keywords; whoever asks has judged the signature."""
    try:
        said = pypdf.PdfReader(io.BytesIO(sheet)).metadata
        return statement_in(str(said.get("/Keywords", "")) if said else "")
    except UNREADABLE:
        return None


def _judged(proof: RowProof, statement: Statement, verdict: Verdict) -> SealVerdict:
    (signature,) = verdict.signatures
    is_included = proof.is_included(statement)
    wrong = [] if is_included else [NOT_INCLUDED]
    if statement.unit not in (signature.organisation, signature.signer):
        wrong.append(OTHER_SIGNER)
    if _contradicts(statement, signature.serial):
        wrong.append(OTHER_ROOT)
    outcome = Outcome.INVALID if wrong else verdict.outcome
    return SealVerdict(
        outcome=outcome,
        title=statement.title,
        size=statement.size,
        position=proof.index + 1,
        signature=signature,
        is_included=is_included,
        row={} if outcome is Outcome.INVALID else row_facts(proof.content),
        reasons=(*wrong, *signature.reasons),
    )


def _contradicts(statement: Statement, serial: str) -> bool:
    """Whether we keep another seal under the same id: another root, or another key that signed."""
    row = RegisterSeal.objects.select_related("sheet__key").filter(pk=statement.id).first()
    if row is None:
        return False
    serials = {int(one, 16) for one in row.sheet.key.certificates.values_list("serial", flat=True)}
    return bytes(row.root) != statement.root or row.size != statement.size or int(serial, 16) not in serials


def row_facts(content: bytes) -> dict[str, str]:
    """A row for people: its columns when it is a JSON object of words, else the line as it is."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict) and said and all(isinstance(one, str) for one in said.values()):
        return dict(list(said.items())[:MOST_COLUMNS])
    return {WHOLE_ROW: content.decode(errors="replace")}


def _refused(*reasons: str) -> SealVerdict:
    return SealVerdict(
        outcome=Outcome.INVALID,
        title="",
        size=0,
        position=0,
        signature=None,
        is_included=False,
        row={},
        reasons=tuple(dict.fromkeys(reasons)),
    )
