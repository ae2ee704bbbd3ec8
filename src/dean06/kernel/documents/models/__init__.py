"""Tables of documents."""

from dean06.kernel.documents.models.keys import Certificate, TrustAnchor, UnitKey

__all__ = ["Certificate", "TrustAnchor", "UnitKey"]
