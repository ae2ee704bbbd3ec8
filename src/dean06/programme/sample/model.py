"""What a sample dispatch says, as facts: no sentence is built here and no file is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class UnitFact:
    """An office or collective word: its full name, its spellings in sentences (`long`) and in cells (`short`)."""

    key: str
    name: str
    long: tuple[str, ...]
    short: tuple[str, ...]
    generic: bool = False


@dataclass(frozen=True, kw_only=True)
class DeadlineFact:
    """A deadline: its words and what they mean; `milestones` only where the words name several days."""

    text: str
    kind: str
    date: dt.date | None = None
    bound: str | None = None
    milestones: tuple[dt.date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A sentence of the division of work. Roles: lead, coordinate, do (acts without either), free (names no unit)."""

    role: str
    units: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    task: str = ""
    form: str = ""


@dataclass(frozen=True, kw_only=True)
class NarrativeFact:
    """What the prose of the annex says of one pilot."""

    title: str
    objective: str = ""
    clauses: tuple[Clause, ...] = ()
    force: tuple[str, ...] = ()
    force_form: str = "list"
    deadline: DeadlineFact | None = None
    tools: tuple[str, ...] = ()
    effect: str = ""
    bare: str = ""
    unlabelled: bool = False


@dataclass(frozen=True, kw_only=True)
class TableFact:
    """What the table of the annex says of one pilot; `words` overrides the spelling of a unit in this row."""

    title: str
    lead: tuple[str, ...] = ()
    is_request: bool = False
    coordinate: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    deadline: DeadlineFact | None = None
    tools: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PilotFact:
    """One assignment in both readings; `expect` names contradictions that only a human can state beforehand."""

    number: int
    narrative: NarrativeFact | None
    table: TableFact | None
    expect: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GroupFact:
    """A group of assignments and the count its heading claims (None: claims nothing)."""

    code: str
    title: str
    declared: int | None
    pilots: tuple[PilotFact, ...]


@dataclass(frozen=True, kw_only=True)
class CitedFact:
    """A document the letter leans on."""

    key: str
    kind: str
    symbol: str
    date: dt.date | None = None
    date_text: str = ""
    issuer: str = ""

    @property
    def phrase(self) -> str:
        """The citation as it stands in a sentence."""
        dated = f" ngày {self.date_text}" if self.date_text else ""
        issuer = f" {self.issuer}" if self.issuer else ""
        return f"{self.kind} số {self.symbol}{dated}{issuer}"


@dataclass(frozen=True, kw_only=True)
class ObligationFact:
    """One numbered point of the letter."""

    text: str
    deadline: DeadlineFact | None = None


@dataclass(frozen=True, kw_only=True)
class LetterFact:
    """The letter around the annexes."""

    kind: str
    issuer_parent: str
    issuer: tuple[str, ...]
    number: str
    symbol: str
    place: str
    date_text: str
    date: dt.date | None
    subject: tuple[str, ...]
    authority: tuple[str, ...]
    signer: str
    addressees: tuple[str, ...]
    copies: tuple[str, ...]
    opening: tuple[str, ...]
    closing: str
    mark: str
    obligations: tuple[ObligationFact, ...]


@dataclass(frozen=True, kw_only=True)
class AnnexFact:
    """Headings of the annexes and the word its items are numbered with."""

    heading: tuple[str, ...]
    table_heading: tuple[str, ...]
    table_reference: str
    item_word: str


@dataclass(frozen=True, kw_only=True)
class ExpectedFact:
    """A contradiction of the whole document; `about` is a piece of text its quotation must contain."""

    type: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything one sample dispatch says."""

    name: str
    letter: LetterFact
    annex: AnnexFact
    groups: tuple[GroupFact, ...]
    cited: Mapping[str, CitedFact]
    units: Mapping[str, UnitFact]
    expected: tuple[ExpectedFact, ...]

    @property
    def pilots(self) -> tuple[PilotFact, ...]:
        """Every assignment in the order of the groups."""
        return tuple(pilot for group in self.groups for pilot in group.pilots)
