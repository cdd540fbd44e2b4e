"""Pages that list many units, with 6 units and with 600: what grows with the municipality, and what doesn't.

The municipalities are generated ones of three years, one after the other in the same database; making them
is timed too. Time is that of one request through all middleware, by the clock and as this process's own CPU,
the median of many, in turns with an empty page for the same person. The ratio is between the two sizes, each
first divided by its empty page. `python -m bench municipality`
"""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bench.pages import EMPTY, spent
from demo.generated.making import make_municipality
from demo.generated.scope import Scope
from followup.models import FollowUp
from goals.models import Goal
from goals.season import planning_year
from indicators.models import Indicator
from vp.org.models import Kind, Membership, Role, Unit, User

SIZES = {6: 1, 600: 10}
"""Units, and how many committees they have."""
YEARS = 3
ROUNDS = 15


def run() -> None:
    measured: dict[str, dict[int, Measured]] = {}
    for units, committees in SIZES.items():
        name = f"Mätby {units}"
        make(Scope(name, committees, units, YEARS, timezone.localdate()))
        for page, found in measure(name).items():
            measured.setdefault(page, {})[units] = found
    for page, by_units in measured.items():
        report(page, by_units)


def make(scope: Scope) -> None:
    began = time.monotonic()
    make_municipality(scope, lambda steps, what: None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself after a while
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = time.monotonic() - began
    print(f"  {scope.units} enheter, {scope.years} år: gjort på {took:.0f} s, högst {peak:.0f} MB minne")


@dataclass(frozen=True)
class Measured:
    """Milliseconds by the clock and of CPU, an empty page's by the clock, and the number of queries."""

    clock: float
    processor: float
    empty: float
    queries: int

    @property
    def times_empty(self) -> float:
        return self.clock / self.empty


def measure(name: str) -> dict[str, Measured]:
    council = Unit.objects.get(parent=None, name=name)
    unit = Unit.objects.filter(path__0=council.pk, kind=Kind.UNIT).order_by("pk")[0]
    people = {"controllern": person(council, Role.CONTROLLER), "chefen": person(unit, Role.MANAGER)}
    clients = {who: Client() for who in people}
    for who, client in clients.items():
        client.force_login(people[who])
    gc.collect()
    gc.freeze()  # as vp.wsgi does
    return {
        f"{page}, {who}": of_page(client, address)
        for page, address in addresses(unit).items()
        for who, client in clients.items()
    }


def person(unit: Unit, role: Role) -> User:
    user: User = Membership.objects.filter(unit=unit, role=role).select_related("user")[0].user
    return user


def addresses(unit: Unit) -> dict[str, str]:
    """The pages by name; those that aren't there are left out."""
    year = planning_year(timezone.localdate())
    this = timezone.localdate().year
    newest = FollowUp.objects.filter(unit=unit).select_related("round").order_by("pk").last()
    wanted: dict[str, tuple[str, list[Any], str]] = {
        "startsidan": ("goals:start", [], ""),
        "planlistan": ("goals:plans", [], f"?ar={this}"),
        "enheterna": ("goals:units", [], ""),
        "sökning på ett vanligt ord": ("goals:search", [], "?q=rutin"),
        "sökning på ett ovanligt ord": ("goals:search", [], "?q=skärgården"),
        "fastställd plan": ("goals:plan", [this, unit.slug], ""),
        "utkast": ("goals:plan", [year, unit.slug], ""),
        "matrisen": ("followup:matrix", [this], ""),
    }
    if indicator := _shared_indicator(unit):
        wanted["indikatorlistan"] = ("followup:indicators", [], "")
        wanted["indikator, nämndens eller enhetens"] = ("followup:indicator", [indicator.key], "")
        council = Unit.objects.get(pk=unit.path[0])
        wanted["indikator, kommunens"] = ("followup:indicator", [indicator.key], f"?enhet={council.slug}")
        top = Goal.objects.filter(plan__unit=council, plan__year=this, inherited=False).order_by("pk")[0]
        wanted["mål från kommunen ned"] = ("followup:goal", [this, council.slug, top.key], "")
    if newest:
        at = [newest.round.year, newest.round.code, unit.slug]
        wanted |= {"uppföljning": ("followup:followup", at, ""), "värden": ("followup:values", at, "")}
    return {page: address for page, asked in wanted.items() if (address := _address(*asked))}


def _shared_indicator(unit: Unit) -> Indicator | None:
    """The one that most units share."""
    shared = Indicator.objects.filter(owner=unit.path[0]).annotate(used=Count("rows"))
    return shared.order_by("-used", "pk").first()


def _address(name: str, values: list[Any], query: str) -> str | None:
    try:
        return reverse(name, args=values) + query
    except NoReverseMatch:
        return None


def of_page(client: Client, address: str) -> Measured:
    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    spent(client, address)  # what is read once per process is read now
    with connection.execute_wrapper(count):
        spent(client, address)
    pairs = [(spent(client, address), spent(client, EMPTY)) for _ in range(ROUNDS)]
    return Measured(
        clock=statistics.median(page[1] for page, _ in pairs),
        processor=statistics.median(page[0] for page, _ in pairs),
        empty=statistics.median(empty[1] for _, empty in pairs),
        queries=len(asked),
    )


def report(page: str, by_units: Mapping[int, Measured]) -> None:
    few, many = (by_units[units] for units in SIZES)
    told = "; ".join(
        f"{units} enheter {found.clock:.0f} ms "
        f"(processorn {found.processor:.0f}, tom sida {found.empty:.0f}), {found.queries} frågor"
        for units, found in by_units.items()
    )
    print(f"  {page}: {told}; kvot {many.times_empty / few.times_empty:.1f}")
