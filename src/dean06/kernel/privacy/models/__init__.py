"""Tables of privacy."""

from dean06.kernel.privacy.models.consents import Consent
from dean06.kernel.privacy.models.deletion import DeletionProof
from dean06.kernel.privacy.models.looks import ScanCursor, UnexpectedLook
from dean06.kernel.privacy.models.requests import DataRequest, RequestEvent

__all__ = ["Consent", "DataRequest", "DeletionProof", "RequestEvent", "ScanCursor", "UnexpectedLook"]
