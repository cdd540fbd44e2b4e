"""The command at the prompt, as its user runs it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from goals.document import PlanDocument
from goals.loading import load_plan
from goals.models import Plan
from tests.factories import CommitteeFactory, CouncilFactory, UnitFactory
from tests.rich import rich_document
from vp.org.models import Kind, Unit

ROOT = Path(settings.BASE_DIR)
SCHEMA = json.loads((ROOT / "docs" / "plan.schema.json").read_text())
TEXT = """Inledning

Granen är en förskola i skogsbrynet med fyra avdelningar.

KF:s inriktningsmål: 1. En kommun att växa i

KF:s mål för verksamhetsområdet: 1.2 Barnen får en bra start

Indikator Årsmål KF:s årsmål Periodicitet

Andel nöjda vårdnadshavare 85 % 90 % År

Nämndmål: Alla barn lär och leker i trygghet

Enhetsmål: Barnen i Granen prövar något nytt

Förväntat resultat

- Fler lekar ute
- Färre köer

Aktivitet Startdatum Slutdatum

Skogsveckan 2027-03-01 2027-03-05

Övrigt

Budget 2027 beslutas i december.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*words: object, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_plan", *map(str, words), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_dry_run_needs_no_database_and_prints_json_valid_against_the_schema(file: Path) -> None:
    out, err = run(file, "--dry-run", "--json")
    document = json.loads(out)
    jsonschema.validate(document, SCHEMA)
    assert document["year"] == 2027
    assert "1 enhetsmål, 1 indikatorer, 1 aktiviteter" in err
    assert "ange enhetens namn" in err


def test_dry_run_in_a_process_with_no_database_to_reach(file: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "VP_MODE": "demo"}
    command = [sys.executable, "manage.py", "import_plan", str(file), "--dry-run"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "1 nämndmål" in done.stdout


def test_a_file_that_is_no_plan_ends_with_one_clear_error_and_a_non_zero_exit(tmp_path: Path) -> None:
    path = tmp_path / "tom.txt"
    path.write_bytes(b"")
    command = [sys.executable, "manage.py", "import_plan", str(path), "--dry-run"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "tom" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
class TestSaving:
    def test_the_units_are_made_where_they_are_missing(self, file: Path) -> None:
        out, _err = run(
            file, unit="Förskolan Granen", within="Granskogs kommun / Barnnämnden / Avdelning Norr"
        )
        unit = Unit.objects.get(name="Förskolan Granen")
        above = Unit.objects.above(unit)
        assert [(each.name, each.kind) for each in above] == [
            ("Granskogs kommun", Kind.COUNCIL),
            ("Barnnämnden", Kind.COMMITTEE),
            ("Avdelning Norr", Kind.DEPARTMENT),
        ]
        assert "/planer/2027/forskolan-granen/" in out

    def test_a_unit_that_is_there_is_found_by_its_name(self, file: Path) -> None:
        unit = UnitFactory(name="Förskolan Granen", parent=CommitteeFactory(name="Barnnämnden"))
        run(file, unit="förskolan granen", year=2028)
        assert Plan.objects.get().unit == unit
        assert Plan.objects.get().year == 2028

    def test_two_units_of_one_name_are_asked_about(self, file: Path) -> None:
        UnitFactory(name="Granen")
        UnitFactory(name="Granen")
        with pytest.raises(CommandError, match="--within"):
            run(file, unit="Granen")
        assert not Plan.objects.exists()

    def test_without_a_name_nothing_is_saved(self, file: Path) -> None:
        CouncilFactory()
        with pytest.raises(CommandError, match="--unit"):
            run(file)
        assert not Plan.objects.exists()

    def test_json_alone_is_printed_and_saves_nothing_without_a_unit(self, file: Path) -> None:
        out, err = run(file, "--json")
        assert json.loads(out)["unit"] == {"name": ""}
        assert "Inget sparades" in err
        assert not Plan.objects.exists()

    def test_a_plan_that_is_there_is_replaced_only_when_asked(self, file: Path) -> None:
        run(file, unit="Granen", within="K / N")
        with pytest.raises(CommandError, match="--replace"):
            run(file, unit="Granen", within="K / N")
        out, _err = run(file, unit="Granen", within="K / N", replace=True)
        assert "Ersatt" in out

    def test_json_in_and_out_is_identical(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.json"
        path.write_text(rich_document().to_json(), encoding="utf-8")
        out, _err = run(path, "--json")
        assert PlanDocument.from_json(out) == rich_document()
        assert load_plan(Plan.objects.get()).to_json() == rich_document().to_json()

    def test_a_refused_save_leaves_no_units_behind(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.json"
        path.write_text(rich_document().to_json().replace("BN 2026/17", "x" * 300), encoding="utf-8")
        with pytest.raises(CommandError, match="Diarienumret"):
            run(path)
        assert not Unit.objects.exists()
