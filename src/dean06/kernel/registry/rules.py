"""Which lines of a list can be asked about."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dean06.kernel.parties.api import is_personal_id
from dean06.kernel.ports.population import Claim
from dean06.kernel.registry.types import ListedClaim

NOT_A_NUMBER: Final = "Số định danh gồm đúng 12 chữ số (trong Excel, để cột dạng Văn bản cho khỏi mất số 0 đầu)."
NOTHING_CLAIMED: Final = "Không có gì để đối chiếu ngoài số định danh."
REPEATED: Final = "Số định danh này lặp lại dòng {number}, chỉ đối chiếu một lần."


def line_problem(personal_id: str, claim: Claim) -> str:
    """Why a line cannot be asked about, in Vietnamese; empty when it can."""
    if not is_personal_id(personal_id):
        return NOT_A_NUMBER
    return NOTHING_CLAIMED if claim == Claim() else ""


def each_person_once(lines: Sequence[ListedClaim]) -> list[ListedClaim]:
    """The lines with what is wrong with each; of one person's lines only the first is asked about."""
    seen: dict[str, int] = {}
    kept = []
    for number, line in enumerate(lines, 1):
        problem = line.problem or line_problem(line.personal_id, line.claim)
        earlier = number if problem else seen.setdefault(line.personal_id, number)
        kept.append(replace(line, problem=problem if earlier == number else REPEATED.format(number=earlier)))
    return kept
