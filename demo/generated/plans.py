"""What the plans say: the council's, the committees' and the units', each under the one above."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence

from demo.generated.library import Measured, target_of
from demo.generated.rows import PlanRows
from demo.generated.scope import Scope
from demo.generated.vocabulary import Theme, Writer, vocabulary
from goals.models import Goal, Level, Place, Plan
from vp.org.models import Unit

_OPENING = {
    "Enhetens uppdrag": ("chapters", "uppdrag", (5, 5)),
    "Organisation och bemanning": ("chapters", "organisation", (4, 4)),
    "Samarbete": ("at_goals", "arbetssatt", (5, 5)),
}
_CLOSING = {
    "Uppföljning av ekonomi": ("ekonomi", (4, 4)),
    "Resursanvändning": ("resurser", (4, 3)),
    "Systematiskt kvalitetsarbete": ("kvalitet", (4, 4)),
    "Övrigt": ("ovrigt", (3, 3)),
}
_RESPONSIBLE = ("Enhetschef", "Gruppledare", "Samordnare", "Arbetsgruppen")
_CHANGED, _KEPT = 0.35, 0.85
"""The chance that a text is written anew for a year, and that a goal is there a year."""


class PlanAuthor:
    """Writes the plans of one year into `rows`."""

    def __init__(self, scope: Scope, rows: PlanRows) -> None:
        self.scope = scope
        self.rows = rows
        self.year = rows.year

    def council(self, unit: Unit, library: Sequence[Measured]) -> list[Goal]:
        """The area goals."""
        plan = self._plan(unit)
        areas = []
        for at, direction in enumerate(vocabulary()["council"], start=1):
            top = self.rows.goal(plan, None, Level.DIRECTION, direction["title"], f"{at}.")
            areas += [
                self.rows.goal(plan, top, Level.AREA, title, f"{at}.{number}")
                for number, title in enumerate(direction["areas"], start=1)
            ]
        for at, measured in enumerate(library):
            self._indicator(areas[at % len(areas)], measured)
        return areas

    def committee(
        self, unit: Unit, theme: Theme, areas: Sequence[Goal], library: Sequence[Measured]
    ) -> list[Goal]:
        """The committee's own goals; its plan has every indicator that its units may have."""
        plan = self._plan(unit)
        self._chapters(plan, theme)
        goals = []
        for at, title in enumerate(theme.committee_goals):
            goal = self.rows.goal(plan, self.rows.show(plan, areas[at % len(areas)]), Level.COMMITTEE, title)
            writer = self._writer(plan, theme, title)
            beskrivning = writer.paragraphs("at_goals", "arbetssatt", 6, 5, 5, 4)
            self.rows.text(plan, "Beskrivning", beskrivning, place=Place.GOAL, goal=goal)
            self._result(plan, goal, writer)
            self._activities(goal, theme, writer.chance, 2)
            goals.append(goal)
        for at, measured in enumerate(library):
            self._indicator(goals[at % len(goals)], measured)
        return goals

    def unit(
        self, unit: Unit, theme: Theme, goals_above: Sequence[Goal], library: Sequence[Measured]
    ) -> None:
        """Two to six goals under the committee's, and five to twelve indicators at those and at its own."""
        plan = self._plan(unit)
        self._chapters(plan, theme)
        chance = self.scope.chance("goals", unit.key)
        titles = chance.sample(theme.unit_goals, k=chance.randint(2, 6))
        above = {title: chance.choice(goals_above) for title in titles}
        measured = chance.sample(library, k=chance.randint(5, min(12, len(library))))
        this_year = self.scope.chance("goals", unit.key, self.year)
        kept = [title for title in titles if this_year.random() < _KEPT]
        shown = list(dict.fromkeys(kept + titles))[: max(2, len(kept))]
        shown.sort(key=lambda title: goals_above.index(above[title]))
        own = [self._own_goal(plan, theme, title, above[title]) for title in shown]
        for at, each in enumerate(measured):
            goal = own[at % len(own)]
            self._indicator(goal if at % 2 or goal.parent is None else goal.parent, each)

    def _own_goal(self, plan: Plan, theme: Theme, title: str, above: Goal) -> Goal:
        goal = self.rows.goal(plan, self.rows.show(plan, above), Level.UNIT, title)
        writer = self._writer(plan, theme, title)
        self._result(plan, goal, writer)
        texts = {
            "Arbetssätt": writer.paragraphs("at_goals", "arbetssatt", 6, 5, 5, 4),
            "Resursanvändning": writer.paragraphs("chapters", "resurser", 4, 3),
            "Uppföljning": writer.paragraphs("at_goals", "uppfoljning", 6),
        }
        if writer.chance.random() < 0.5:
            texts["Utveckling"] = writer.paragraphs("at_goals", "utveckling", 4)
        for heading, body in texts.items():
            self.rows.text(plan, heading, body, place=Place.GOAL, goal=goal)
        self._activities(goal, theme, writer.chance, writer.chance.randint(1, 3))
        return goal

    def _plan(self, unit: Unit) -> Plan:
        chance = self.scope.chance("plan", unit.key, self.year)
        return self.rows.plan(unit, f"Dnr {self.year - 1}/{chance.randint(100, 999)}")

    def _writer(self, plan: Plan, theme: Theme, about: str) -> Writer:
        """Writes what was written the year before, unless it is written anew this year."""
        unit = plan.unit
        is_new = self.scope.chance("new", unit.key, about, self.year).random() < _CHANGED
        chance = self.scope.chance("words", unit.key, about, self.year if is_new else "")
        return Writer(chance, theme, unit.name, self.year)

    def _chapters(self, plan: Plan, theme: Theme) -> None:
        writer = self._writer(plan, theme, "opening")
        begun = self.rows.text(
            plan, "Inledning", writer.paragraphs("chapters", "inledning", 4), place=Place.OPENING
        )
        for title, (section, kind, lengths) in _OPENING.items():
            body = writer.paragraphs(section, kind, *lengths)
            self.rows.text(plan, title, body, place=Place.OPENING, parent=begun)
        for title, (kind, lengths) in _CLOSING.items():
            body = self._writer(plan, theme, title).paragraphs("chapters", kind, *lengths)
            self.rows.text(plan, title, body, place=Place.CLOSING)

    def _result(self, plan: Plan, goal: Goal, writer: Writer) -> None:
        body = writer.items("at_goals", "resultat", 5) + writer.paragraphs("at_goals", "resultat", 5)
        self.rows.text(plan, "Förväntat resultat", body, place=Place.GOAL, goal=goal)

    def _activities(self, goal: Goal, theme: Theme, chance: random.Random, count: int) -> None:
        for title in chance.sample(theme.activities, k=count):
            starts_on = datetime.date(self.year, chance.randint(1, 8), chance.randint(1, 28))
            ends_on = starts_on + datetime.timedelta(days=chance.randint(30, 180))
            self.rows.activity(goal, title, starts_on, ends_on, chance.choice(_RESPONSIBLE))

    def _indicator(self, goal: Goal, measured: Measured) -> None:
        unit = goal.plan.unit
        chance = self.scope.chance("target", unit.key, measured.words.name, self.year)
        self.rows.indicator(goal, target_of(measured, unit, self.year, chance))
