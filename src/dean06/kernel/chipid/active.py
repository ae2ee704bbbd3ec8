"""Active authentication: the chip signs a challenge with a key that never leaves it (ICAO 9303-11, 6.1). Pure.

RSA chips sign by ISO 9796-2 scheme 1 (part of the message is inside the signature), others by ECDSA with plain r and s.
The challenge must be the verifier's own and fresh: a signature over a known one proves nothing.
"""

import hmac

from asn1crypto import keys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from dean06.kernel.chipid.signatures import load_key
from dean06.kernel.chipid.tlv import refuse
from dean06.kernel.chipid.types import Reason

CHALLENGE_SIZE = 8
# Second byte from the end for two-byte trailers (xx CC); a one-byte trailer BC means SHA-1 (ISO 9796-2, 8.4).
TRAILERS: dict[int, hashes.HashAlgorithm] = {
    0x33: hashes.SHA1(),  # noqa: S303 - what the chips in people's pockets do; the message is our own fresh challenge
    0x38: hashes.SHA224(),
    0x34: hashes.SHA256(),
    0x36: hashes.SHA384(),
    0x35: hashes.SHA512(),
}
ECDSA_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha224": hashes.SHA224(),
    "sha1": hashes.SHA1(),  # noqa: S303 - as above
}


def check(chip_key: keys.PublicKeyInfo, challenge: bytes, signature: bytes, named_hash: str = "") -> None:
    """Check the chip's signature over our challenge; CardRefused (cloned) when it does not hold.

    ``named_hash``: the one DG14 names for ECDSA; a chip without that uses whatever suits its curve, so each is tried.
    """
    if len(challenge) != CHALLENGE_SIZE:
        raise ValueError(f"a challenge has {CHALLENGE_SIZE} bytes")
    key = load_key(chip_key)
    if isinstance(key, rsa.RSAPublicKey):
        is_genuine = _rsa_holds(key, challenge, signature)
    else:
        is_genuine = _ecdsa_holds(key, challenge, signature, named_hash)
    if not is_genuine:
        raise refuse("the chip's signature over the challenge", Reason.CLONED)


def signature_size(chip_key: keys.PublicKeyInfo) -> int:
    """Bytes of a signature by the chip's key."""
    key = load_key(chip_key)
    if isinstance(key, rsa.RSAPublicKey):
        return (key.key_size + 7) // 8
    return 2 * ((key.curve.key_size + 7) // 8)


def _rsa_holds(key: rsa.RSAPublicKey, challenge: bytes, signature: bytes) -> bool:
    numbers = key.public_numbers()
    size = (numbers.n.bit_length() + 7) // 8
    value = int.from_bytes(signature, "big")
    if len(signature) != size or value >= numbers.n:
        return False
    opened = pow(value, numbers.e, numbers.n)
    if opened & 0x0F != 0x0C:  # the chip may have sent n - s, whichever was smaller
        opened = numbers.n - opened
    text = opened.to_bytes(size, "big")
    algorithm, trailer = _trailer(text)
    if algorithm is None or text[0] != 0x6A:  # 6A: partial recovery, padding ends at once
        return False
    begin = len(text) - trailer - algorithm.digest_size
    if begin < 1:
        return False
    return hmac.compare_digest(_digest(algorithm, text[1:begin] + challenge), text[begin : len(text) - trailer])


def _trailer(text: bytes) -> tuple[hashes.HashAlgorithm | None, int]:
    if text[-1] == 0xBC:
        return TRAILERS[0x33], 1
    return (TRAILERS.get(text[-2]), 2) if text[-1] == 0xCC else (None, 0)


def _ecdsa_holds(key: ec.EllipticCurvePublicKey, challenge: bytes, signature: bytes, named_hash: str) -> bool:
    half = len(signature) // 2
    if not half or len(signature) % 2 or half > (key.curve.key_size + 7) // 8:
        return False
    plain = encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
    for algorithm in [ECDSA_HASHES[named_hash]] if named_hash else ECDSA_HASHES.values():
        try:
            key.verify(plain, challenge, ec.ECDSA(algorithm))
        except (InvalidSignature, ValueError):
            continue
        return True
    return False


def _digest(algorithm: hashes.HashAlgorithm, data: bytes) -> bytes:
    digest = hashes.Hash(algorithm)
    digest.update(data)
    return digest.finalize()
