"""`manage.py export_plan UNIT YEAR --format pdf|json|html --output FILE`: a plan out, at the prompt."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goals.models import Plan
from goals.printed_plan import printable_plan, standalone_html, whole_document
from vp.org.models import Unit

FORMATS = ("pdf", "json", "html")


class Command(BaseCommand):
    help = "Skriv ut en verksamhetsplan som PDF, JSON eller HTML."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", metavar="UNIT", help="enhetens namn eller adressnamn (slug)")
        parser.add_argument("year", metavar="YEAR", type=int, help="planens år")
        parser.add_argument("--format", choices=FORMATS, help="annars efter filens namn, i sista hand pdf")
        parser.add_argument(
            "--output", required=True, metavar="FILE", help="filen som skrivs; - är standard ut"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        plan = _plan(_unit(options["unit"]), options["year"])
        content = _content(plan, options["format"] or _format_of(options["output"]))
        if options["output"] == "-":
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        _write(Path(options["output"]), content)
        self.stderr.write(
            f"{plan.unit}, {plan.year}: {options['output']} ({len(content):_} byte)".replace("_", " ")
        )


def _unit(name: str) -> Unit:
    """The unit by its slug or its name; CommandError where none or more than one is meant."""
    found = list(Unit.objects.filter(slug=name)) or list(Unit.objects.filter(name__iexact=name.strip()))
    if not found:
        raise CommandError(f"Det finns ingen enhet som heter ”{name}”.")
    if len(found) > 1:
        choices = "\n".join(f"  {unit.slug}  ({' / '.join(_above(unit))})" for unit in found)
        raise CommandError(f"Flera enheter heter ”{name}”. Ange adressnamnet för en av dem:\n{choices}")
    return found[0]


def _above(unit: Unit) -> list[str]:
    return [each.name for each in Unit.objects.above(unit)]


def _plan(unit: Unit, year: int) -> Plan:
    plan = Plan.objects.filter(unit=unit, year=year).select_related("unit").first()
    if plan is None:
        years = ", ".join(str(each) for each in unit.plans.order_by("year").values_list("year", flat=True))
        raise CommandError(f"{unit} har ingen plan för {year}. Planer finns för: {years or 'inget år'}.")
    return plan


def _format_of(output: str) -> str:
    suffix = Path(output).suffix.removeprefix(".").lower()
    return suffix if suffix in FORMATS else "pdf"


def _content(plan: Plan, kind: str) -> bytes:
    if kind == "json":
        return whole_document(plan).to_json().encode()
    if kind == "html":
        return standalone_html(plan).encode()
    from vp.printing import pdf

    printable = printable_plan(plan)
    return pdf.render(
        printable.html, description=printable.description, source=printable.source, images=printable.images
    )


def _write(path: Path, content: bytes) -> None:
    """All or nothing: a half-written file is never left behind."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".export-", delete=False) as file:
            file.write(content)
        written = Path(file.name)
        written.chmod(0o644)
        written.replace(path)
    except OSError as error:
        raise CommandError(f"{path} går inte att skriva: {error.strerror}.") from error
