"""What certificates that come from outside may do to whoever reads them."""

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning

# Not all of these are ValueErrors: an unknown version, an extension twice, a name or a key of an unknown kind.
UNREADABLE_CERTIFICATE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    CryptographyDeprecationWarning,  # raised where warnings are errors: what is read today will not be tomorrow
)
# How many bits of its last byte the signature's BIT STRING leaves unused.
WHOLE_BYTES = 0


def taken_apart(der: bytes) -> x509.Certificate:
    """A certificate whose extensions and key can be read as well, numbered as RFC 5280 (4.1.2.2) has it.

    One of ``UNREADABLE_CERTIFICATE`` otherwise.
    """
    found = x509.load_der_x509_certificate(der)
    _ = found.extensions, found.public_key()
    if found.serial_number <= 0:
        raise ValueError("a serial number that is not positive")
    if der[-len(found.signature) - 1] != WHOLE_BYTES:
        raise ValueError("a signature that is not a whole number of bytes")
    return found
