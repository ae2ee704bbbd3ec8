"""What an answer to a request for more brings: mended answers, and files under the papers they belong to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import CaseView, IncomingPaper, PaperSource, PaperSpec
from dean06.kernel.documents.types import DocumentLine
from dean06.portal import answer_forms

PAPER, WALLET = "paper-", "vi-"


@dataclass(frozen=True)
class Offered:
    """A document of the wallet that may be handed in as a paper, and whether the page says so."""

    line: DocumentLine
    is_chosen: bool


def changes(view: CaseView, answers: dict[str, Any]) -> dict[str, Any]:
    """What differs from the case; an answer emptied on the page is emptied in the case."""
    gone = {name: "" for name in view.answers if name not in answers}
    changed = {
        name: value
        for name, value in answers.items()
        if answer_forms.typed(view.answers.get(name)) != answer_forms.typed(value)
    }
    return {**changed, **gone}


def handed(request: HttpRequest, specs: Iterable[PaperSpec]) -> list[IncomingPaper]:
    """Everything the page brings: files and documents of the wallet. Invalid as ``files``."""
    listed = list(specs)
    return [*files(request, listed), *cited(request, listed)]


def cited(request: HttpRequest, specs: Iterable[PaperSpec]) -> list[IncomingPaper]:
    """Documents of the wallet chosen on the page; cases judges them."""
    return [
        IncomingPaper(code=spec.code, source=PaperSource.WALLET, document_ref=reference)
        for spec in specs
        for reference in request.POST.getlist(WALLET + spec.code)
    ]


def offered(
    request: HttpRequest, fitting: Mapping[str, tuple[DocumentLine, ...]], spec: PaperSpec
) -> tuple[Offered, ...]:
    """What the page offers of a wallet for a paper, as it was chosen so far."""
    chosen = request.POST.getlist(WALLET + spec.code)
    return tuple(Offered(line, str(line.id) in chosen) for line in fitting.get(spec.code, ()))


def files(request: HttpRequest, specs: Iterable[PaperSpec]) -> list[IncomingPaper]:
    """Store the files sent with the page. Invalid for one that is not what its name says."""
    found = []
    for spec in specs:
        file = request.FILES.get(PAPER + spec.code)
        if file is not None:
            found.append(cases.kept_file(spec.code, file, file.name or "tep")[0])
    return found
