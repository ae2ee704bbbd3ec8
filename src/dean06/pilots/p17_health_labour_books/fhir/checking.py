"""The full check, off the path anybody waits on: structure by fhir.resources, required bindings, some invariants.

fhir.resources has no plain R4; R4B differs in resources we do not map. It takes about a second to import, so it is
imported when first needed. It checks neither value sets nor invariants: both are tables here. What is not covered:
profiles (national or IPS) beyond the sections named, terminology lookups, FHIRPath of every other invariant.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dean06.pilots.p17_health_labour_books.fhir.mapped import CRITICALITY, INTENTS, MAPPED
from dean06.pilots.p17_health_labour_books.fhir.parsing import parsed
from dean06.pilots.p17_health_labour_books.fhir.types import Refused, Resource

MOST_PROBLEMS: Final = 50
LONGEST_WORDS: Final = 300
IPS_DOCUMENT: Final = "60591-5"
IPS_REQUIRED: Final = {"11450-4": "bệnh", "48765-2": "dị ứng", "10160-0": "thuốc"}
_NAME_USE: Final = frozenset({"usual", "official", "temp", "nickname", "anonymous", "old", "maiden"})
_CONTACT: Final = frozenset({"phone", "fax", "email", "pager", "url", "sms", "other"})
_SEX: Final = frozenset({"male", "female", "other", "unknown"})
_DRAFT: Final = frozenset({"preliminary", "final", "amended", "entered-in-error"})
# Required bindings of R4: type, path of members, words allowed.
BINDINGS: Final[tuple[tuple[str, tuple[str, ...], frozenset[str]], ...]] = (
    ("Patient", ("gender",), _SEX),
    ("Patient", ("name", "use"), _NAME_USE),
    ("Patient", ("telecom", "system"), _CONTACT),
    ("Patient", ("identifier", "use"), frozenset({"usual", "official", "temp", "secondary", "old"})),
    ("Patient", ("contact", "gender"), _SEX),
    ("Practitioner", ("gender",), _SEX),
    ("Composition", ("status",), _DRAFT),
    ("Composition", ("section", "mode"), frozenset({"working", "snapshot", "changes"})),
    ("AllergyIntolerance", ("criticality",), CRITICALITY),
    ("AllergyIntolerance", ("type",), frozenset({"allergy", "intolerance"})),
    ("AllergyIntolerance", ("category",), frozenset({"food", "medication", "environment", "biologic"})),
    ("AllergyIntolerance", ("reaction", "severity"), frozenset({"mild", "moderate", "severe"})),
    ("MedicationRequest", ("intent",), INTENTS),
    ("MedicationRequest", ("priority",), frozenset({"routine", "urgent", "asap", "stat"})),
    ("Device", ("status",), frozenset({"active", "inactive", "entered-in-error", "unknown"})),
    ("Medication", ("status",), frozenset({"active", "inactive", "entered-in-error"})),
    ("Location", ("status",), frozenset({"active", "suspended", "inactive"})),
    *((name, ("status",), frozenset(how.states)) for name, how in MAPPED.items() if how.states),
)
CLINICAL: Final = {name: how for name, how in MAPPED.items() if how.clinical}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something against the standard: where, and in words."""

    path: str
    words: str


def check_bundle(content: bytes) -> list[Problem]:
    """What is wrong with a bundle, at most ``MOST_PROBLEMS`` of it; an empty list when nothing is."""
    try:
        told = parsed(content)
    except Refused as refused:
        return [Problem(path=refused.path or "Bundle", words=refused.words)]
    found: list[Problem] = []
    for problem in _problems(told):
        found.append(problem)
        if len(found) == MOST_PROBLEMS:
            break
    return found


def _problems(told: Resource) -> Iterator[Problem]:
    entries = [one for one in told.get("entry") or [] if isinstance(one, dict)]
    yield from _structure({**told, "entry": []} if "entry" in told else told, "Bundle")
    for number, entry in enumerate(entries):
        resource = entry.get("resource")
        if isinstance(resource, dict):
            path = f"Bundle.entry[{number}].{resource.get('resourceType')}"
            is_sound = True
            for problem in _structure(resource, path):
                is_sound = False
                yield problem
            if is_sound:
                yield from _inside(resource, path)
    if told.get("type") == "document":
        yield from _document(told, entries)


def _structure(resource: Resource, path: str) -> Iterator[Problem]:
    from fhir.resources.R4B import get_fhir_model_class
    from pydantic import ValidationError

    try:
        model = get_fhir_model_class(str(resource.get("resourceType")))
        model.model_validate(resource)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False, include_context=False):
            where = ".".join(str(part) for part in one["loc"])
            yield Problem(path=f"{path}.{where}"[:LONGEST_WORDS], words=str(one["msg"])[:LONGEST_WORDS])
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Problem(path=path, words="Không phải loại tài nguyên của FHIR R4.")


