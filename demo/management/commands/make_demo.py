"""`manage.py make_demo`: a municipality to look around in, made once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.logins import LOGINS
from demo.making import is_made, make_municipality
from demo.organisation import MUNICIPALITY

_EVEN_THERE = "--even-in-production"


class Command(BaseCommand):
    help = "Lägg upp demokommunen, om den inte redan finns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            _EVEN_THERE,
            action="store_true",
            help="också i en driftsatt installation; vem som helst kan logga in med demons lösenord",
        )

    def handle(
        self, *args: Any, verbosity: int = 1, even_in_production: bool = False, **options: Any
    ) -> None:
        def tell(what: str) -> None:
            if verbosity:
                self.stdout.write(what)

        if settings.PRODUCTION and not even_in_production:
            raise CommandError(
                "Det här är en driftsatt installation, och demokommunens lösenord är känt av alla. "
                f"Är det ändå meningen? Kör om med {_EVEN_THERE}."
            )
        if is_made():
            tell(f"{MUNICIPALITY} finns redan.")
            return
        tell(f"Lägger upp {MUNICIPALITY} …")
        make_municipality(today=timezone.localdate(), tell=lambda what: tell(f"  {what}"))
        tell("Klart. Logga in som:")
        for role, email, password in LOGINS:
            tell(f"  {role:<15} {email:<36} {password}")
