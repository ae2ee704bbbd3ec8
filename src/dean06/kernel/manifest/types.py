"""The typed manifest of a pilot. Frozen, keyword-only, validated when written: a wrong manifest cannot be imported.

Both annexes of the dispatch are kept (`narrative`, `table`): where they differ nobody has decided yet, so the manifest
may not choose. `Pilot.lead` and its sisters show the table's reading because that is the annex the letter calls the
assignment table; the programme's decisions, not this file, settle a contradiction.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from dean06.kernel.base.actor import Role
from dean06.kernel.manifest import checks
from dean06.kernel.manifest.groups import Group, group
from dean06.kernel.manifest.vocabulary import PORTS

Bound = Literal["inclusive", "exclusive"]


class Status(StrEnum):
    """Whether the pilot exists. There is no half-built: a pilot counts when it works for the person named in it."""

    NOT_BUILT = "not_built"
    BUILT = "built"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return {"not_built": "Chưa triển khai", "built": "Đang hoạt động"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """`text` as the dispatch words it; `on` only when the words name a day or a period's end; never invented."""

    text: str
    on: date | None = None
    bound: Bound = "inclusive"

    def __post_init__(self) -> None:
        checks.text("Deadline.text", self.text)
        checks.that(self.bound in {"inclusive", "exclusive"}, f"Deadline.bound: {self.bound!r} is not a bound")
        checks.that(self.on is not None or self.bound == "inclusive", "Deadline: an exclusive bound needs a day")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one annex says: units by role in their canonical names (kernel.parties.names), deadline, platforms."""

    lead: tuple[str, ...] = ()
    lead_is_request: bool = False
    coordinate: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    deadline: Deadline | None = None
    platforms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("lead", "coordinate", "force", "platforms"):
            checks.text_tuple(f"Reading.{name}", getattr(self, name))
        checks.that(bool(self.lead) or not self.lead_is_request, "Reading: a requested lead must be named")

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit named, each once, in order of first mention."""
        return tuple(dict.fromkeys((*self.lead, *self.coordinate, *self.force)))


@dataclass(frozen=True, kw_only=True)
class PilotRole:
    """A part people play in the pilot: `base` is the hat it needs, `title` the Vietnamese name."""

    code: str
    title: str
    base: Role

    def __post_init__(self) -> None:
        checks.identifier("PilotRole.code", self.code)
        checks.text("PilotRole.title", self.title)
        checks.that(isinstance(self.base, Role), f"PilotRole.base: {self.base!r} is not a kernel Role")


@dataclass(frozen=True, kw_only=True)
class CaseType:
    """A kind of case the pilot handles (or will handle)."""

    code: str
    title: str

    def __post_init__(self) -> None:
        checks.identifier("CaseType.code", self.code)
        checks.text("CaseType.title", self.title)


