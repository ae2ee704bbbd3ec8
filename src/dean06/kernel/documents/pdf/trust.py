"""What pyHanko is told before it judges: whom to believe, what is known, and never to ask anybody by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from asn1crypto import crl, ocsp, x509
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

# Whoever signs documents has a certificate for signatures, of either kind the profiles know.
USAGES = frozenset({"digital_signature", "non_repudiation"})
NEEDED = RevocationCheckingPolicy(
    ee_certificate_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED,
    intermediate_ca_cert_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED,
)

# What was said of a certificate after a moment tells of that moment too: a time stamp is always older than the answer
# about its signer that the file keeps.
REVOCATION = CertRevTrustPolicy(revocation_checking_policy=NEEDED, retroactive_revinfo=True)


@dataclass(frozen=True)
class Known:
    """What was learned about the file's certificates beside what the file itself brings (DER)."""

    roots: tuple[bytes, ...]
    certificates: Iterable[bytes] = ()
    answers: Iterable[bytes] = ()
    lists: Iterable[bytes] = field(default=())


def specification(known: Known) -> PdfSignatureValidationSpec:
    """How to judge a signature."""
    roots = SimpleTrustManager.build(trust_roots=[x509.Certificate.load(one) for one in known.roots])
    policy = CertValidationPolicySpec(trust_manager=roots, revinfo_policy=REVOCATION)
    knowledge = LocalKnowledge(
        known_ocsps=[
            container for one in known.answers for container in OCSPContainer.load_multi(ocsp.OCSPResponse.load(one))
        ],
        known_crls=[CRLContainer(crl.CertificateList.load(one)) for one in known.lists],
        known_certs=[x509.Certificate.load(one) for one in known.certificates],
    )
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=policy,
            ts_cert_validation_policy=policy,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
            local_knowledge=knowledge,
            key_usage_settings=KeyUsageConstraints(key_usage=USAGES, match_all_key_usages=False),
        )
    )