def _inside(resource: Resource, path: str) -> Iterator[Problem]:
    """Bindings and invariants of a resource whose structure is sound."""
    kind = resource["resourceType"]
    for name, members, allowed in BINDINGS:
        if name == kind:
            for word in _reached(resource, members):
                if word not in allowed:
                    yield Problem(path=f"{path}.{'.'.join(members)}", words=f"“{str(word)[:40]}” không có trong R4.")
    for why, breaks in INVARIANTS.get(kind, ()):
        if breaks(resource):
            yield Problem(path=path, words=why)
    how = CLINICAL.get(kind)
    if how is not None and how.clinical is not None:
        yield from _clinical(resource, path, how.clinical, how.proof)


def _clinical(resource: Resource, path: str, clinical: Mapping[str, Any], proof: frozenset[str]) -> Iterator[Problem]:
    for name, allowed in (("clinicalStatus", frozenset(clinical)), ("verificationStatus", proof)):
        for word in _reached(resource, (name, "coding", "code")):
            if word not in allowed:
                yield Problem(path=f"{path}.{name}", words=f"“{str(word)[:40]}” không có trong R4.")


def _reached(value: Any, members: tuple[str, ...]) -> Iterator[Any]:
    """Every value at the end of a path of members, lists walked through."""
    if isinstance(value, list):
        for one in value:
            yield from _reached(one, members)
    elif not members:
        yield value
    elif isinstance(value, dict) and members[0] in value:
        yield from _reached(value[members[0]], members[1:])


def _is_mistake(resource: Resource) -> bool:
    return "entered-in-error" in _reached(resource, ("verificationStatus", "coding", "code"))


def _contact_says_nothing(patient: Resource) -> bool:
    told = {"name", "telecom", "address", "organization"}
    return any(not told & set(one) for one in patient.get("contact", []))


def _has_no_content(section: Mapping[str, Any]) -> bool:
    return not {"text", "entry", "section"} & set(section)


Breaks = Callable[[Resource], bool]
INVARIANTS: Final[Mapping[str, tuple[tuple[str, Breaks], ...]]] = {
    "Patient": (("Người liên hệ phải có tên, số gọi, địa chỉ hoặc tổ chức (pat-1).", _contact_says_nothing),),
    "Composition": (
        (
            "Mỗi mục phải có lời văn, tài nguyên hoặc mục con (cmp-1).",
            lambda one: any(_has_no_content(section) for section in one.get("section", [])),
        ),
        (
            "Mục có tài nguyên thì không có lý do trống (cmp-2).",
            lambda one: any("entry" in section and "emptyReason" in section for section in one.get("section", [])),
        ),
    ),
    "AllergyIntolerance": (
        ("Thiếu clinicalStatus (ait-1).", lambda one: "clinicalStatus" not in one and not _is_mistake(one)),
        ("Ghi nhầm thì không có clinicalStatus (ait-2).", lambda one: "clinicalStatus" in one and _is_mistake(one)),
    ),
    "Condition": (
        ("Ghi nhầm thì không có clinicalStatus (con-5).", lambda one: "clinicalStatus" in one and _is_mistake(one)),
        (
            "Đã hết thì clinicalStatus không thể là đang có (con-4).",
            lambda one: (
                any(name.startswith("abatement") for name in one)
                and bool({"active", "recurrence", "relapse"} & set(_reached(one, ("clinicalStatus", "coding", "code"))))
            ),
        ),
    ),
    "Observation": (
        (
            "Có giá trị thì không có lý do thiếu giá trị (obs-6).",
            lambda one: "dataAbsentReason" in one and any(name.startswith("value") for name in one),
        ),
    ),
}


def _document(told: Resource, entries: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """What a document owes as a whole: its composition first, nothing cited that is not in it, IPS's sections."""
    if not isinstance(told.get("identifier"), dict) or "value" not in told["identifier"]:
        yield Problem(path="Bundle.identifier", words="Bundle document phải có identifier (bdl-9).")
    if "timestamp" not in told:
        yield Problem(path="Bundle.timestamp", words="Bundle document phải có timestamp (bdl-10).")
    resources = [one["resource"] for one in entries if isinstance(one.get("resource"), dict)]
    if not resources or resources[0].get("resourceType") != "Composition":
        yield Problem(path="Bundle.entry[0]", words="Bundle document phải bắt đầu bằng Composition (bdl-11).")
        return
    known = {one.get("fullUrl") for one in entries} | {f"{r.get('resourceType')}/{r.get('id')}" for r in resources}
    composition = resources[0]
    for name in _reached(composition, ("section", "entry", "reference")):
        if name not in known:
            yield Problem(path="Composition.section.entry", words=f"“{str(name)[:80]}” không có trong gói.")
    if IPS_DOCUMENT in _reached(composition, ("type", "coding", "code")):
        codes = set(_reached(composition, ("section", "code", "coding", "code")))
        for code, title in IPS_REQUIRED.items():
            if code not in codes:
                yield Problem(path="Composition.section", words=f"IPS phải có mục {title} ({code}).")
