"""Encoding and decoding of what travels, nothing else: pure functions, no network (RFC 3161)."""

from typing import Final

from asn1crypto import algos, cms, core, tsp

from dean06.kernel.ports.tsa import Reason, TsaFailed

GRANTED: Final = frozenset({"granted", "granted_with_mods"})
DIGEST_BYTES: Final = 32


class Reply(core.Sequence):  # type: ignore[misc]
    """TimeStampResp as the standard has it: a refusal comes without a token."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


def encode_query(digest: bytes, nonce: int) -> bytes:
    """A query over a SHA-256 digest that wants the authority's certificate with the token."""
    if len(digest) != DIGEST_BYTES:
        raise ValueError("not a SHA-256 digest")
    imprint = tsp.MessageImprint(
        {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}), "hashed_message": digest}
    )
    query = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    made: bytes = query.dump()
    return made


def read_reply(body: bytes, *, digest: bytes, nonce: int) -> bytes:
    """The token (DER) of a reply that was granted and answers this query. TsaFailed."""
    try:
        reply = Reply.load(body, strict=True)
        status = reply["status"]["status"].native
        if status not in GRANTED:
            raise TsaFailed(Reason.REFUSED, str(status))
        token = reply["time_stamp_token"]
        facts = token["content"]["encap_content_info"]["content"].parsed
        imprint = facts["message_imprint"]
        same = (imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native) == ("sha256", digest)
        answered = facts["nonce"].native
        made: bytes = token.dump()
    except (ValueError, TypeError, KeyError) as error:
        raise TsaFailed(Reason.OUT_OF_PROTOCOL, "no reply") from error
    if not same or answered != nonce:
        raise TsaFailed(Reason.OTHER_QUESTION)
    return made
