"""What the FHIR door can do, said exactly: a CapabilityStatement made of the same tables the door works by."""

from typing import Any, Final

from dean06.pilots.p17_health_labour_books.fhir.mapped import MAPPED
from dean06.pilots.p17_health_labour_books.fhir.search import parameters_of
from dean06.pilots.p17_health_labour_books.fhir.types import FHIR_VERSION

PUBLISHED: Final = "2026-11-30"
OAUTH: Final = "http://terminology.hl7.org/CodeSystem/restful-security-service"
SUMMARY: Final = "http://hl7.org/fhir/uv/ips/OperationDefinition/summary"


def capability(*, base: str) -> dict[str, Any]:
    """The statement of the door at ``base``."""
    patient = {"type": "Patient", "operation": [{"name": "summary", "definition": SUMMARY}]}
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": PUBLISHED,
        "kind": "instance",
        "implementation": {"description": "Sổ sức khỏe điện tử", "url": base},
        "fhirVersion": FHIR_VERSION,
        "format": ["json"],
        "rest": [
            {
                "mode": "server",
                "security": {"service": [{"coding": [{"system": OAUTH, "code": "SMART-on-FHIR"}]}]},
                "resource": [*(_resource(name) for name in sorted(MAPPED)), patient],
                "interaction": [
                    {"code": "transaction", "documentation": "Gói document, collection, transaction hoặc batch"}
                ],
            }
        ],
    }


def _resource(name: str) -> dict[str, Any]:
    return {
        "type": name,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "versioned",
        "searchParam": [{"name": one, "type": kind} for one, kind in parameters_of(name).items()],
    }
