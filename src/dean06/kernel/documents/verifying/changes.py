"""What may be added to a file after a signature: evidence, time stamps and further signatures, nothing else.

pyHanko compares the revisions; filling in form fields and notes, which it would allow, change what people read.
"""

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.diff_analysis.policies import StandardDiffPolicy
from pyhanko.sign.diff_analysis.rules.file_structure_rules import (
    CatalogModificationRule,
    ObjectStreamRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    DSSCompareRule,
    FormUpdatingRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from dean06.kernel.documents.verifying.verdict import Finding

POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
)
ALLOWED = ModificationLevel.FORM_FILLING


def changes(signature: EmbeddedPdfSignature) -> frozenset[Finding]:
    """How the file differs from what the signature covers."""
    try:
        signature.compute_integrity_info(POLICY)
    except (PdfError, ValueError, KeyError, TypeError, RecursionError):
        # What the comparison cannot make sense of is no update any honest program writes.
        return frozenset({Finding.ADDED_AFTER})
    if signature.coverage is None or signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return frozenset({Finding.WRAPPED})
    info = signature.summarise_integrity_info()
    result = info["diff_result"]
    if result is None:
        is_whole = signature.coverage is SignatureCoverageLevel.ENTIRE_FILE
        return frozenset() if is_whole else frozenset({Finding.ADDED_AFTER})
    level = getattr(result, "modification_level", ModificationLevel.OTHER)
    return frozenset() if level <= ALLOWED and info["docmdp_ok"] is not False else frozenset({Finding.ADDED_AFTER})
