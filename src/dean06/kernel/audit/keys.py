"""The key that signs checkpoints: made on first use, kept under the state directory, readable by its owner only."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from dean06.kernel.audit.models import AuditCheckpoint
from dean06.kernel.audit.note import COSIGNATURE, NoteError, Signer, Verifier
from dean06.kernel.base.keyfile import made_once

FILE = "audit-log.key"
PUBLIC_FILE = "audit-log.pub"
LOG_PATH = "/nhat-ky"


class KeyMissing(Exception):
    """Checkpoints exist but the key that signed them is gone; a new one would cut the log from its past."""


class WitnessKeyUnusable(Exception):
    """A witness is appointed, but its key is not given or is none; the message (Vietnamese) says what to set."""


def witness() -> Verifier | None:
    """The key of the appointed witness, None when there is none. WitnessKeyUnusable."""
    place = settings.WITNESS["key_file"]
    text = settings.WITNESS["key"] or (place.read_text(encoding="ascii") if place and place.exists() else "")
    return read_witness(text) if text or settings.WITNESS["url"] else None


def read_witness(text: str) -> Verifier:
    """A witness's key from its public encoding. WitnessKeyUnusable."""
    try:
        key = Verifier.parse(text)
    except NoteError as error:
        message = "Khoá của bên làm chứng thiếu hoặc sai. Đặt DEAN06_WITNESS_KEY đúng như bên làm chứng đưa."
        raise WitnessKeyUnusable(message) from error
    if key.kind != COSIGNATURE:
        raise WitnessKeyUnusable("Khoá đưa vào là khoá của một nhật ký, không phải của bên làm chứng.")
    return key


def signer() -> Signer:
    """The signing key. KeyMissing when earlier checkpoints exist and the key file does not."""
    if not (_directory() / FILE).exists() and AuditCheckpoint.objects.exists():
        raise KeyMissing(f"Không thấy khóa ký nhật ký {FILE}; hãy khôi phục thư mục keys từ bản sao lưu.")
    return Signer.parse(key_file().read_text(encoding="ascii"))


def verifier() -> Verifier:
    """The public key that checks every checkpoint; made with the signing key."""
    return signer().verifier


def key_file() -> Path:
    """Path of the key file, made now if there was none, with the public half beside it."""
    file = _directory() / FILE
    if not file.exists():
        name = urlsplit(settings.PUBLIC_URL).netloc + LOG_PATH
        kept = made_once(file, lambda: Signer.generate(name).export().encode("ascii"))
        (file.parent / PUBLIC_FILE).write_text(f"{Signer.parse(kept.decode()).verifier}\n", encoding="ascii")
    return file


def _directory() -> Path:
    directory = Path(settings.STATE) / "keys"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory
