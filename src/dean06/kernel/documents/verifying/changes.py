"""What may be added to a file after a signature: evidence, time stamps and further signatures, nothing else.

pyHanko compares the revisions; filling in form fields and notes, which it would allow, change what people read.
"""

import re

from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule
from pyhanko.sign.diff_analysis.policies import StandardDiffPolicy
from pyhanko.sign.diff_analysis.rules.file_structure_rules import (
    CatalogModificationRule,
    ObjectStreamRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    DSSCompareRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from dean06.kernel.documents.pdf.signatures import UNREADABLE
from dean06.kernel.documents.verifying.verdict import Finding

POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),  # type: ignore[no-untyped-call]
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],  # type: ignore[no-untyped-call]
    ),
)
ALLOWED = ModificationLevel.FORM_FILLING
_START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_END = b"%%EOF"


def has_loose_end(pdf: bytes) -> bool:
    """Whether bytes follow that belong to no revision: none is shown, but nobody honest appends any, and what other
    programs make of them is anybody's guess."""
    starts = _START.findall(pdf)
    end = pdf.find(_END, int(starts[-1])) if starts else -1
    return end < 0 or bool(pdf[end + len(_END) :].strip())


def changes(signature: EmbeddedPdfSignature) -> frozenset[Finding]:
    """How the file differs from what the signature covers."""
    try:
        signature.compute_integrity_info(POLICY)  # type: ignore[no-untyped-call]
    except UNREADABLE:
        # What the comparison cannot make sense of is no update any honest program writes.
        return frozenset({Finding.ADDED_AFTER})
    if signature.coverage is None or signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return frozenset({Finding.WRAPPED})
    if signature.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return frozenset()
    info = signature.summarise_integrity_info()
    level = getattr(info["diff_result"], "modification_level", ModificationLevel.OTHER)
    # Bytes that belong to no revision are shown by no viewer, but nobody honest appends them either.
    is_revised = signature.signed_revision + 1 < signature.reader.xrefs.total_revisions
    is_allowed = is_revised and level <= ALLOWED and info["docmdp_ok"] is not False
    return frozenset() if is_allowed else frozenset({Finding.ADDED_AFTER})
