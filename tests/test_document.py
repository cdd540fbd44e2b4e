"""The JSON form of a plan: there and back, valid against the schema, and strict about everything else."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import uuid
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from goals.document import DEEPEST, DocumentError, PlanDocument
from tests.documents import plan_documents

SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "plan.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
ROW_KEY = "6f0d4c1e-35a5-4a5b-9a2b-5a7c2f4e9d10"
PICTURE = b"not really a picture"
DIGEST = hashlib.sha256(PICTURE).hexdigest()


def example() -> dict[str, Any]:
    """A small plan that has every field of the form."""
    indicator = {
        "key": str(uuid.uuid5(uuid.NAMESPACE_URL, "indicator")),
        "name": "Andel nöjda gäster",
        "target": "85 %",
        "council_target": "öka",
        "periodicity": "Tertial",
        "by_gender": True,
        "target_history": [{"target": "80 %", "from": "2026-03-01", "reason": "Nämndens beslut § 12"}],
    }
    activity = {
        "title": "Ta fram en rutin", "start": "2025-11-01", "end": "2026-02-28", "responsible": "Enhetschef",
    }  # fmt: skip
    unit_goal = {
        "key": ROW_KEY, "level": "unit", "number": "1.1.1", "title": "Maten är god", "inherited": False,
        "texts": [{"heading": "Arbetssätt", "body": "<p>Vi lagar den själva.</p>", "texts": []}],
        "indicators": [indicator], "activities": [activity],
    }  # fmt: skip
    return {
        "format": "verksamhetsplan/1",
        "year": 2026,
        "unit": {"name": "Köksenheten", "within": ["Vikåsa kommun", "Servicenämnden"]},
        "registry_number": "SN 2026/14",
        "status": "decided",
        "version": 2,
        "decision": {"date": "2026-01-15", "by": "Servicenämnden", "reason": "Ny budget"},
        "opening": [{"heading": "Inledning", "body": ""}],
        "goals": [{"level": "direction", "number": "1.", "title": "En trygg kommun", "goals": [unit_goal]}],
        "closing": [],
        "warnings": [{"line": 12, "message": "Ensamt värde"}],
        "dropped": ["Sid 2 (9)"],
        "images": {DIGEST: {"media_type": "image/png", "base64": base64.b64encode(PICTURE).decode()}},
    }


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=100)
@given(plan_documents())
def test_every_plan_survives_the_way_through_json(plan: PlanDocument) -> None:
    written = plan.to_json()
    assert PlanDocument.from_json(written) == plan
    assert PlanDocument.from_json(written.encode()) == plan
    VALIDATOR.validate(json.loads(written))


def test_a_plan_with_every_field_is_read_and_written_alike() -> None:
    VALIDATOR.validate(example())
    plan = PlanDocument.from_json(json.dumps(example()))
    unit_goal = plan.goals[0].goals[0]
    assert unit_goal.key == uuid.UUID(ROW_KEY)
    assert unit_goal.indicators[0].target_history[0].reason == "Nämndens beslut § 12"
    assert plan.images[DIGEST].media_type == "image/png"
    assert PlanDocument.from_json(plan.to_json()) == plan


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(encoding: str) -> None:
    data = json.dumps(example(), ensure_ascii=False).encode(encoding)
    assert PlanDocument.from_json(data).unit == "Köksenheten"


DELETE = object()
GOAL = "goals[0].goals[0]"


def changed(path: str, value: object) -> dict[str, Any]:
    """The example with `value` at `path` (`goals.0.title`), or without it."""
    plan = example()
    here: Any = plan
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        here = here[step]
    if value is DELETE:
        del here[last]
    else:
        here[last] = value
    return plan


REFUSED = [
    ("format", "verksamhetsplan/7", "verksamhetsplan/7” , men det här systemet läser ”verksamhetsplan/1"),
    ("format", ["verksamhetsplan/1"], "men det här systemet läser"),
    ("format", DELETE, "fältet format"),
    ("year", "2026", "year ska vara ett heltal"),
    ("year", True, "year ska vara ett heltal"),
    ("year", 2026.5, "year ska vara ett heltal"),
    ("year", 1989, "year är 1989, men ska ligga mellan 1990 och 2200"),
    ("year", 10**30, "för stort"),
    ("year", DELETE, "year saknas"),
    ("unit", "Köksenheten", "unit ska vara ett objekt"),
    ("unit.name", None, "unit.name ska vara text"),
    ("unit.name", DELETE, "unit.name saknas"),
    ("unit.chief", "Åsa", "unit.chief finns inte i formen"),
    ("unit.within.1", 3, "unit.within[1] ska vara text"),
    ("extra", 1, "extra finns inte i formen"),
    ("status", "published", "status är ”published”, men ska vara något av draft, ready, decided"),
    ("version", 0, "version är 0"),
    ("version", 2**31, "version är 2147483648"),
    ("decision.date", "2026-02-30", "decision.date är ”2026-02-30”, men ska vara ett datum"),
    ("decision.place", "Vikåsa", "decision.place finns inte"),
    ("opening", DELETE, "opening saknas"),
    ("opening.0.body", DELETE, "opening[0].body saknas"),
    ("opening.0", [], "opening[0] ska vara ett objekt"),
    ("goals", {}, "goals ska vara en lista"),
    ("goals.0.level", "team", "goals[0].level är ”team”"),
    ("goals.0.level", "unit", f"{GOAL}.level är ”unit”, men målet står under ett mål på nivån ”unit”"),
    ("goals.0.key", ROW_KEY, f"{GOAL}.key är samma som i goals[0]"),
    ("goals.0.key", "42", "goals[0].key är ”42”, men ska vara en UUID"),
    ("goals.0.title", "a\x00b", "goals[0].title innehåller ett tecken som inte är text (U+0000)"),
    ("goals.0.title", "\ud800", "U+D800"),
    ("goals.0.goals.0.inherited", "ja", f"{GOAL}.inherited ska vara true eller false"),
    ("goals.0.goals.0.indicators.0.target", 75, f"{GOAL}.indicators[0].target ska vara text"),
    ("goals.0.goals.0.indicators.0.periodicity", DELETE, f"{GOAL}.indicators[0].periodicity saknas"),
    ("goals.0.goals.0.indicators.0.unit", "%", f"{GOAL}.indicators[0].unit finns inte"),
    (
        "goals.0.goals.0.indicators.0.target_history.0.from", "20260301",
        f"{GOAL}.indicators[0].target_history[0].from är ”20260301”",
    ),
    ("goals.0.goals.0.activities.0.end", "2025-10-31", "(2025-10-31) ligger före start (2025-11-01)"),
    ("goals.0.goals.0.activities.0.start", "2025-W01-1", "ska vara ett datum som 2025-03-31"),
    ("goals.0.goals.0.activities.0.start", None, f"{GOAL}.activities[0].start ska vara text"),
    ("warnings.0.line", "12", "warnings[0].line ska vara ett heltal"),
    ("dropped", "Sid 2", "dropped ska vara en lista"),
    (f"images.{DIGEST}.base64", "AAAA", "har ett annat innehåll än bildens namn"),
    (f"images.{DIGEST}.base64", "åäö", "är inte giltig base64"),
    (f"images.{DIGEST}.base64", "A A=", "är inte giltig base64"),
    (f"images.{DIGEST}.media_type", "text/html", "ska vara en bildtyp"),
    ("images.logo", {"media_type": "image/png", "base64": ""}, "ska heta som bildens SHA-256"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "message"), REFUSED)
def test_what_breaks_the_form_is_refused_with_its_place(path: str, value: object, message: str) -> None:
    with pytest.raises(DocumentError) as refused:
        PlanDocument.from_json(json.dumps(changed(path, value)))
    assert message.replace("” ,", "”,") in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "rad 1, tecken 1"),
        ("[]", "ska börja med ett objekt"),
        ('{"format": "verksamhetsplan/1", "year": ', "avklippt"),
        ('{"format": "verksamhetsplan/1", "year": NaN}', "NaN"),
        ('{"format": "verksamhetsplan/1", "year": -Infinity}', "-Infinity"),
        ('{"format": "verksamhetsplan/1", "year": 1, "year": 2}', "”year” står två gånger"),
        ('{"format": "verksamhetsplan/1", "year": ' + "9" * 5000 + "}", "för stort"),
        (b'{"format": "\xe5"}', "inte i UTF-8"),
        ("[" * 100_000, "nästlad djupare"),
        ('{"goals":' * 100_000, "nästlad djupare"),
        ('{"a":"' + '\\"' * 1_000_000, "går inte att läsa"),
    ],
)
def test_broken_or_hostile_json_is_refused_at_once(text: str | bytes, message: str) -> None:
    began = time.monotonic()
    with pytest.raises(DocumentError, match=message):
        PlanDocument.from_json(text)
    assert time.monotonic() - began < 2


def nested(levels: int) -> str:
    plan = example()
    inner: dict[str, Any] = {"heading": "", "body": ""}
    for _ in range(levels - 1):
        inner = {"heading": "", "body": "", "texts": [inner]}
    return json.dumps({**plan, "opening": [inner]})


def test_texts_may_be_nested_to_the_limit_and_no_further() -> None:
    assert PlanDocument.from_json(nested(DEEPEST)).opening
    with pytest.raises(DocumentError, match="nästlad djupare än 40"):
        PlanDocument.from_json(nested(DEEPEST + 1))


def test_brackets_inside_strings_are_no_nesting() -> None:
    plan = changed("goals.0.title", "[" * 500 + '\\"{')
    assert PlanDocument.from_json(json.dumps(plan)).goals[0].title.startswith("[[[")
