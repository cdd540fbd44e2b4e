"""`manage.py import_plan FILE`: a plan from a file, seen or saved."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from goals.document import DocumentError, PlanDocument
from goals.importing.lines import SourceError
from goals.importing.parse import parse_plan
from goals.importing.reading import LARGEST, read_source

LEVELS = {"direction": "inriktningsmål", "area": "områdesmål", "committee": "nämndmål", "unit": "enhetsmål"}


class Command(BaseCommand):
    help = "Läs in en verksamhetsplan från .txt, .pdf, .docx eller vår egen JSON eller PDF."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="filen; - läser från standard in")
        parser.add_argument("--unit", default="", metavar="NAME", help="enhetens namn")
        parser.add_argument("--year", type=int, metavar="N", help="planens år")
        parser.add_argument(
            "--within", default="", metavar='"Kommun / Nämnd / Avdelning"', help="var enheten hör hemma"
        )
        parser.add_argument("--dry-run", action="store_true", help="läs och visa, men spara inget")
        parser.add_argument("--json", action="store_true", help="skriv dokumentet som JSON på standard ut")
        parser.add_argument("--replace", action="store_true", help="ersätt enhetens plan för året")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = _read(options)
        except (SourceError, DocumentError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(document.to_json(), ending="")
        report = self.stderr if options["json"] else self.stdout
        report.write(summary(document), self.style.NOTICE if options["json"] else None)
        if options["json"] and not document.unit:
            report.write("Inget sparades: enhetens namn står inte i filen. Ange det med --unit.")
        elif not options["dry_run"]:
            report.write(_save(document, replacing=options["replace"]))


def _read(options: dict[str, Any]) -> PlanDocument:
    from goals.importing.units import parse_within

    unit, within, year = options["unit"].strip(), parse_within(options["within"]), options["year"]
    path: Path = options["file"]
    found = read_source(_bytes(path), name=path.name)
    if isinstance(found, PlanDocument):
        return replace(found, unit=unit or found.unit, within=within or found.within, year=year or found.year)
    return parse_plan(found, unit=unit, within=within, year=year).document


def _bytes(path: Path) -> bytes:
    """The file, but never more of it than one byte past what is read at all."""
    if str(path) == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise SourceError(f"Det finns ingen fil {path}. Kontrollera namnet.") from None
    except OSError as error:
        raise SourceError(f"Filen {path} går inte att öppna: {error.strerror}.") from error


def summary(document: PlanDocument) -> str:
    """What was found, and what a person should look at, in Swedish."""
    goals = list(document.walk_goals())
    levels = Counter(goal.level for goal in goals)
    counts = [f"{levels[level]} {name}" for level, name in LEVELS.items()]
    counts.append(f"{sum(len(goal.indicators) for goal in goals)} indikatorer")
    counts.append(f"{sum(len(goal.activities) for goal in goals)} aktiviteter")
    lines = [f"{document.unit or 'Okänd enhet'}, {document.year}: {', '.join(counts)}."]
    if document.dropped:
        lines.append(
            f"Utelämnat (sidhuvuden, sidnummer, upprepade tabellhuvuden): {len(document.dropped)} rader."
        )
    lines += [f"  rad {each.line}: {each.message}" for each in document.warnings]
    return "\n".join(lines)


def _save(document: PlanDocument, *, replacing: bool) -> str:
    from goals.importing.save import save_plan
    from goals.importing.units import place_unit
    from vp.org.access import OPERATOR

    try:
        with transaction.atomic():
            unit = place_unit(by=OPERATOR, name=document.unit, within=document.within)
            saved = save_plan(by=OPERATOR, document=document, unit=unit, replace=replacing)
    except ValidationError as refusal:
        hint = " (på kommandoraden: --replace)" if "ersätta" in refusal.messages[0] else ""
        raise CommandError(" ".join(refusal.messages) + hint) from refusal
    except DatabaseError as error:
        raise CommandError(
            f"Inget sparades: databasen svarade inte som väntat ({type(error).__name__}). "
            "Är den förberedd? Kör: python manage.py migrate"
        ) from error
    return (
        f"{'Ersatt' if saved.replaced else 'Sparad'} som utkast: /planer/{saved.plan.year}/{unit.slug}/\n"
        f"Mål ovanför: {saved.following} följer planen ovanför, {len(saved.differing)} är kopplade men "
        f"har egna ord, {len(saved.unlinked)} är inte kopplade."
    )
