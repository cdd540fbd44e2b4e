"""`manage.py make_municipality`: a made-up municipality of any size, to measure and to load with."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.generated.making import is_made, logins, make_municipality
from demo.generated.progress import Progress
from demo.generated.scope import Scope
from demo.organisation import password

_EVEN_THERE = "--even-in-production"


class Command(BaseCommand):
    help = "Lägg upp en påhittad kommun med så många nämnder, enheter och år som du vill ha."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--committees", type=_from_to(1, 100), default=2, help="nämnder (2)")
        parser.add_argument("--units", type=_from_to(1, 10_000), default=20, help="enheter i allt (20)")
        parser.add_argument(
            "--years",
            type=_from_to(1, 10),
            default=2,
            help="planer för så många år: i år, sedan nästa års utkast, sedan åren bakåt (2)",
        )
        parser.add_argument("--name", default="Storhamra kommun", help="kommunens namn (Storhamra kommun)")
        parser.add_argument(
            "--on", type=_day, default=None, metavar="DATUM", help="som det ser ut den dagen (i dag)"
        )
        parser.add_argument(
            _EVEN_THERE,
            action="store_true",
            help="också i en driftsatt installation; vem som helst kan logga in med demons lösenord",
        )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        name = " ".join(options["name"].split())
        self._check(name, even_in_production=options["even_in_production"])
        scope = Scope(
            name=name,
            committees=options["committees"],
            units=options["units"],
            years=options["years"],
            today=options["on"] or timezone.localdate(),
        )
        progress = Progress(self.stdout, scope.steps)
        try:
            make_municipality(scope, progress if verbosity else lambda steps, what: None)
        except KeyboardInterrupt as stopped:
            raise CommandError(
                f"Avbrutet. De nämnder i {name} som hann bli klara finns kvar, hela. "
                "Börja om under ett annat namn med --name."
            ) from stopped
        finally:
            progress.end()
        if verbosity:
            self.stdout.write(f"{name} är klar. Logga in med {password()} som:")
            for role, email in logins(name):
                self.stdout.write(f"  {role:<15} {email}")

    def _check(self, name: str, *, even_in_production: bool) -> None:
        if settings.PRODUCTION and not even_in_production:
            raise CommandError(
                "Det här är en driftsatt installation, och lösenordet är känt av alla. "
                f"Är det ändå meningen? Kör om med {_EVEN_THERE}."
            )
        if not name or len(name) > 200:
            raise CommandError("Ge kommunen ett namn på högst 200 tecken.")
        if is_made(name):
            raise CommandError(f"{name} finns redan. Välj ett annat namn med --name.")


def _from_to(least: int, most: int) -> Callable[[str], int]:
    def number(words: str) -> int:
        if words.isdecimal() and least <= int(words) <= most:
            return int(words)
        raise ArgumentTypeError(f"ska vara ett heltal från {least} till {most}")

    return number


def _day(words: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(words)
    except ValueError:
        raise ArgumentTypeError("ska vara ett datum som 2026-03-31") from None
    if day > timezone.localdate():
        raise ArgumentTypeError("ska inte ligga framåt i tiden")
    return day
