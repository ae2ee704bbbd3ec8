"""What both sides know of a session, so that a device's answer fits no other one (OpenID4VP 1.0, B.2.6.1)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dean06.kernel.documents.credentials.keys import thumbprint
from dean06.kernel.documents.credentials.mdoc.cbor import dump, embed


@dataclass(frozen=True, kw_only=True)
class Session:
    """One request of a verifier. ``encryption_key``: its public JWK when it asked for an encrypted answer."""

    client_id: str
    nonce: str
    response_uri: str
    encryption_key: Mapping[str, Any] | None = None

    @property
    def transcript(self) -> list[Any]:
        """The SessionTranscript."""
        key = None if self.encryption_key is None else thumbprint(self.encryption_key)
        information = dump([self.client_id, self.nonce, key, self.response_uri])
        return [None, None, ["OpenID4VPHandover", hashlib.sha256(information).digest()]]

    def to_sign(self, doc_type: str, device_items: object) -> bytes:
        """The DeviceAuthenticationBytes a device signs for one document."""
        return dump(embed(["DeviceAuthentication", self.transcript, doc_type, device_items]))
