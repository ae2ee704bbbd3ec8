"""Pages of an original: added from a file, replaced, turned, taken out. Files are read before the transaction."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, NotFound
from dean06.kernel.base.text import nfc
from dean06.kernel.documents.types import Readable
from dean06.pilots.p02_certified_documents import actions
from dean06.pilots.p02_certified_documents.models import Certification, ScanFile, ScanPage
from dean06.pilots.p02_certified_documents.reading_scans import MadePage, keep_scan, turned
from dean06.pilots.p02_certified_documents.rules import MOST_PAGES
from dean06.pilots.p02_certified_documents.services import writing

LONGEST_FILE_NAME = 255
NO_PAGE = "Không có trang này."
Change = Callable[..., None]
TWICE = "Tệp này đã được quét vào hồ sơ rồi."


def add_scan(
    actor: Actor,
    *,
    certification_id: UUID,
    revision: int,
    stream: Readable,
    file_name: str,
    replaces: UUID | None = None,
) -> int:
    """Add the pages of a file at the end, or in the place of one page; returns how many pages came.

    Invalid (field "file") for what is too large, too long, of another type than PDF, JPEG and PNG by its content, two
    types at once, active or broken. Conflict when the page in front of the officer is old, or the file is there.
    """
    row = writing.visible(actor, certification_id)
    writing.must_be_open(row)
    if row.revision != revision:
        raise Conflict(writing.CHANGED, code="changed")
    room = MOST_PAGES - row.scanned.count() + (replaces is not None)
    sha256, made = keep_scan(stream, file_name=file_name, room=room)
    with transaction.atomic():
        row = writing.locked(actor, certification_id, revision=revision)
        writing.must_be_open(row)
        if row.files.filter(sha256=sha256).exists():
            raise Conflict(TWICE, code="scanned_already", field="file")
        file = ScanFile.objects.create(certification=row, sha256=sha256, file_name=nfc(file_name)[-LONGEST_FILE_NAME:])
        _placed(row, file, made, _cleared(row, replaces))
        writing.saved(row)
        writing.record(actor, actions.ADD_SCAN, row, {"scan": sha256, "pages": len(made)})
    return len(made)


def turn_page(actor: Actor, *, certification_id: UUID, revision: int, page_id: UUID) -> None:
    """Turn a page a quarter to the right. NotFound for a page of another original."""
    row = writing.visible(actor, certification_id)
    picture = turned(_page(row, page_id).sha256)
    with transaction.atomic():
        row = writing.locked(actor, certification_id, revision=revision)
        writing.must_be_open(row)
        page = _page(row, page_id)
        page.sha256 = picture
        page.save(update_fields=["sha256"])
        writing.saved(row)
        writing.record(actor, actions.CHANGE_PAGE, row, {"page": page.position, "how": "turn"})


def remove_page(actor: Actor, *, certification_id: UUID, revision: int, page_id: UUID) -> None:
    """Take a page out; those behind it move up."""
    with transaction.atomic():
        row = writing.locked(actor, certification_id, revision=revision)
        writing.must_be_open(row)
        position = _cleared(row, page_id)
        ScanPage.objects.filter(certification=row, position__gt=position).update(position=F("position") - 1)
        writing.saved(row)
        writing.record(actor, actions.CHANGE_PAGE, row, {"page": position, "how": "remove"})


def _page(row: Certification, page_id: UUID) -> ScanPage:
    page = ScanPage.objects.filter(certification=row, pk=page_id).select_related("file").first()
    if page is None:
        raise NotFound(NO_PAGE, code="page_not_found")
    return page


def _cleared(row: Certification, page_id: UUID | None) -> int:
    """The place of a page that was taken out, or the one behind the last; a file nothing is shown of is let go."""
    if page_id is None:
        return row.scanned.count() + 1
    page = _page(row, page_id)
    page.delete()
    if not page.file.scanned.exists():
        page.file.delete()
    return page.position


def _placed(row: Certification, file: ScanFile, made: Sequence[MadePage], position: int) -> None:
    """Pages from a place on; those behind a replaced page make room when more than one came for it."""
    behind = list(row.scanned.filter(position__gte=position))
    for number, page in enumerate(behind):
        page.position = position + len(made) + number
    ScanPage.objects.bulk_update(behind, ["position"])
    ScanPage.objects.bulk_create(
        ScanPage(
            certification=row,
            file=file,
            position=position + number,
            sha256=one.sha256,
            angle=one.angle,
            findings=list(one.findings),
        )
        for number, one in enumerate(made)
    )
