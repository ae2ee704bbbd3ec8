"""What does not fit: general rules over both readings of an assignment, and over the document as a whole."""

from dean06.programme.reading.contradictions.document import document_findings
from dean06.programme.reading.contradictions.pilots import pilot_findings

__all__ = ["document_findings", "pilot_findings"]
