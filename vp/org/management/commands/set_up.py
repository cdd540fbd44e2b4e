"""The first steps of an installation: a municipality and whoever administrates it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from vp.org.access import OPERATOR
from vp.org.actions.mail import password_link
from vp.org.actions.people import invite_person
from vp.org.actions.units import create_unit
from vp.org.models import Kind, Role, Unit


class Command(BaseCommand):
    help = "Lägger upp en kommun och dess första administratör, som får en länk för att välja lösenord."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("municipality", metavar="KOMMUN", help="till exempel ”Älvhamra kommun”")
        parser.add_argument("--administrator", metavar="E-POST", required=True)
        parser.add_argument("--name", metavar="NAMN", required=True, help="administratörens namn")
        parser.add_argument(
            "--site", metavar="ADRESS", required=True, help="webbplatsens adress: https://plan.kommunen.se/"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        site = options["site"].rstrip("/") + "/"
        if not site.startswith(("https://", "http://")):
            raise CommandError("--site ska börja med https:// (eller http:// vid ett prov).")
        try:
            with transaction.atomic():
                unit = self._municipality(options["municipality"])
                held = invite_person(
                    by=OPERATOR,
                    email=options["administrator"],
                    name=options["name"],
                    unit=unit,
                    role=Role.ADMINISTRATOR,
                    site=site,
                )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"{unit.name} finns, och {held.user.name} är administratör.")
        if not held.user.has_usable_password():
            self.stdout.write(
                f"Länken för att välja lösenord (också skickad med mejl): {password_link(held.user, site)}"
            )

    def _municipality(self, name: str) -> Unit:
        found = Unit.objects.filter(parent=None, name=" ".join(name.split())).first()
        return found or create_unit(by=OPERATOR, parent=None, name=name, kind=Kind.COUNCIL)
