"""The signature itself (CMS, CAdES baseline B): put together from bytes that never change for a key, and two that do.

Everything but the digest and the signature is encoded once for each key; a general encoder would do it anew every time.
"""

import hashlib
from functools import cached_property, lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from dean06.kernel.documents.keys.signer import Algorithm, Signer

SEQUENCE, SET, INTEGER, OCTETS, OID = 0x30, 0x31, 0x02, 0x04, 0x06
CONTEXT_0, CONTEXT_1 = 0xA0, 0xA1
NULL = b"\x05\x00"
DIGEST_BYTES = 32


def der(tag: int, *parts: bytes) -> bytes:
    """One element."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(size))) + size + body


def oid(dotted: str) -> bytes:
    """An object identifier."""
    first, second, *rest = map(int, dotted.split("."))
    out = bytearray([40 * first + second])
    for arc in rest:
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.append(0x80 | (arc & 0x7F))
        out += bytes(reversed(septets))
    return der(OID, bytes(out))


DATA = oid("1.2.840.113549.1.7.1")
SIGNED_DATA = oid("1.2.840.113549.1.7.2")
CONTENT_TYPE = oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE_V2 = oid("1.2.840.113549.1.9.16.2.47")
SHA256 = der(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"), NULL)
SIGNED_WITH = {
    Algorithm.RSA_2048: der(SEQUENCE, oid("1.2.840.113549.1.1.11"), NULL),
    Algorithm.P256: der(SEQUENCE, oid("1.2.840.10045.4.3.2")),
}
ONE = der(INTEGER, b"\x01")
# An ECDSA signature is at most two integers of 33 bytes in a sequence.
LONGEST_ECDSA = 72


class Template:
    """The constant bytes of the signatures of one key."""

    def __init__(self, chain: tuple[bytes, ...], algorithm: Algorithm) -> None:
        own = x509.load_der_x509_certificate(chain[0])
        content_type = der(SEQUENCE, CONTENT_TYPE, der(SET, DATA))
        named = der(SEQUENCE, der(SEQUENCE, der(SEQUENCE, der(OCTETS, hashlib.sha256(chain[0]).digest()))))
        certificate = der(SEQUENCE, SIGNING_CERTIFICATE_V2, der(SET, named))
        digest = der(SEQUENCE, MESSAGE_DIGEST, der(SET, der(OCTETS, bytes(DIGEST_BYTES))))
        # DER wants the attributes of a set in order; the digest, last in its own, does not change that order.
        ordered = sorted([content_type, certificate, digest])
        place = ordered.index(digest)
        self._before = b"".join(ordered[:place]) + digest[:-DIGEST_BYTES]
        self._after = b"".join(ordered[place + 1 :])
        self._algorithm = algorithm
        public = own.public_key()
        self._key_bytes = public.key_size // 8 if isinstance(public, rsa.RSAPublicKey) else 0
        serial = own.serial_number
        number = der(INTEGER, serial.to_bytes(serial.bit_length() // 8 + 1))
        self._signer = ONE + der(SEQUENCE, own.issuer.public_bytes(), number) + SHA256
        # Whoever believes the root has it; one that came with the signature would prove nothing.
        sent = [one for one in chain if not _is_self_issued(one)]
        self._head = ONE + der(SET, SHA256) + der(SEQUENCE, DATA) + der(CONTEXT_0, *sent)

    def attributes(self, digest: bytes) -> bytes:
        """The signed attributes as they are signed: a SET."""
        return der(SET, self._before, digest, self._after)

    def message(self, digest: bytes, signature: bytes) -> bytes:
        """The whole CMS message."""
        attributes = der(CONTEXT_0, self._before, digest, self._after)
        signer = der(SEQUENCE, self._signer, attributes, SIGNED_WITH[self._algorithm], der(OCTETS, signature))
        return der(SEQUENCE, SIGNED_DATA, der(CONTEXT_0, der(SEQUENCE, self._head, der(SET, signer))))

    @cached_property
    def size(self) -> int:
        """The most bytes a message of this key has."""
        longest = self._key_bytes if self._algorithm is Algorithm.RSA_2048 else LONGEST_ECDSA
        return len(self.message(bytes(DIGEST_BYTES), bytes(longest)))


def signed(signer: Signer, digest: bytes) -> bytes:
    """A detached signature (DER) over content with this SHA-256 digest."""
    template = template_of(signer)
    return template.message(digest, signer.sign(template.attributes(digest)))


def template_of(signer: Signer) -> Template:
    """The constant bytes of a signer's messages."""
    return _template(signer.chain, signer.algorithm)


@lru_cache(maxsize=256)
def _template(chain: tuple[bytes, ...], algorithm: Algorithm) -> Template:
    return Template(chain, algorithm)


def _is_self_issued(certificate: bytes) -> bool:
    one = x509.load_der_x509_certificate(certificate)
    return one.issuer == one.subject
