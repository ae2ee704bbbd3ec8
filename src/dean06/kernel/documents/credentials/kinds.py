"""One kind of document in all its forms: the same facts, the same names, the same status in each.

A field may hold a text, a number, a yes or no, a day, a list of these, or named parts of these. Every part and every
element can be shown by itself: in the SD-JWT by its place, in the mobile document as an element of its own
(``part.of``), on paper as a line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from dean06.kernel.documents.credentials.keys import SigningKey
from dean06.kernel.documents.credentials.mdoc import issuing as mdoc_issuing
from dean06.kernel.documents.credentials.printed.facts import PrintedFacts, digest_of
from dean06.kernel.documents.credentials.sdjwt import issuing as sdjwt_issuing
from dean06.kernel.documents.credentials.sdjwt.metadata import type_metadata
from dean06.kernel.documents.credentials.types import Path, StatusReference
from dean06.kernel.documents.credentials.vci.types import Configuration, Form
from dean06.kernel.documents.credentials.vp.queries import Query, Question

Facts = Mapping[str, Any]
DECOYS = 2


@dataclass(frozen=True, kw_only=True)
class Field:
    """``parts``: Vietnamese labels of named parts. ``is_printed``: whether the code on paper itself shows it."""

    name: str
    label: str
    parts: tuple[tuple[str, str], ...] = ()
    is_list: bool = False
    is_printed: bool = False

    def places(self) -> Iterator[tuple[Path, str]]:
        """Every place that can be shown by itself, with its label."""
        if self.parts:
            yield from (((self.name, part), f"{self.label}: {label}") for part, label in self.parts)
        elif self.is_list:
            yield (self.name, None), self.label
        else:
            yield (self.name,), self.label


@dataclass(frozen=True, kw_only=True)
class Issue:
    """What all forms of one issued document share. ``holder_key``: of the wallet, none for paper."""

    document_id: UUID
    facts: Facts
    key: SigningKey
    issued_at: datetime
    expires_at: datetime
    status: StatusReference
    holder_key: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """``authority``: the https address under which kinds are described. A change of fields is a new ``version``."""

    authority: str
    slug: str
    version: int
    name: str
    description: str
    fields: tuple[Field, ...]

    @property
    def vct(self) -> str:
        """Its name as SD-JWT VC, an address where ``metadata`` lies."""
        return f"{self.authority}/{self.slug}/{self.version}"

    @property
    def namespace(self) -> str:
        """Its name space as mobile document: the host backwards, then the kind."""
        host = urlsplit(self.authority).hostname or ""
        return ".".join([*reversed(host.split(".")), self.slug, str(self.version)])

    @property
    def doc_type(self) -> str:
        """Its type as mobile document."""
        return f"{self.namespace}.doc"

    def metadata(self) -> dict[str, Any]:
        """What a wallet shows of it."""
        claims = [(path, label, True) for path, label in self._places()]
        return type_metadata(self.vct, name=self.name, description=self.description, claims=claims)

    def configurations(self) -> tuple[Configuration, Configuration]:
        """Its forms for wallets."""
        places = tuple(self._places())
        elements = tuple(((self.namespace, _element(path)), label) for path, label in places)
        return (
            Configuration(id=f"{self.slug}-sd-jwt", form=Form.SD_JWT, kind=self.vct, name=self.name, claims=places),
            Configuration(id=f"{self.slug}-mdoc", form=Form.MDOC, kind=self.doc_type, name=self.name, claims=elements),
        )

    def question(self, *wanted: Path) -> Question:
        """Ask for some of it, in whichever form the wallet has. ValueError for places the kind does not have."""
        known = {path for path, _ in self._places()} | {(field.name,) for field in self.fields}
        if unknown := [path for path in wanted if path not in known]:
            raise ValueError(f"not in {self.slug}: {unknown}")
        elements = [_element(path) for path, _ in self._places() if any(path[: len(one)] == one for one in wanted)]
        return Question(
            queries=(
                Query(id="sd_jwt", form=Form.SD_JWT, kinds=(self.vct,), claims=wanted),
                Query(
                    id="mdoc",
                    form=Form.MDOC,
                    kinds=(self.doc_type,),
                    claims=tuple((self.namespace, element) for element in elements),
                ),
            ),
            choices=((frozenset({"sd_jwt"}), frozenset({"mdoc"})),),
        )

    def sd_jwt(self, issue: Issue) -> str:
        """The SD-JWT VC, every place hidden, with decoys."""
        facts = self._checked(issue.facts)
        hidden = [path for path, _ in self._places() if path[0] in facts]
        return sdjwt_issuing.issue(
            {name: _as_json(value) for name, value in facts.items()},
            vct=self.vct,
            key=issue.key,
            issued_at=issue.issued_at,
            expires_at=issue.expires_at,
            holder_key=issue.holder_key,
            status=issue.status,
            hidden=[path for path in hidden if len(path) == 1 or path[1] is None or path[1] in facts[str(path[0])]],
            decoys=DECOYS,
        )

    def mobile(self, issue: Issue) -> bytes:
        """The mobile document. ValueError without a holder's key: it cannot be shown without one."""
        if issue.holder_key is None:
            raise ValueError("a mobile document is bound to a device")
        return mdoc_issuing.issue(
            {self.namespace: self._elements(self._checked(issue.facts))},
            doc_type=self.doc_type,
            key=issue.key,
            device_key=issue.holder_key,
            signed_at=issue.issued_at,
            valid_until=issue.expires_at,
            status=issue.status,
        )

    def paper(self, issue: Issue, *, issuer: str) -> PrintedFacts:
        """What the code on paper says; ``lines`` is what stands beside it."""
        facts = self._checked(issue.facts)
        shown = {field.name for field in self.fields if field.is_printed}
        return PrintedFacts(
            document_id=issue.document_id,
            kind=f"{self.slug}/{self.version}",
            issuer=issuer,
            facts=self.lines({name: value for name, value in facts.items() if name in shown}),
            digest=digest_of(self.lines(facts)),
            issued_at=issue.issued_at,
            expires_at=issue.expires_at,
            status=issue.status,
        )

    def lines(self, facts: Facts) -> dict[str, str]:
        """The facts as a paper says them: label and text."""
        said: dict[str, str] = {}
        for field in self.fields:
            if field.name not in facts:
                continue
            value = facts[field.name]
            labels = dict(field.parts)
            parts = {f"{field.label}: {labels[part]}": one for part, one in value.items()} if labels else {}
            said |= {label: _as_text(one) for label, one in (parts or {field.label: value}).items()}
        return said

    def _places(self) -> Iterator[tuple[Path, str]]:
        for field in self.fields:
            yield from field.places()

    def _elements(self, facts: Facts) -> dict[str, Any]:
        named = {field.name: field for field in self.fields}
        found: dict[str, Any] = {}
        for name, value in facts.items():
            if named[name].parts:
                found |= {_element((name, part)): one for part, one in value.items()}
            else:
                found[name] = value
        return found

    def _checked(self, facts: Facts) -> Facts:
        named = {field.name: field for field in self.fields}
        if unknown := facts.keys() - named.keys():
            raise ValueError(f"not in {self.slug}: {sorted(unknown)}")
        for name, value in facts.items():
            field = named[name]
            is_fit = (
                isinstance(value, Mapping) and value.keys() <= dict(field.parts).keys()
                if field.parts
                else isinstance(value, list | tuple) == field.is_list and not isinstance(value, Mapping)
            )
            if not is_fit:
                raise ValueError(f"{name} is of another shape")
        return facts


def _element(path: Path) -> str:
    return ".".join(str(step) for step in path if step is not None)


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _as_json(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(element) for element in value]
    return value


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list | tuple):
        return "; ".join(map(_as_text, value))
    return str(value)
