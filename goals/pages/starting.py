"""What the page that begins a plan tells: what is copied, what stands above, and what ends up elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goals.former_plan import FormerPlan, former_plan
from goals.models import State
from goals.new_year import Elsewhere, NewYear
from goals.pages.numbers import counted
from goals.year_copy import year_to_begin
from vp.org.access import Actor
from vp.org.models import Unit


@dataclass(frozen=True)
class Copied:
    """What a copy of the former plan comes to. `state` and `contents` are words in a sentence.

    `carried` are the titles of activities that are marked to go on; `activities` counts the others. `hidden`
    counts goals above that the former plan didn't show, and that the copy doesn't either.
    """

    year: int
    state: str
    contents: str
    activities: int
    carried: Sequence[str]
    ended: int
    targets: int
    hidden: int
    elsewhere: Sequence[Elsewhere]
    elsewhere_words: str


@dataclass(frozen=True)
class StartingPage:
    """`above` says how many goals each plan above has for the year; `copied` is None without one."""

    unit: Unit
    year: int
    above: str
    copied: Copied | None


def starting_page(actor: Actor, unit: Unit, year: int) -> StartingPage:
    former = former_plan(actor, unit, year)
    begun = year_to_begin(actor, unit, year, former)
    owners = Counter(
        [goal.owner for goal in begun.goals if goal.owner] + [goal.unit for goal in begun.hidden]
    )
    return StartingPage(
        unit=unit,
        year=year,
        above=_listed(f"{counted(number, 'mål', 'mål')} från {owner}" for owner, number in owners.items()),
        copied=_copied(former, begun, year) if former else None,
    )


def _copied(former: FormerPlan, begun: NewYear, year: int) -> Copied:
    chapters = sum(text.goal is None and text.parent is None for text in begun.texts)
    contents = [
        (len(begun.own_goals), "eget mål", "egna mål"),
        (sum(text.goal is not None for text in begun.texts), "text vid målen", "texter vid målen"),
        (chapters, "kapitel före och efter målen", "kapitel före och efter målen"),
        (len(begun.indicators), "indikator", "indikatorer"),
    ]
    return Copied(
        year=former.plan.year,
        state=_state_of(former),
        contents=_listed(counted(*each) for each in contents if each[0]) or "inget eget",
        activities=len(begun.activities) - len(begun.carried),
        carried=[row.title for _, row in begun.activities if row.key in begun.carried],
        ended=begun.ended,
        targets=len({row.name for _, row in begun.indicators if row.target}),
        hidden=len(begun.hidden),
        elsewhere=begun.elsewhere,
        elsewhere_words=_elsewhere(begun.elsewhere, year),
    )


def _state_of(former: FormerPlan) -> str:
    decision = former.document.decision
    if former.document.status != State.DECIDED:
        return "Utkastet som det står nu"
    day = f" {decision.date.isoformat()}" if decision and decision.date else ""
    return f"Planen som den fastställdes{day}"


def _elsewhere(rows: Sequence[Elsewhere], year: int) -> str:
    left = sum(row.now_under is None for row in rows)
    placed = len(rows) - left
    told = [f"får {placed} en annan plats"] if placed else []
    told += [f"följer {left} inte med"] if left else []
    words = _listed(told)
    return f"Alla mål ovanför finns inte {year}. Av planens mål och rader {words}."


def _listed(words: Iterable[str]) -> str:
    """`ett, två och tre`."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} och {last}" if first else last
