"""The JSON form of a follow-up: there and back, valid against the schema, and strict about the rest."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from followup.document import FollowUpDocument
from followup.document_writer import decimal
from goals.document import DocumentError
from tests.followup.documents import documents

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "followup.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
SMALLEST: dict[str, Any] = {
    "format": "uppfoljning/1",
    "year": 2027,
    "code": "T1",
    "name": "Tertialrapport 1",
    "period": {"code": "T1", "name": "Tertial 1", "start": "2027-01-01", "end": "2027-04-30"},
    "unit": {"name": "Granen"},
    "comment_from": "2",
    "partly_from": 80,
    "texts": [],
    "goals": [],
    "economy": [],
}
GOAL = {"level": "unit", "title": "Trygghet"}
ROW = {"name": "Andel nöjda", "periodicity": "Tertial"}


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_there_and_back(document: FollowUpDocument) -> None:
    text = document.to_json()
    VALIDATOR.validate(json.loads(text))
    again = FollowUpDocument.from_json(text)
    assert again == document
    assert again.to_json() == text


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_smallest() -> None:
    document = FollowUpDocument.from_json(json.dumps(SMALLEST))
    assert document.to_dict() == SMALLEST


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("78.50", "78.5"),
        ("1E+3", "1000"),
        ("-0.0", "0"),
        ("0.000001", "0.000001"),
        ("100", "100"),
    ],
)
def test_numbers_are_plain(number: str, words: str) -> None:
    assert decimal(Decimal(number)) == words


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    value = copy.deepcopy(SMALLEST)
    value["goals"] = [{**GOAL, "indicators": [dict(ROW)], "activities": [{"title": "Utbilda"}]}]
    change(value)
    return json.dumps(value)


def row(value: dict[str, Any]) -> Any:
    return value["goals"][0]["indicators"][0]


REFUSED: dict[str, Callable[[dict[str, Any]], object]] = {
    "ingen uppföljning": lambda value: value.update(format="verksamhetsplan/1"),
    "year är 1989": lambda value: value.update(year=1989),
    "texts saknas": lambda value: value.pop("texts"),
    "extra finns inte": lambda value: value.update(extra=1),
    "partly_from är 0": lambda value: value.update(partly_from=0),
    "ligger före start": lambda value: value["period"].update(end="2026-04-30"),
    "status är ”klar”": lambda value: value.update(status="klar"),
    r"goals\[0\].level är ”enhet”": lambda value: value["goals"][0].update(level="enhet"),
    "attainment är ”helt”": lambda value: value["goals"][0].update(attainment="helt"),
    r"indicators\[0\].name saknas": lambda value: row(value).pop("name"),
    "ska vara ett tal som 78.5": lambda value: row(value).update(outcome={"forecast": "12,5"}),
    "total.value ska vara text": lambda value: row(value).update(outcome={"total": {"value": 12}}),
    "below.due är -1": lambda value: row(value).update(below={"outcome": {}, "reported": 1, "due": -1}),
    "mood finns inte": lambda value: row(value).update(outcome={"mood": "bra"}),
    "status är ”snart”": lambda value: value["goals"][0]["activities"][0].update(status="snart"),
    "kind är ”gift”": lambda value: value.update(economy=[{"kind": "gift", "name": "Gåva"}]),
    r"texts\[0\].body saknas": lambda value: value.update(texts=[{"heading": "Analys"}]),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_not_of_the_form_is_refused_with_its_place(words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        FollowUpDocument.from_json(changed(REFUSED[words]))


def test_what_is_not_an_object_or_far_too_deep_is_refused() -> None:
    with pytest.raises(DocumentError, match="ingen uppföljning"):
        FollowUpDocument.from_json("[]")
    goal: dict[str, Any] = dict(GOAL)
    for _ in range(45):
        goal = {**GOAL, "goals": [goal]}
    with pytest.raises(DocumentError, match="nästlad"):
        FollowUpDocument.from_json(json.dumps({**SMALLEST, "goals": [goal]}))
