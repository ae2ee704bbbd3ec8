"""Tables of documents."""

from dean06.kernel.documents.models.files import SignedFile
from dean06.kernel.documents.models.keys import Certificate, TrustAnchor, UnitKey

__all__ = ["Certificate", "SignedFile", "TrustAnchor", "UnitKey"]
