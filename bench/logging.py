"""Server time of the logging table with sixty indicators, against an empty page for the same person.

Each indicator has seven earlier values and targets at two levels; every fourth is a share with women and
men, so that the table has some 400 fields. Time is measured as in `bench.pages`.
"""

from __future__ import annotations

from django.db import connection
from django.test import Client

from bench.pages import report
from indicators.calendar import periods_of_year
from indicators.kinds import Aggregation, Direction
from indicators.models import Indicator, Measurement, Target
from tests.factories import GoalFactory, GoalIndicatorFactory, IndicatorFactory, PlanFactory, member
from tests.logging_table import ADDRESS, YEAR, follow_up_of, unit_of
from vp.org.models import Role, Unit

ROWS = 60


def run() -> None:
    unit = unit_of()
    plan = PlanFactory(unit=unit, year=YEAR)
    goals = [GoalFactory(plan=plan, title=f"Mål {n}") for n in range(10)]
    for n in range(ROWS):
        indicator = IndicatorFactory(
            is_share=n % 4 == 0,
            by_gender=n % 4 == 0,
            direction=Direction.HIGHER,
            aggregation=Aggregation.WEIGHTED if n % 4 == 0 else Aggregation.SUM,
        )
        GoalIndicatorFactory(goal=goals[n % 10], indicator=indicator)
        measured(unit, indicator)
    follow_up_of(unit)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database that has run for a while has done by itself
    client = Client()
    client.force_login(member(unit, Role.STAFF))
    print(f"  {ROWS} indikatorer, sju perioder var")
    report("ifylld", client, ADDRESS)
    Measurement.objects.filter(period=periods_of_year(YEAR)["T2"]).delete()
    report("att fylla i", client, ADDRESS)


def measured(unit: Unit, indicator: Indicator) -> None:
    """Its targets and the values of seven periods, the present one among them."""
    assert unit.parent is not None
    for owner, words in ((unit, "85"), (unit.parent, "80")):
        Target.objects.create(indicator=indicator, unit=owner, year=YEAR, words=words)
    years = {2025: ("T1", "T2", "VB"), 2026: ("T1", "T2", "VB"), 2027: ("T1", "T2")}
    Measurement.objects.bulk_create(
        Measurement(indicator=indicator, unit=unit, period=periods_of_year(year)[code], total=70 + year % 10)
        for year, codes in years.items()
        for code in codes
    )
