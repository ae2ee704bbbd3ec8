"""One signature judged as of a moment: now, at the time its stamp proves, or by the chain of stamps over the file.

The three ways of ETSI EN 319 102-1, tried in this order until one holds; what the last says is what was found.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed, AdESSubIndic
from pyhanko.sign.validation.ades import (
    AdESBasicValidationResult,
    ades_basic_validation,
    ades_lta_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo

from dean06.kernel.documents.pdf.signatures import UNREADABLE
from dean06.kernel.documents.verifying.verdict import Finding

FINDING_OF: dict[AdESSubIndic, Finding] = {
    AdESFailure.FORMAT_FAILURE: Finding.BROKEN_SIGNATURE,
    AdESFailure.HASH_FAILURE: Finding.CHANGED,
    AdESFailure.SIG_CRYPTO_FAILURE: Finding.FORGED,
    AdESFailure.REVOKED: Finding.REVOKED,
    AdESFailure.NOT_YET_VALID: Finding.NOT_YET_VALID,
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: Finding.BROKEN_SIGNATURE,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Finding.NOT_FOR_SIGNING,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: Finding.STATUS_UNKNOWN,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Finding.WEAK_ALGORITHM,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Finding.WEAK_ALGORITHM,
    AdESIndeterminate.EXPIRED: Finding.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Finding.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Finding.EXPIRED,
    AdESIndeterminate.NOT_YET_VALID: Finding.NOT_YET_VALID,
    AdESIndeterminate.TIMESTAMP_ORDER_FAILURE: Finding.WRONG_TIME,
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: Finding.BROKEN_SIGNATURE,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Finding.UNKNOWN_CA,
    AdESIndeterminate.REVOKED_NO_POE: Finding.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Finding.CA_REVOKED,
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE: Finding.STATUS_UNKNOWN,
    AdESIndeterminate.NO_POE: Finding.STATUS_UNKNOWN,
    AdESIndeterminate.TRY_LATER: Finding.STATUS_UNKNOWN,
}
FAILURES = (*UNREADABLE, ValidationError, PathError)


@dataclass(frozen=True)
class Judged:
    """The way that held, or what the last one said."""

    finding: Finding | None
    proved_at: datetime | None


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """pyHanko speaks asyncio; nothing of ours waits for anything.

    Inside a running loop (a browser in the tests, an asynchronous caller) a loop of its own takes a thread of its own.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(copy_context().run, asyncio.run, work).result()


def judge_now(
    signature: EmbeddedPdfSignature, how: PdfSignatureValidationSpec, *, at: datetime, has_stamp: bool
) -> Judged:
    """As of a moment, by what is known then."""
    given: dict[str, Any] = {
        "signed_data": signature.signed_data,
        "validation_spec": how.signature_validation_spec,
        "timing_info": ValidationTimingInfo(at, at, point_in_time_validation=True),
        "raw_digest": signature.compute_digest(),
    }
    return _judged(ades_with_time_validation(**given) if has_stamp else ades_basic_validation(**given))


def judge_by_chain(signature: EmbeddedPdfSignature, how: PdfSignatureValidationSpec, *, at: datetime) -> Judged:
    """By the stamps over the whole file, each proving what was there before it."""
    timing = ValidationTimingInfo(at, at, point_in_time_validation=True)
    return _judged(ades_lta_validation(signature, how, timing_info=timing))


def _judged(work: Coroutine[Any, Any, AdESBasicValidationResult[Any]]) -> Judged:
    try:
        found = run(work)
    except FAILURES:
        return Judged(Finding.BROKEN_SIGNATURE, None)
    finding = None
    if found.ades_subindic is not AdESPassed.OK:
        finding = FINDING_OF.get(found.ades_subindic, Finding.BROKEN_SIGNATURE)
    return Judged(finding, getattr(found, "best_signature_time", None))
