"""The JSON form of a compiled report: there and back, as its schema says, and strict about the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from followup.reports.compiled_document import CompiledDocument
from followup.reports.compiled_json import read_compiled
from goals.document import DocumentError
from tests.followup.reports.compiled_forms import anything, schema

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "compiled.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
SMALLEST: dict[str, Any] = {
    "format": "sammanstallning/1",
    "year": 2027,
    "code": "T1",
    "name": "Tertialrapport 1",
    "period": {"code": "T1", "name": "Tertial 1", "start": "2027-01-01", "end": "2027-04-30"},
    "unit": "Socialnämnden",
    "cover": {"title": "Tertialrapport 1 2027"},
}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(anything(CompiledDocument))
def test_there_and_back(document: CompiledDocument) -> None:
    text = document.to_json()
    VALIDATOR.validate(json.loads(text))
    again = read_compiled(json.loads(text))
    assert again == document
    assert again.to_json() == text


def test_the_schema_is_what_the_dataclasses_say() -> None:
    assert schema() == SCHEMA
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert read_compiled(SMALLEST).to_dict() == SMALLEST


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "uppfoljning/1"}, "ingen sammanställning"),
        ({"year": "2027"}, "year ska vara ett heltal"),
        ({"extra": 1}, "ett objekt med fälten"),
        ({"cover": {}}, "cover ska vara ett objekt som har title"),
        ({"units": {}}, "units ska vara en lista"),
        ({"finished_on": "i maj"}, "ett tal, en dag eller en nyckel"),
        ({"parts": [3]}, r"parts\[0\] ska vara text"),
    ],
)
def test_anything_else_is_refused_in_words(change: dict[str, Any], said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        read_compiled(SMALLEST | change)
