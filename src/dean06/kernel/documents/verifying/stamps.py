"""Time stamps judged: over signatures and over whole files."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from asn1crypto import cms
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_timestamp_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo

from dean06.kernel.documents.verifying.judging import FAILURES, FINDING_OF, run
from dean06.kernel.documents.verifying.verdict import Finding


def stamped_at(token: cms.ContentInfo) -> datetime:
    """The time a token states, believed or not."""
    at: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return at


def judge_stamp(
    token: cms.ContentInfo, data: bytes, how: PdfSignatureValidationSpec, *, at: datetime
) -> Finding | None:
    """What is wrong with a token over these bytes as of a moment, None when nothing is.

    When nobody says now how its authority stands, what was said about the time of the stamp counts; not so once its
    certificate has run out, for then nobody watches over the key any more.
    """

    def imprint(name: str) -> bytes:
        return hashlib.new(name, data).digest()

    if at > _authority_until(token):
        return Finding.EXPIRED
    finding = _judge(token, imprint, how, at)
    return _judge(token, imprint, how, stamped_at(token)) if finding is Finding.STATUS_UNKNOWN else finding


def _authority_until(token: cms.ContentInfo) -> datetime:
    """When the certificate the token was made with runs out; ValueError when it did not bring it along."""
    wanted = token["content"]["signer_infos"][0]["sid"].chosen["serial_number"].native
    for one in token["content"]["certificates"]:
        if one.chosen.serial_number == wanted:
            until: datetime = one.chosen.not_valid_after
            return until
    raise ValueError("a token without its certificate")


def _judge(
    token: cms.ContentInfo, imprint: Callable[[str], bytes], how: PdfSignatureValidationSpec, at: datetime
) -> Finding | None:
    timing = ValidationTimingInfo(at, at, point_in_time_validation=True)
    try:
        found = run(
            ades_timestamp_validation(token["content"], how.signature_validation_spec, imprint, timing_info=timing)
        )
    except FAILURES:
        return Finding.BROKEN_STAMP
    if found.ades_subindic is AdESPassed.OK:
        return None
    is_unknown = FINDING_OF.get(found.ades_subindic) is Finding.STATUS_UNKNOWN
    return Finding.STATUS_UNKNOWN if is_unknown else Finding.BROKEN_STAMP
