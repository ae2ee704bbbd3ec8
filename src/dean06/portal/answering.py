"""What an answer to a request for more brings: mended answers, and files under the papers they belong to."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import CaseView, IncomingPaper, PaperSpec
from dean06.portal import answer_forms

PAPER = "paper-"


def changes(view: CaseView, answers: dict[str, Any]) -> dict[str, Any]:
    """What differs from the case; an answer emptied on the page is emptied in the case."""
    gone = {name: "" for name in view.answers if name not in answers}
    changed = {
        name: value
        for name, value in answers.items()
        if answer_forms.typed(view.answers.get(name)) != answer_forms.typed(value)
    }
    return {**changed, **gone}


def files(request: HttpRequest, specs: Iterable[PaperSpec]) -> list[IncomingPaper]:
    """Store the files sent with the page. Invalid for one that is not what its name says."""
    found = []
    for spec in specs:
        file = request.FILES.get(PAPER + spec.code)
        if file is not None:
            found.append(cases.kept_file(spec.code, file, file.name or "tep")[0])
    return found
