"""Which of our rows hold files of the store."""

from dean06.kernel.documents.models import Document, OwnPaper, RegisterSeal, SignedFile
from dean06.kernel.documents.store.holders import hold


def register() -> None:
    """Name the columns."""
    hold(SignedFile, "issued_sha256", "sha256")
    hold(Document, "credential_sha256", "mobile_sha256")
    hold(OwnPaper, "sha256")
    hold(RegisterSeal, "rows_sha256")
