"""The municipality is made: the council in one transaction, then each committee with all its years in one.

Whoever stops it keeps whole committees. Where one row is one piece of work of somebody's, rows are written
in sets; a plan is marked ready and decided, and a round opened and closed, by the actions, so that what is
frozen is read from the rows by the same reader as always.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from django.db import transaction

from demo.generated.course import is_ready
from demo.generated.follow_ups import make_rounds
from demo.generated.library import Measured, make_library
from demo.generated.organisation import Organisation
from demo.generated.plans import PlanAuthor
from demo.generated.rows import PlanRows
from demo.generated.scope import Scope
from demo.generated.values import make_values
from demo.generated.vocabulary import Theme, committee, council_indicators
from goals.actions.moves import decide_plan, mark_ready
from goals.models import Goal, Plan
from vp.org.access import OPERATOR
from vp.org.models import Kind, Membership, Role, Unit

Advance = Callable[[int, str], None]
"""Told after each piece of work: how many steps of `Scope.steps` it was, and what it was."""
_COUNCIL_ROLES = (Role.ADMINISTRATOR, Role.CONTROLLER, Role.READER)


def is_made(name: str) -> bool:
    return Unit.objects.filter(parent=None, name=name).exists()


def make_municipality(scope: Scope, advance: Advance) -> None:
    """Make it all. Nothing of the name may be there before, see `is_made`."""
    making = _Making(scope, advance)
    making.make_council()
    for number in range(scope.committees):
        making.make_committee(number)


class _Making:
    def __init__(self, scope: Scope, advance: Advance) -> None:
        self.scope = scope
        self.advance = advance
        self.organisation = Organisation(scope)

    @transaction.atomic
    def make_council(self) -> None:
        """The municipality, those who run it, and its plans of all years with the goals of the top levels."""
        self.council = self.organisation.make_council()
        self.organisation.make_people([(self.council, role) for role in _COUNCIL_ROLES])
        self.library = make_library(self.scope, self.council, council_indicators())
        self.areas = {year: self._council_plan(year) for year in self.scope.plan_years}

    def _council_plan(self, year: int) -> list[Goal]:
        rows = PlanRows(self.scope, year)
        areas = PlanAuthor(self.scope, rows).council(self.council, self.library)
        rows.write()
        self._decide(rows, datetime.date(year - 1, 6, 15))
        return areas

    @transaction.atomic
    def make_committee(self, number: int) -> None:
        """A committee with everything below it: units, people, plans, values and follow-ups of all years."""
        name, theme = committee(number)
        unit, units = self.organisation.make_branch(self.council, number, name, theme)
        self.organisation.make_people([(unit, Role.CONTROLLER), (unit, Role.MANAGER), (unit, Role.READER)])
        self.organisation.people_of_units(units)
        library = [*self.library, *make_library(self.scope, unit, theme.indicators)]
        for year in self.scope.plan_years:
            self._year(year, unit, theme, units, library)

    def _year(
        self, year: int, unit: Unit, theme: Theme, units: Sequence[Unit], library: Sequence[Measured]
    ) -> None:
        above = PlanRows(self.scope, year)
        goals = PlanAuthor(self.scope, above).committee(unit, theme, self.areas[year], library)
        above.write()
        self._decide(above, datetime.date(year - 1, 11, 10))
        below = PlanRows(self.scope, year)
        author = PlanAuthor(self.scope, below)
        for each in units:
            author.unit(each, theme, goals, library)
        below.write()
        make_values(self.scope, year, below.indicators, {each.indicator.pk: each for each in library})
        self._decide(below, datetime.date(year - 1, 12, 5))
        self.advance(len(units), f"{unit}, planer {year}")
        make_rounds(self.scope, unit, theme, year, [above, below], self.advance)

    def _decide(self, rows: PlanRows, day: datetime.date) -> None:
        for plan in rows.plans:
            if self.scope.is_decided(rows.year):
                mark_ready(by=OPERATOR, plan=plan)
                decide_plan(by=OPERATOR, plan=plan, decided_on=day, decided_by=self._body(plan))
            elif is_ready(self.scope, plan):
                mark_ready(by=OPERATOR, plan=plan)

    def _body(self, plan: Plan) -> str:
        """Who decides a plan: a board has a paragraph of its minutes."""
        if plan.unit.kind == Kind.UNIT:
            return "Avdelningschefen"
        board = "Kommunfullmäktige" if plan.unit.kind == Kind.COUNCIL else plan.unit.name
        return f"{board} § {self.scope.chance('decision', plan.key).randint(11, 99)}"


def logins(name: str) -> list[tuple[str, str]]:
    """One per role, from the least to the most trusted, as far down as it goes: role and e-mail address."""
    held = Membership.objects.filter(unit__path__0=Unit.objects.get(parent=None, name=name).pk)
    lowest = held.order_by("-unit__path__len", "pk").select_related("user")
    found = {role: lowest.filter(role=role).first() for role in Role}
    return [(role.label, each.user.email) for role, each in found.items() if each]
