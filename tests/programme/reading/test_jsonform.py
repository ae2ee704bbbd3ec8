"""The JSON contract, on every sample dispatch: valid by its schema, stable, spans within the text."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dean06.programme.reading import read_bytes, to_json
from dean06.programme.sample import LAYOUTS, NAMES, generate, load

SCHEMA = json.loads((Path(__file__).parents[3] / "protocols" / "dispatch-reading.schema.json").read_text("utf-8"))


def spans(value: Any) -> list[list[int]]:
    if isinstance(value, dict):
        own = [value["span"]] if "span" in value else []
        return own + [span for inner in value.values() for span in spans(inner)]
    return [span for inner in value for span in spans(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_reads_to_valid_json(name: str) -> None:
    text = generate(load(name), seed=3, layout=LAYOUTS["standard"])
    document = to_json(read_bytes(text.encode(), "a.txt"))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert json.loads(json.dumps(document, ensure_ascii=False)) == document
    assert to_json(read_bytes(text.encode(), "a.txt")) == document
    assert spans(document)
    assert all(0 <= start <= end <= len(text) for start, end in spans(document))


def test_the_schema_itself_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
