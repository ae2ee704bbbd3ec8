"""Every route there is, with the ids of seeded records for its parameters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base.actor import Role
from dean06.kernel.cases.models import Arrival, Case, Draft, Interlink, Paper, SavedView, Substitution
from dean06.kernel.devices.models import Receipt, Terminal
from dean06.kernel.documents.models import Document, DocumentShare, OwnPaper, Presentation, StatusList, TrustAnchor
from dean06.kernel.messaging.models import InboxMessage
from dean06.kernel.payments.models import Credit, Order, Refund, StatementLine
from dean06.kernel.privacy.models import Consent, DataRequest
from dean06.kernel.registry.models import Batch
from dean06.pilots.p02_certified_documents.models import Booking, Certification, ScanPage
from dean06.pilots.p16_criminal_records.models import Match, RecordRequest
from dean06.pilots.p17_health_labour_books.models import HealthEntry, HealthLook, HealthShare
from dean06.programme.models import (
    Assignment,
    Contradiction,
    Directive,
    Evidence,
    ExtensionRequest,
    Impediment,
    ProgressReport,
    UnitPlan,
)
from dean06.ui.access import Access

HATS = (Role.PUBLIC, Role.CITIZEN, Role.CLERK, Role.COORDINATOR, Role.LEADER, Role.OPERATOR)
# A record for every kind of parameter; a route with a new one fails until it is named here.
RECORDS = {
    "arrival_id": Arrival,
    "assignment_id": Assignment,
    "batch_id": Batch,
    "case_code": Case,
    "case_id": Case,
    "consent_id": Consent,
    "contradiction_id": Contradiction,
    "credit_id": Credit,
    "directive_id": Directive,
    "anchor_id": TrustAnchor,
    "draft_id": Draft,
    "evidence_id": Evidence,
    "extension_id": ExtensionRequest,
    "impediment_id": Impediment,
    "inbox_id": InboxMessage,
    "interlink_id": Interlink,
    "line_id": StatementLine,
    "look_id": AuditEntry,
    "match_id": Match,
    "order_id": Order,
    "paper_id": Paper,
    "plan_id": UnitPlan,
    "receipt_id": Receipt,
    "refund_id": Refund,
    "report_id": ProgressReport,
    "record_case_id": RecordRequest,
    "request_id": DataRequest,
    "substitution_id": Substitution,
    "terminal_id": Terminal,
    "view_id": SavedView,
    "document_id": Document,
    "own_paper_id": OwnPaper,
    "status_list_id": StatusList,
    "share_id": DocumentShare,
    "presentation_id": Presentation,
    "booking_id": Booking,
    "certification_id": Certification,
    "page_id": ScanPage,
    "health_entry_id": HealthEntry,
    "health_share_id": HealthShare,
    "glass_id": HealthLook,
}
# Named in the address by something else than the key of its row.
NAMED_BY = {"case_code": "code", "record_case_id": "case_id"}
# Of those the story of the tests tells, where the demo has others.
TOLD = {
    Case: {"filing__key__endswith": ":seeded"},
    Certification: {"key__endswith": ":seeded"},
    ScanPage: {"certification__key__endswith": ":seeded"},
    HealthEntry: {"subject__personal_id": "000151000201"},
    HealthShare: {"subject__personal_id": "000151000201", "withdrawn_at": None},
    HealthLook: {"how": "emergency"},
}
WORDS = {
    "act": "receive",
    "document_form": "pdf",
    "document_kind": "giay_khai_sinh",
    "qr_code": "2KCA",
    "share_token": "khong-co",
    "indicator": "on_time",
    "ticket": "khong-co",
    "slip_kind": "supplement",
    "purpose_code": "y_te",
    "way": "doi-chieu",
    "channel": "sms",
    "provider": "mot",
    "kind": "weekly",
    "name": "board",
    "procedure_code": "khai_sinh",
    "valid_from": "2026-01-01",
    "resource_type": "Observation",
    "resource_id": "khong-co",
    "unit_code": "phong-van-hoa-xa-hoi-xa-duc-tho",
}
FORM_OF = {"kind": "docx", "name": "csv"}


@dataclass(frozen=True)
class Route:
    """One address of the installation and the view behind it."""

    name: str
    pattern: str
    view: object

    @property
    def access(self) -> Access | None:
        """What the view declares."""
        found = getattr(self.view, "access", None)
        return found if isinstance(found, Access) else None

    @property
    def parameters(self) -> list[str]:
        """Names in the address, in order."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.pattern)

    @property
    def method(self) -> str:
        """A method it takes: reading when it can be read."""
        return "GET" if self.access and "GET" in self.access.methods else "POST"

    def address(self) -> str:
        """An address that leads to a seeded record."""
        return reverse(self.name, kwargs={name: self.value(name) for name in self.parameters})

    def value(self, name: str) -> str:
        """What stands for a parameter in that address."""
        if name == "form":
            return next(form for other, form in FORM_OF.items() if other in self.parameters)
        if name in WORDS:
            return WORDS[name]
        table = RECORDS[name]
        rows = table.objects.filter(**TOLD.get(table, {})).order_by("pk")
        return str(rows.values_list(NAMED_BY.get(name, "pk"), flat=True).first())


def all_routes() -> list[Route]:
    """The whole resolver, walked."""
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = (*namespaces, one.namespace) if one.namespace else namespaces
            yield from _walk(one.url_patterns, path, inner)
        else:
            yield Route(":".join([*namespaces, str(one.name)]), path, one.callback)
