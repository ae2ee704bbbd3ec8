"""JSON bodies of the exchange (protocols/population/messages.schema.json), nothing else: pure, no network.

What comes in is checked member by member: an answer that is not by the schema is no answer.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urlencode

from dean06.adapters.population.citizens import ELEMENTS
from dean06.kernel.ports.population import (
    BatchRow,
    BatchState,
    Cause,
    Change,
    ChangeKind,
    ChangePage,
    Claim,
    Comparison,
    Field,
    Match,
    Reason,
    RegisterFailed,
)

CLAIMED: Final = {
    "full_name": "HoVaTen",
    "birth": "NgayThangNamSinh",
    "sex": "GioiTinh",
    "old_number": "SoCMND",
    "commune": "ThuongTru",
}
SEX_CODES: Final = {"male": "1", "female": "2"}
PAGE_SIZE: Final = 1000
LONGEST_ID: Final = 64
NUMBER_LENGTH: Final = 12
_CLAIM_OF = {element: name for name, element in CLAIMED.items()}
_FIELD_OF = {element: field for field, element in ELEMENTS.items()}


def verify_request(personal_id: str, claim: Claim, cause: Cause) -> bytes:
    """Body of verifyCitizen."""
    return _encode(_cause(cause) | {"personalId": personal_id, "claim": _claim(claim)})


def citizen_request(personal_id: str, fields: frozenset[Field], cause: Cause) -> bytes:
    """Body of getCitizen and getHousehold."""
    return _encode(_cause(cause) | {"personalId": personal_id, "fields": sorted(ELEMENTS[field] for field in fields)})


def batch_request(batch_id: str, total: int, cause: Cause) -> bytes:
    """Body that opens a batch."""
    return _encode(_cause(cause) | {"batchId": batch_id, "total": total})


def batch_rows(rows: Sequence[BatchRow]) -> bytes:
    """Body of one upload; ValueError when the rows leave a gap or are more than one upload takes."""
    offsets = [row.offset for row in rows]
    if not 0 < len(rows) <= PAGE_SIZE or offsets != list(range(offsets[0], offsets[0] + len(rows))):
        raise ValueError("1 to 1,000 rows without a gap")
    return _encode({"rows": [{"personalId": row.personal_id, "claim": _claim(row.claim)} for row in rows]})


def changes_query(since: str, limit: int, cause: Cause) -> str:
    """Query of listChanges."""
    asked = {"since": since, "limit": str(limit), "purpose": cause.purpose, "legalBasis": cause.legal_basis}
    return urlencode(asked, quote_via=quote, safe="")


def read_comparison(body: bytes) -> Comparison:
    """verifyAnswer."""
    return _comparison(_object(body))


def read_batch_state(body: bytes, batch_id: str) -> BatchState:
    """batchState of the batch asked for."""
    data = _object(body)
    if data.get("batchId") != batch_id:
        raise _broken("another batch")
    state = BatchState(total=_count(data, "total"), received=_count(data, "received"), done=_count(data, "done"))
    if not state.done <= state.received <= state.total:
        raise _broken("more done than received")
    return state


def read_results(body: bytes, *, start: int, limit: int) -> list[tuple[int, Comparison]]:
    """batchResults, in row order from the row asked for and without a gap."""
    rows = _list(_object(body), "results", limit)
    found = [(_count(row, "row"), _comparison(row)) for row in rows]
    if [row for row, _ in found] != list(range(start, start + len(found))):
        raise _broken("other rows than asked for")
    return found


def read_changes(body: bytes, limit: int) -> ChangePage:
    """changesAnswer."""
    data = _object(body)
    entries = _list(data, "changes", limit)
    is_more = data.get("more")
    if not isinstance(is_more, bool):
        raise _broken("more")
    return ChangePage(changes=[_change(entry) for entry in entries], next=_short(data, "next"), more=is_more)


def problem_code(body: bytes) -> str:
    """Code of a problem document of the provider, empty when it is not one: an error need not be well formed."""
    try:
        kind = _object(body).get("type", "")
    except RegisterFailed:
        return ""
    return kind.rpartition(":")[2] if isinstance(kind, str) and kind.startswith("urn:dean06:population:") else ""


def _cause(cause: Cause) -> dict[str, Any]:
    return {"purpose": cause.purpose, "legalBasis": cause.legal_basis}


def _claim(claim: Claim) -> dict[str, str]:
    given = {element: getattr(claim, name) for name, element in CLAIMED.items()}
    if claim.sex:
        given["GioiTinh"] = SEX_CODES[claim.sex]
    return {element: value for element, value in given.items() if value}


def _comparison(data: dict[str, Any]) -> Comparison:
    return Comparison(
        result=_member(Match, data, "result"),
        differs=_claim_names(data, "differs"),
        unknown=_claim_names(data, "unknown"),
    )


def _claim_names(data: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(_named(_CLAIM_OF.get, word) for word in _words(data, name, len(CLAIMED)))


def _change(data: dict[str, Any]) -> Change:
    number = _short(data, "personalId")
    if len(number) != NUMBER_LENGTH or not (number.isascii() and number.isdigit()):
        raise _broken("personalId")
    return Change(
        id=_short(data, "id"),
        personal_id=number,
        kind=_member(ChangeKind, data, "kind"),
        # Elements we have no word for change nothing for us.
        fields=frozenset(_FIELD_OF[word] for word in _words(data, "fields", PAGE_SIZE) if word in _FIELD_OF),
        occurred_on=_day(data, "occurredOn"),
        recorded_on=_day(data, "recordedOn"),
    )


def _named(table: Callable[[str], str | None], word: str) -> str:
    name = table(word)
    if name is None:
        raise _broken("a member nobody claimed")
    return name


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _broken("not JSON") from error
    if not isinstance(data, dict):
        raise _broken("no object")
    return data


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _list(data: dict[str, Any], name: str, limit: int) -> list[dict[str, Any]]:
    value = data.get(name)
    if not isinstance(value, list) or len(value) > limit or not all(isinstance(one, dict) for one in value):
        raise _broken(name)
    return value


def _words(data: dict[str, Any], name: str, limit: int) -> list[str]:
    value = data.get(name)
    if not isinstance(value, list) or len(value) > limit or not all(isinstance(one, str) for one in value):
        raise _broken(name)
    return value


def _count(data: dict[str, Any], name: str) -> int:
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _broken(name)
    return value


def _short(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or len(value) > LONGEST_ID:
        raise _broken(name)
    return value


def _member(kind: Any, data: dict[str, Any], name: str) -> Any:
    try:
        return kind(data.get(name))
    except ValueError as error:
        raise _broken(name) from error


def _day(data: dict[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(_short(data, name))
    except ValueError as error:
        raise _broken(name) from error


def _encode(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _broken(detail: str) -> RegisterFailed:
    return RegisterFailed(Reason.OUT_OF_PROTOCOL, detail)
