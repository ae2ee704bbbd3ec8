"""The second shelf: papers a person keeps by himself, looked through before they come in."""

from pathlib import PurePath
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.text import nfc
from dean06.kernel.documents import actions
from dean06.kernel.documents.models import OwnPaper
from dean06.kernel.documents.models.wallet import LONGEST_TITLE
from dean06.kernel.documents.store.files import Readable, put_file, type_of_file
from dean06.kernel.documents.store.scanning import look_through
from dean06.kernel.documents.store.sniffing import JPEG, PDF, PNG

OBJECT = "documents.own_paper"
LARGEST_OWN = 20 * 1024 * 1024
MOST_OWN = 200
LONGEST_FILE_NAME = 255
TAKEN = (PDF, PNG, JPEG)


def upload_own(actor: Actor, *, title: str, stream: Readable, file_name: str) -> UUID:
    """Keep a paper of one's own. Invalid (with its field) for a blank title, a file that is too large, of a type not
    taken or unsafe to open; Conflict for one that is there already, or when the shelf is full.
    """
    owner = _owner(actor)
    said = nfc(" ".join(title.split()))
    if not 0 < len(said) <= LONGEST_TITLE:
        raise Invalid(f"Ghi tên giấy tờ, nhiều nhất {LONGEST_TITLE} ký tự.", field="title")
    if OwnPaper.objects.filter(owner_id=owner).count() >= MOST_OWN:
        raise Conflict(
            f"Ngăn “Tôi tải lên” chứa nhiều nhất {MOST_OWN} giấy tờ. Xoá bớt rồi tải lên.", code="shelf_full"
        )
    name = nfc(PurePath(file_name.replace("\\", "/")).name)[-LONGEST_FILE_NAME:]
    try:
        ref = put_file(stream, max_bytes=LARGEST_OWN, name=name)
        kind = type_of_file(ref.sha256)
        if kind not in TAKEN:
            raise Invalid("Chỉ nhận tệp PDF, JPG hoặc PNG.", code="wrong_file")
        look_through(ref.sha256)
    except Invalid as refused:
        raise Invalid(refused.message, code=refused.code, field="file") from refused
    row = OwnPaper(owner_id=owner, title=said, file_name=name, sha256=ref.sha256, media_type=kind, size=ref.size)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _record(actor, actions.UPLOAD_OWN, row)
    except IntegrityError as error:
        raise Conflict("Tệp này đã có trong ngăn “Tôi tải lên”.", code="there_already", field="file") from error
    return row.pk


def delete_own(actor: Actor, *, paper_id: UUID) -> None:
    """Take a paper of one's own off the shelf. NotFound for another's."""
    owner = _owner(actor)
    with transaction.atomic():
        row = OwnPaper.objects.select_for_update().filter(pk=paper_id, owner_id=owner).first()
        if row is None:
            raise NotFound("Không có giấy tờ này.", code="document_not_found")
        _record(actor, actions.DELETE_OWN, row)
        row.delete()


def _owner(actor: Actor) -> UUID:
    if actor.role is not Role.CITIZEN or actor.party_id is None:
        raise NotPermitted("Chỉ người dân có ví giấy tờ.", code="not_a_citizen")
    return actor.party_id


def _record(actor: Actor, action: str, row: OwnPaper) -> None:
    record(
        actor,
        action,
        object_type=OBJECT,
        object_id=row.pk,
        purpose=actions.KEEPING,
        legal_basis=actions.LAW,
        subjects=[row.owner_id],
        details={"size": row.size},
    )
