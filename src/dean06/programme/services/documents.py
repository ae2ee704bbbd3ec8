"""Official documents about a directive, frozen at the end of a day: the same day, the same figures, the same bytes."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import structlog
from django.db import transaction

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound, Unavailable
from dean06.kernel.parties import api as parties
from dean06.programme.models import Directive
from dean06.programme.papers import Paper, docx_bytes, pdf_bytes
from dean06.programme.papers.reminder import reminder_paper
from dean06.programme.papers.weekly import weekly_paper
from dean06.programme.selectors.access import require_reader
from dean06.programme.selectors.debts import reminder_figures
from dean06.programme.selectors.facts import directive_as_of
from dean06.programme.selectors.office import office
from dean06.programme.selectors.weekly import weekly_figures
from dean06.programme.services.drawn import Drawn
from dean06.programme.services.log import record

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {
    "docx": (DOCX, docx_bytes),
    "pdf": ("application/pdf", pdf_bytes),
}
NAMES = {"weekly": "bao-cao-tuan", "reminder": "don-doc"}

log = structlog.get_logger(__name__)


def official_document(
    actor: Actor, *, kind: str, form: str, as_of: date, directive_id: UUID | None = None, unit_code: str = ""
) -> Drawn:
    """Draw the weekly report ("weekly") or the letter that urges units on ("reminder") as "docx" or "pdf".

    Form: NĐ 30/2020, Annex I. ``unit_code`` narrows the letter to one unit. NotFound for a kind or form that does not
    exist, a day before the directive came, or a letter nobody needs; Unavailable when the document fonts are missing.
    Leaves one audit entry.
    """
    require_reader(actor)
    if kind not in NAMES or form not in FORMS:
        raise NotFound("Không có loại văn bản này. Hãy chọn báo cáo tuần hoặc công văn đôn đốc, dạng docx hoặc pdf.")
    if unit_code and not parties.exists(unit_code, as_of):
        raise NotFound("Vào ngày này không có đơn vị đã chọn. Hãy chọn lại đơn vị.")
    directive = directive_as_of(as_of, directive_id)
    if directive is None:
        raise NotFound("Vào ngày này chưa có công văn nào để báo cáo. Hãy chọn ngày từ khi nhận công văn.")
    paper = _paper(actor, kind, directive, as_of, unit_code)
    media_type, draw = FORMS[form]
    drawn = Drawn(_name(kind, form, as_of, unit_code), media_type, _drawn(draw, paper))
    with transaction.atomic():
        record(actor, "draw_document", "directive", directive.pk, document=drawn.name)
    return drawn


def _paper(actor: Actor, kind: str, directive: Directive, as_of: date, unit_code: str) -> Paper:
    issuer = office(as_of, is_sample=directive.is_sample)
    if kind == "weekly":
        return weekly_paper(weekly_figures(actor, directive=directive, as_of=as_of), issuer)
    debts = reminder_figures(actor, directive=directive, as_of=as_of, unit_code=unit_code)
    if debts.is_empty:
        raise NotFound("Không có đơn vị nào cần đôn đốc tại ngày này.")
    return reminder_paper(debts, issuer)


def _drawn(draw: Callable[[Paper], bytes], paper: Paper) -> bytes:
    try:
        return draw(paper)
    except FileNotFoundError as error:
        log.exception("document_fonts_missing")
        raise Unavailable("Chưa có phông chữ để lập PDF. Hãy tải bản Word hoặc báo người vận hành.") from error


def _name(kind: str, form: str, as_of: date, unit_code: str) -> str:
    unit = f"-{unit_code}" if unit_code and kind == "reminder" else ""
    return f"{NAMES[kind]}{unit}-{as_of}.{form}"
