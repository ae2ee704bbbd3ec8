"""Signature checks by the algorithm identifiers of X.509 and CMS. Pure; what is not listed is refused."""

from functools import cache
from typing import NamedTuple

from asn1crypto import algos, keys
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from dean06.kernel.chipid.tlv import refuse
from dean06.kernel.chipid.types import Reason

HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
Key = rsa.RSAPublicKey | ec.EllipticCurvePublicKey
LEAST_RSA_BITS, MOST_RSA_BITS = 1024, 8192
MOST_EXPONENT_BITS = 64  # the larger ones only cost time
CURVES = (
    ec.SECP224R1,
    ec.SECP256R1,
    ec.SECP384R1,
    ec.SECP521R1,
    ec.BrainpoolP256R1,
    ec.BrainpoolP384R1,
    ec.BrainpoolP512R1,
)


class Scheme(NamedTuple):
    """How a signature was made: kind of key, hash, padding (None where the kind has only one)."""

    kind: str
    hash_algorithm: hashes.HashAlgorithm
    padding: padding.PSS | None


def load_key(info: keys.PublicKeyInfo) -> Key:
    """A key of a kind and size we accept. A curve spelt out must be a known one."""
    try:
        key = _load(info)
    except (ValueError, UnsupportedAlgorithm, TypeError, KeyError) as error:
        raise refuse(f"public key: {type(error).__name__}", Reason.ALGORITHM_REFUSED) from error
    if isinstance(key, rsa.RSAPublicKey) and LEAST_RSA_BITS <= key.key_size <= MOST_RSA_BITS:
        if key.public_numbers().e.bit_length() > MOST_EXPONENT_BITS:
            raise refuse("a public exponent of that length", Reason.ALGORITHM_REFUSED)
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, CURVES):
        return key
    raise refuse("a key of an unknown kind, curve or size", Reason.ALGORITHM_REFUSED)


def _load(info: keys.PublicKeyInfo) -> PublicKeyTypes:
    """By OpenSSL as it is, which most keys are fit for and which is quick; else with the curve by name."""
    try:
        return serialization.load_der_public_key(info.dump())
    except (UnsupportedAlgorithm, ValueError):
        return serialization.load_der_public_key(_named(info).dump())


def verify(key: Key, signature: bytes, data: bytes, scheme: Scheme) -> None:
    """Check a signature; CardRefused when it does not hold."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and scheme.kind == "ecdsa":
            key.verify(signature, data, ec.ECDSA(scheme.hash_algorithm))
        elif isinstance(key, rsa.RSAPublicKey) and scheme.kind in ("rsassa_pkcs1v15", "rsassa_pss"):
            key.verify(signature, data, scheme.padding or padding.PKCS1v15(), scheme.hash_algorithm)
        else:
            raise refuse("the signature is of another kind than the key", Reason.ALGORITHM_REFUSED)
    except InvalidSignature as error:
        raise refuse("signature", Reason.SIGNATURE_INVALID) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise refuse(f"signature: {type(error).__name__}", Reason.SIGNATURE_INVALID) from error


def scheme(algorithm: algos.SignedDigestAlgorithm, digest: str = "") -> Scheme:
    """What an algorithm identifier means; CardRefused when it is not listed. ``digest``: what CMS names beside it."""
    try:
        if algorithm["algorithm"].native == "rsassa_pkcs1v15":  # the key's kind only: CMS names the hash beside it
            return Scheme("rsassa_pkcs1v15", HASHES[digest], None)
        kind, name = algorithm.signature_algo, algorithm.hash_algo
        if digest and name != digest:
            raise refuse("two different hash algorithms", Reason.ALGORITHM_REFUSED)
        chosen = HASHES[name]
        if kind != "rsassa_pss":
            return Scheme(kind, chosen, None)
        generator = algorithm["parameters"]["mask_gen_algorithm"]["parameters"]["algorithm"].native
        salt = int(algorithm["parameters"]["salt_length"].native)
        return Scheme(kind, chosen, padding.PSS(padding.MGF1(HASHES[generator]), salt))
    except (KeyError, ValueError, TypeError) as error:
        raise refuse("signature algorithm", Reason.ALGORITHM_REFUSED) from error


def curve_of(info: keys.PublicKeyInfo) -> type[ec.EllipticCurve] | None:
    """The known curve a key is on; None for another, or a key without one.

    Cards often spell the curve out. It is only believed to be a known one when order and generator are that curve's own
    (a generator of the attacker's choice forges signatures), and then the known curve is what is used.
    """
    if info.algorithm != "ec":
        return None
    kind, given = info["algorithm"]["parameters"].name, info["algorithm"]["parameters"].chosen
    if kind == "named":
        return next((curve for curve in CURVES if curve.name.lower() == given.native), None)
    if kind != "specified":
        return None
    order, base = int(given["order"].native), bytes(given["base"])
    return next((curve for curve in CURVES if curve.group_order == order and _is_generator(base, curve())), None)


def _named(info: keys.PublicKeyInfo) -> keys.PublicKeyInfo:
    """The same key with its curve by name."""
    if info.algorithm != "ec" or info["algorithm"]["parameters"].name != "specified":
        return info
    curve = curve_of(info)
    if curve is None:
        raise refuse("a curve of its own making", Reason.ALGORITHM_REFUSED)
    named = keys.ECDomainParameters(name="named", value=curve().name.lower())
    return keys.PublicKeyInfo({"algorithm": {"algorithm": "ec", "parameters": named}, "public_key": info["public_key"]})


def _is_generator(base: bytes, curve: ec.EllipticCurve) -> bool:
    """Whether the point, compressed or not, is the curve's generator."""
    whole = _generator(curve)
    half = (len(whole) - 1) // 2
    return base in (whole, bytes([2 + (whole[-1] & 1)]) + whole[1 : 1 + half])


@cache
def _generator(curve: ec.EllipticCurve) -> bytes:
    point = ec.derive_private_key(1, curve).public_key()
    return point.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