@dataclass(frozen=True, kw_only=True)
class DocumentType:
    """A kind of document the pilot issues (or will issue)."""

    code: str
    title: str

    def __post_init__(self) -> None:
        checks.identifier("DocumentType.code", self.code)
        checks.text("DocumentType.title", self.title)


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """One kind of personal data held, why, on which law, how long. `verified`: checked against the legal text.

    `keep_days` is the period a machine can enforce, counted from when the data is no longer needed (0: not stored at
    all); None when `retention` names an event or another archive's rule instead of a period.
    """

    field: str
    purpose: str
    legal_basis: str
    retention: str
    keep_days: int | None = None
    is_sensitive: bool = False
    verified: bool = False

    def __post_init__(self) -> None:
        for name in ("field", "purpose", "legal_basis", "retention"):
            checks.text(f"PersonalData.{name}", getattr(self, name))
        checks.that(self.keep_days is None or self.keep_days >= 0, f"PersonalData.keep_days: {self.keep_days!r} < 0")
        words = checks.days_named(self.retention)
        checks.that(words in (None, self.keep_days), f"PersonalData: {self.retention!r} says {words} days")


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A number the board shows. `selector` is "package.module:function" taking `as_of: date` and returning an int.

    Without one, the pilot's `figures` count it.
    """

    code: str
    label: str
    unit_vi: str
    selector: str = ""
    target: int | None = None

    def __post_init__(self) -> None:
        checks.identifier("Indicator.code", self.code)
        checks.text("Indicator.label", self.label)
        checks.text("Indicator.unit_vi", self.unit_vi)
        if self.selector:
            checks.selector_path("Indicator.selector", self.selector)
        checks.that(self.target is None or self.target > 0, f"Indicator.target: {self.target!r} must be positive")


@dataclass(frozen=True, kw_only=True)
class Pilot:
    """One mô hình điểm. `urls` and `api` are dotted URLconf modules; both stay empty until the pilot is built.

    `figures` is "package.module:function" taking a sequence of days; it returns one int a day for each indicator
    without a selector, by its code, in one question to the database, for the board asks it at every look.
    """

    number: int
    slug: str
    title: str
    short_title: str
    group: str
    narrative: Reading
    table: Reading
    summary_vi: str
    status: Status = Status.NOT_BUILT
    narrative_title: str = ""
    roles: tuple[PilotRole, ...] = ()
    urls: str = ""
    api: str = ""
    indicators: tuple[Indicator, ...] = ()
    figures: str = ""
    case_types: tuple[CaseType, ...] = ()
    document_types: tuple[DocumentType, ...] = ()
    ports: tuple[str, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()

    def __post_init__(self) -> None:
        where = f"Pilot {self.number!r}"
        checks.slug(where, self.number, self.slug)
        for name in ("title", "short_title", "summary_vi"):
            checks.text(f"{where}.{name}", getattr(self, name))
        checks.that(len(self.short_title) <= len(self.title), f"{where}: short_title is longer than title")
        group(self.group)  # raises ManifestError for an unknown group
        checks.that(bool(self.table.lead), f"{where}: the table annex names a lead for every pilot")
        checks.known(f"{where}.ports", self.ports, PORTS)
        for name in ("roles", "indicators", "case_types", "document_types"):
            checks.unique(f"{where}.{name}", [item.code for item in getattr(self, name)])
        checks.unique(f"{where}.personal_data", [item.field for item in self.personal_data])
        if self.figures:
            checks.selector_path(f"{where}.figures", self.figures)
        counted = bool(self.figures) or all(one.selector for one in self.indicators)
        checks.that(counted, f"{where}: an indicator has no selector, and no figures count it")
        self._check_status(where)

    def _check_status(self, where: str) -> None:
        """Honesty both ways: nothing is mounted or counted before it exists, and what exists is counted."""
        if self.status is Status.NOT_BUILT:
            mounted = [name for name in ("urls", "api", "indicators") if getattr(self, name)]
            checks.that(not mounted, f"{where}: not built, yet declares {', '.join(mounted)}")
            return
        checks.that(bool(self.urls or self.api), f"{where}: built, yet has neither urls nor api")
        checks.that(bool(self.indicators), f"{where}: built, yet the board has nothing to count")
        checks.that(bool(self.roles), f"{where}: built, yet nobody has a role in it")

    @property
    def is_built(self) -> bool:
        """Whether the pilot may be mounted, counted and listed as working."""
        return self.status is Status.BUILT

    @property
    def module(self) -> str:
        """The pilot's package, which is also its Django app once it is built."""
        return f"dean06.pilots.{self.slug}"

    @property
    def mount(self) -> str:
        """URL prefix of its pages, without leading slash."""
        return f"p{self.number:02d}/"

    @property
    def api_mount(self) -> str:
        """URL prefix of its machine endpoints, without leading slash."""
        return f"api/p{self.number:02d}/"

    @property
    def docs_page(self) -> str:
        """File name of its page under docs/pilots/."""
        return f"{self.number:02d}-{self.slug[4:].replace('_', '-')}.md"

    @property
    def group_info(self) -> Group:
        """The group of the dispatch this pilot belongs to."""
        return group(self.group)

    @property
    def group_title(self) -> str:
        """Title of the group."""
        return self.group_info.title

    @property
    def lead(self) -> tuple[str, ...]:
        """Leads named by the table annex."""
        return self.table.lead

    @property
    def coordinate(self) -> tuple[str, ...]:
        """Coordinating units named by the table annex."""
        return self.table.coordinate

    @property
    def force(self) -> tuple[str, ...]:
        """Deploying units named by the table annex."""
        return self.table.force

    @property
    def deadline_text(self) -> str:
        """The table annex's deadline in words; empty when it gives none."""
        return self.table.deadline.text if self.table.deadline else ""

    @property
    def platforms(self) -> tuple[str, ...]:
        """Platforms named by the table annex."""
        return self.table.platforms
