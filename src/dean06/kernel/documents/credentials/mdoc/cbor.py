"""CBOR for input nobody vouches for: no name twice, few tags, bounded; and bytes within bytes (tag 24)."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Never

import cbor2

from dean06.kernel.documents.credentials.encoding import DEEPEST, LONGEST, refuse
from dean06.kernel.documents.credentials.types import Reason

TEXT_INSTANT, EMBEDDED, FULL_DATE = 0, 24, 1004
# Tags cbor2 would turn into numbers, patterns, sets and shared values: none has a place in these documents.
_REFUSED_TAGS = (2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 100, 256, 258, 260, 261, 43000, 55799)


def _refuse_tag(*_: object) -> Never:
    raise ValueError("a tag with no place here")


_SEMANTICS = dict.fromkeys(_REFUSED_TAGS, _refuse_tag)


def load(data: bytes) -> Any:
    """The one value the bytes are; refused when anything is left over."""
    if len(data) > LONGEST:
        raise refuse(f"{len(data)} bytes", Reason.OVERSIZED)
    stream = io.BytesIO(data)
    decoder = cbor2.CBORDecoder(
        stream,
        semantic_decoders=_SEMANTICS,
        max_depth=DEEPEST,
        allow_indefinite=False,
        allow_duplicate_keys=False,
    )
    try:
        value = decoder.decode()
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise refuse(f"CBOR: {type(error).__name__}") from error
    if stream.tell() != len(data):
        raise refuse("something behind the value")
    return value


def dump(value: object) -> bytes:
    """The shortest form, members in the order given."""
    data: bytes = cbor2.dumps(value)
    return data


def embed(value: object) -> cbor2.CBORTag:
    """A value as bytes of their own, so that what was signed stays as it was."""
    return cbor2.CBORTag(EMBEDDED, dump(value))


def embedded(tag: object) -> bytes:
    """The bytes within; refused for anything else."""
    if not isinstance(tag, cbor2.CBORTag) or tag.tag != EMBEDDED or not isinstance(tag.value, bytes):
        raise refuse("no embedded CBOR where it should be")
    return tag.value


def mapping(value: object) -> Mapping[Any, Any]:
    """A map; refused for anything else."""
    if not isinstance(value, dict):
        raise refuse("no map where one should be")
    return value


def closed(value: object, *names: str) -> Mapping[Any, Any]:
    """A map outside every signature, with no other members than those the standard names: it could be written anew."""
    found = mapping(value)
    if not set(found) <= set(names):
        raise refuse("a member nobody knows")
    return found


def instant(value: object) -> datetime:
    """A ``tdate``; refused for anything else, and without its zone."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise refuse("no instant where one should be")
    return value.astimezone(UTC)


def written(instant: datetime) -> cbor2.CBORTag:
    """A ``tdate``: whole seconds, in UTC (ISO 18013-5, 9.1.2.4)."""
    if instant.tzinfo is None:
        raise ValueError("naive datetime: the instant must carry its time zone")
    return cbor2.CBORTag(TEXT_INSTANT, instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def plain(value: Any) -> Any:
    """A value of ours as these documents write it: days as ``full-date``, instants as ``tdate``."""
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, date):
        return cbor2.CBORTag(FULL_DATE, value.isoformat())
    if isinstance(value, Mapping):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(element) for element in value]
    return value
