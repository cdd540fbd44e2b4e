"""`manage.py export_plan`, as its user runs it."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from goals.actions.moves import decide_plan, mark_ready
from goals.document import PlanDocument
from goals.importing.save import save_plan
from goals.models import Goal, Plan
from tests.factories import CommitteeFactory, UnitFactory
from tests.printing.walker import Walk
from tests.rich import rich_document
from vp.org.access import OPERATOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return save_plan(
        by=OPERATOR, document=rich_document(), unit=UnitFactory(name="Granen", slug="granen")
    ).plan


def exported(tmp_path: Path, *arguments: str, name: str = "ut") -> bytes:
    call_command("export_plan", *arguments, "--output", str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    return (tmp_path / name).read_bytes()


@pytest.mark.parametrize("unit", ["Granen", "granen", "GRANEN"])
def test_json_by_name_and_by_slug(plan: Plan, tmp_path: Path, unit: str) -> None:
    document = PlanDocument.from_json(exported(tmp_path, unit, "2027", "--format", "json"))
    assert document.unit == "Granen"
    assert document.goals[0].title == rich_document().goals[0].title


def test_the_file_name_says_the_format(plan: Plan, tmp_path: Path) -> None:
    assert json.loads(exported(tmp_path, "granen", "2027", name="plan.json"))["year"] == 2027


def test_pdf(plan: Plan, tmp_path: Path) -> None:
    assert Walk(exported(tmp_path, "granen", "2027", "--format", "pdf")).findings == []


def test_html(plan: Plan, tmp_path: Path) -> None:
    html = exported(tmp_path, "granen", "2027", "--format", "html").decode()
    assert "Barnen i Granen prövar" in html
    assert "<link" not in html
    assert "@page" in html


def test_a_decided_plan_is_its_frozen_version(plan: Plan, tmp_path: Path) -> None:
    mark_ready(by=OPERATOR, plan=plan)
    decide_plan(by=OPERATOR, plan=plan, decided_on=datetime.date(2026, 12, 1), decided_by="Nämnden")
    document = PlanDocument.from_json(exported(tmp_path, "granen", "2027", "--format", "json"))
    assert document.status == "decided"
    assert document.decision is not None
    assert document.decision.by == "Nämnden"


def test_what_cant_be_found_is_told(plan: Plan, tmp_path: Path) -> None:
    out = str(tmp_path / "ut.json")
    with pytest.raises(CommandError, match="ingen enhet som heter ”Björken”"):
        call_command("export_plan", "Björken", "2027", "--output", out)
    with pytest.raises(CommandError, match="ingen plan för 2031"):
        call_command("export_plan", "Granen", "2031", "--output", out)
    UnitFactory(name="Granen", slug="granen-2", parent=CommitteeFactory(name="Kulturnämnden"))
    with pytest.raises(CommandError, match=r"(?s)Flera enheter heter ”Granen”.*granen-2 .*Kulturnämnden"):
        call_command("export_plan", "Granen", "2027", "--output", out)
    with pytest.raises(CommandError, match="går inte att skriva"):
        call_command("export_plan", "granen", "2027", "--output", str(tmp_path / "saknas" / "ut.json"))
    assert not list(tmp_path.iterdir())
    assert Goal.objects.exists()


def test_standard_out(plan: Plan, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    call_command("export_plan", "granen", "2027", "--format", "json", "--output", "-")
    assert json.loads(capfdbinary.readouterr().out)["year"] == 2027


def test_the_renderer_isnt_loaded_for_json() -> None:
    """WeasyPrint takes half a second to import; whoever wants JSON doesn't wait for it."""
    command = "goals.management.commands.export_plan"
    code = f"import sys, django; django.setup(); import {command}; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
