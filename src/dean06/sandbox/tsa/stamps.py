"""Requests read and tokens made (RFC 3161), honest or bent by a fault."""

import secrets
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from dean06.sandbox.tsa.faults import Fault

POLICY = "1.3.6.1.4.1.99999.6.1"
WRONG_BY = timedelta(days=400)
SERIAL_BITS = 64


class Refusal(core.Sequence):  # type: ignore[misc]
    """A TimeStampResp without a token."""

    _fields = [("status", tsp.PKIStatusInfo)]


class NoIdentity(Exception):
    """The authority has not founded us yet."""


@dataclass(frozen=True)
class Office:
    """The key and the certificate stamps are made with."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    above: x509.Certificate

    @classmethod
    def read(cls, directory: Path) -> "Office":
        """``tsa.key``, ``tsa.pem`` and ``issuing.pem`` of the authority's state. NoIdentity."""
        try:
            key = load_pem_private_key((directory / "tsa.key").read_bytes(), password=None)
            made, above = (_certificate(directory / name) for name in ("tsa.pem", "issuing.pem"))
        except FileNotFoundError as error:
            raise NoIdentity(str(error)) from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise NoIdentity("no RSA key")
        return cls(key, made, above)

    def answer(self, body: bytes, faults: Container[Fault], ahead: timedelta = timedelta()) -> bytes:
        """The reply to a request, DER; ``ahead``: how far the clock has been set forward."""
        try:
            asked = tsp.TimeStampReq.load(body, strict=True)
            imprint = asked["message_imprint"]
            is_right = imprint["hash_algorithm"]["algorithm"].native == "sha256"
        except (ValueError, TypeError):
            is_right = False
        if not is_right or Fault.REFUSED in faults:
            return _refusal()
        token = self._token(self._facts(asked, faults, ahead), faults)
        status = tsp.PKIStatusInfo({"status": "granted"})
        made: bytes = tsp.TimeStampResp({"status": status, "time_stamp_token": token}).dump()
        return made

    def _facts(self, asked: tsp.TimeStampReq, faults: Container[Fault], ahead: timedelta) -> bytes:
        now = datetime.now(UTC).replace(microsecond=0) + ahead
        imprint = asked["message_imprint"].copy()
        if Fault.OTHER_DIGEST in faults:
            imprint["hashed_message"] = sha256(b"another file").digest()
        facts = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": imprint,
            "serial_number": secrets.randbits(SERIAL_BITS),
            "gen_time": now + WRONG_BY if Fault.WRONG_TIME in faults else now,
        }
        if asked["nonce"].native is not None:
            facts["nonce"] = asked["nonce"].native + (1 if Fault.OTHER_NONCE in faults else 0)
        made: bytes = tsp.TSTInfo(facts).dump()
        return made

    def _token(self, facts: bytes, faults: Container[Fault]) -> cms.ContentInfo:
        named = tsp.ESSCertIDv2({"cert_hash": sha256(self.certificate.dump()).digest()})
        signed = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [sha256(facts).digest()]}),
                cms.CMSAttribute(
                    {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [named]})]}
                ),
            ]
        )
        key = rsa.generate_private_key(65537, 2048) if Fault.STRANGER in faults else self.key
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    {
                        "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                            {"issuer": self.certificate.issuer, "serial_number": self.certificate.serial_number}
                        )
                    }
                ),
                "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "signed_attrs": signed,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"}),
                "signature": key.sign(signed.dump(), padding.PKCS1v15(), SHA256()),
            }
        )
        data = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
                "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(facts)},
                "certificates": [self.certificate, self.above],
                "signer_infos": [signer],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": data})


def _certificate(file: Path) -> x509.Certificate:
    return x509.Certificate.load(load_pem_x509_certificate(file.read_bytes()).public_bytes(Encoding.DER))


def _refusal() -> bytes:
    status = tsp.PKIStatusInfo({"status": "rejection", "fail_info": tsp.PKIFailureInfo({"bad_request"})})
    made: bytes = Refusal({"status": status}).dump()
    return made
