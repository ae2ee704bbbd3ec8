"""Signed files by what they are about; whoever asks has looked at the subject first, and the log has it."""

from dean06.kernel.documents.models import SignedFile
from dean06.kernel.documents.store.files import open_file


def signed_file(subject: str) -> bytes | None:
    """The file signed about a subject, as it is now; None when there is none."""
    row = SignedFile.objects.filter(subject=subject).first()
    if row is None:
        return None
    with open_file(row.sha256) as file:
        return file.read()
