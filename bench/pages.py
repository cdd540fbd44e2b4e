"""Server time of the plan page for a big plan, against an empty page for the same person in the same run.

The plan is the 2025 one in ../shared/seeds where that is, else one made up with as many goals and rows.
Time is that of one request through all middleware, without the network: this process's own CPU time, and
by the clock, where the database's work is in it. The median of many, the two pages taken in turns.
"""

from __future__ import annotations

import gc
import statistics
import time
from pathlib import Path

from django.test import Client

from goals.document import (
    ActivityDocument,
    GoalDocument,
    IndicatorDocument,
    PlanDocument,
    TextDocument,
)
from goals.headings import ensure_headings
from goals.importing.parse import parse_plan
from goals.importing.reading import read_source
from goals.importing.save import save_plan
from tests.factories import UnitFactory, decided, member
from vp.org.access import OPERATOR
from vp.org.models import Role

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
ROUNDS = 60
AIM = 3.0
EMPTY = "/sok/"


def run() -> None:
    ensure_headings()
    found = seed()
    document = found or made_up()
    unit = UnitFactory(slug="stor-enhet")
    plan = save_plan(by=OPERATOR, document=document, unit=unit, year=document.year).plan
    client = Client()
    client.force_login(member(unit, Role.EDITOR))
    address = f"/planer/{plan.year}/{unit.slug}/"
    goals = list(document.walk_goals())
    rows = sum(len(goal.indicators) + len(goal.activities) for goal in goals)
    print(f"  {'planen i seeds' if found else 'en påhittad plan'}: {len(goals)} mål, {rows} tabellrader")
    report("utkast", client, address)
    decided(plan)
    report("fastställd", client, address)


def report(name: str, client: Client, address: str) -> None:
    gc.collect()
    gc.freeze()  # as vp.wsgi does
    pairs = [(spent(client, address), spent(client, EMPTY)) for _ in range(ROUNDS + 3)][3:]
    for clock, measure in enumerate(("processortid", "på klockan")):
        page = statistics.median(full[clock] for full, _ in pairs)
        base = statistics.median(empty[clock] for _, empty in pairs)
        print(
            f"  {name}, {measure}: {page:.1f} ms, tom sida {base:.1f} ms, "
            f"kvot {page / base:.2f} (mål: under {AIM:.0f})"
        )


def spent(client: Client, address: str) -> tuple[float, float]:
    """Milliseconds of CPU and of the clock for one answer, which must be a good one."""
    began, clock = time.process_time(), time.perf_counter()
    answer = client.get(address)
    processor, passed = time.process_time() - began, time.perf_counter() - clock
    assert answer.status_code == 200, answer.status_code
    return processor * 1000, passed * 1000


def seed() -> PlanDocument | None:
    found = sorted(SEEDS.glob("004_*.txt"))
    if not found:
        return None
    source = read_source(found[0].read_bytes(), name=found[0].name)
    return source if isinstance(source, PlanDocument) else parse_plan(source).document


def made_up() -> PlanDocument:
    """39 goals in four levels, 7 indicators, 26 activities, and texts of a real plan's length."""
    words = "<p>" + "Vi arbetar tillsammans med barn, föräldrar och skola. " * 12 + "</p>"
    headings = ("Förväntat resultat", "Arbetssätt", "Resursanvändning", "Uppföljning")
    texts = tuple(TextDocument(heading, words) for heading in headings)
    activities = tuple(ActivityDocument(f"Aktivitet {n}", responsible="Enhetschef") for n in range(2))
    row = (IndicatorDocument("Andel nöjda", "Tertial", "80 %", "85 %"),)
    units = [GoalDocument("unit", f"Enhetens mål {n}", texts=texts) for n in range(21)]
    committees = [
        GoalDocument(
            "committee",
            f"Nämndens mål {n}",
            texts=texts[:2],
            activities=activities * 2 if n < 6 else activities[:1],
            goals=tuple(units[n::8]),
            inherited=True,
        )
        for n in range(8)
    ]
    areas = [
        GoalDocument("area", f"Område {n}", indicators=row, goals=tuple(committees[n::7]), inherited=True)
        for n in range(7)
    ]
    top = [
        GoalDocument("direction", f"Inriktning {n}", goals=tuple(areas[n::3]), inherited=True)
        for n in range(3)
    ]
    chapters = tuple(TextDocument(f"Kapitel {n}", words * 3) for n in range(6))
    return PlanDocument(2025, "", opening=chapters, goals=tuple(top), closing=chapters)
